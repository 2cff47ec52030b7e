import type { Route, Table, Target } from '../model/routes';
import { EVERYTHING, NOTHING, intersect, isMinority, subtract, union, type RangeSet } from '../ranges';
import { agreed, no, unknown, yes, type Answer } from './answer';
import { covers, seenBy, type Far } from './far';

/** What becomes of packets that take a route to this target. */
export type Judge = (target: Target, route: Route) => Answer;

const width = (set: RangeSet): number => set.reduce((sum, [start, end]) => sum + end - start, 0);

/** Routes whose destination is known in the order of longest prefix; the others may come before any of them. */
function inOrder(routes: readonly Route[]): Route[] {
  const known = routes.filter(({ destination }) => destination.why === undefined);
  return known.sort((a, b) => width(a.destination.must) - width(b.destination.must));
}

interface Share {
  readonly route: Route;
  /** What it would take if no other route did. */
  readonly whole: RangeSet;
  readonly must: RangeSet;
  readonly may: RangeSet;
}

function shares(routes: readonly Route[], far: Far): Share[] {
  const doubtful = routes
    .filter(({ destination }) => destination.why !== undefined)
    .map((route) => ({
      route,
      whole: seenBy(route.destination, far).must,
      ...seenBy(route.destination, far),
    }));
  let claimedMay = union(...doubtful.map(({ may }) => may));
  let claimedMust: RangeSet = NOTHING;
  const known = inOrder(routes).map((route) => {
    const { must: set } = seenBy(route.destination, far);
    const share = { route, whole: set, must: subtract(set, claimedMay), may: subtract(set, claimedMust) };
    claimedMay = union(claimedMay, set);
    if (route.certain) claimedMust = union(claimedMust, set);
    return route.certain ? share : { ...share, must: NOTHING };
  });
  return [...doubtful, ...known];
}

function along(table: Table, far: Far, judge: Judge): Answer {
  const judged = shares(table.routes, far)
    .filter(({ may }) => may.length > 0)
    .map((share) => ({ ...share, answer: judge(share.route.target, share.route) }));
  const passing = judged.filter(({ answer }) => answer.verdict !== 'no');
  const refused = judged.filter(({ answer }) => answer.verdict === 'no');
  const good = passing.filter(({ answer, route }) => answer.verdict === 'yes' && route.certain);
  const doubted = judged.filter(({ answer }) => answer.verdict !== 'yes');
  // Whichever of the good ones takes an address, it passes, as long as no other one may.
  let must = subtract(union(...good.map(({ whole }) => whole)), union(...doubted.map((one) => one.may)));
  let may = union(...passing.map((one) => one.may));
  // A few addresses that go elsewhere do not take the internet away.
  const elsewhere = intersect(union(...refused.map((one) => one.must)), EVERYTHING);
  if (far.kind === 'internet' && isMinority(elsewhere)) {
    if (must.length > 0) must = union(must, elsewhere);
    if (may.length > 0) may = union(may, elsewhere);
  }
  const verdict = covers(far, { must, may });
  const sure = passing.find(
    (one) => one.answer.verdict === 'yes' && covers(far, { must: one.must, may: one.may }) === true,
  );
  if (verdict === true)
    return sure?.answer ?? passing.find((one) => one.answer.verdict === 'yes')?.answer ?? yes();
  if (verdict === undefined) {
    const why = [
      ...passing.flatMap(({ answer }) => (answer.verdict === 'unknown' ? answer.unknown : [])),
      ...judged.flatMap(({ route }) => (route.certain ? [] : [`whether ${route.by} applies`])),
      ...judged.flatMap(({ route }) => route.destination.why ?? []),
    ];
    return unknown(
      ...(why.length > 0 ? why : [`which address of ${far.label} it is, for the routes of ${table.address}`]),
    );
  }
  return refused[0]?.answer ?? no('no route', `${table.address} has no route to ${far.label}`);
}

/**
 * Follows the longest prefix for every address of the other side.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function follow(tables: readonly Table[], far: Far, judge: Judge): Answer {
  const which = `which route table it follows: ${tables.map(({ address }) => address).join(' or ')}`;
  return agreed(
    tables.map((table) => along(table, far, judge)),
    which,
  );
}
