import type { Route, Table } from '../model/routes';
import {
  ALL,
  NOTHING,
  intersect,
  isMinority,
  overlaps,
  sizeOf,
  subtract,
  union,
  type RangeSet,
} from '../../net/ranges';
import { agreed, no, unknown, yes, type Answer } from './answer';
import { covers, seenBy, type RemoteEndpoint } from './remote-endpoint';

/** What becomes of packets that take a route to this target. */
export type Judge<T> = (target: T, route: Route<T>) => Answer;

/** Routes whose destination is known in the order of longest prefix; the others may come before any of them. */
function inOrder<T>(routes: readonly Route<T>[]): Route<T>[] {
  const known = routes.filter(({ destination }) => destination.why === undefined);
  return known.sort((a, b) => sizeOf(a.destination.must) - sizeOf(b.destination.must));
}

interface Share<T> {
  readonly route: Route<T>;
  /** What it would take if no other route did. */
  readonly whole: RangeSet;
  readonly must: RangeSet;
  readonly may: RangeSet;
}

/** Routes to other addresses than those of the other side are no part of the answer, and there may be hundreds. */
const concerning = <T>(routes: readonly Route<T>[], remote: RemoteEndpoint): readonly Route<T>[] =>
  remote.kind === 'internet'
    ? routes
    : routes.filter(({ destination }) => overlaps(seenBy(destination, remote).may, remote.set));

function shares<T>(all: readonly Route<T>[], remote: RemoteEndpoint): Share<T>[] {
  const routes = concerning(all, remote);
  const uncertain = routes
    .filter(({ destination }) => destination.why !== undefined)
    .map((route) => ({
      route,
      whole: seenBy(route.destination, remote).must,
      ...seenBy(route.destination, remote),
    }));
  let claimedMay = union(...uncertain.map(({ may }) => may));
  let claimedMust: RangeSet = NOTHING;
  const known = inOrder(routes).map((route) => {
    const { must: set } = seenBy(route.destination, remote);
    const share = { route, whole: set, must: subtract(set, claimedMay), may: subtract(set, claimedMust) };
    claimedMay = union(claimedMay, set);
    if (route.certain) claimedMust = union(claimedMust, set);
    return route.certain ? share : { ...share, must: NOTHING };
  });
  return [...uncertain, ...known];
}

/** A route whose target is one of several does what all of them do. */
const whichever = <T>(route: Route<T>, judge: Judge<T>): Answer =>
  agreed(
    route.targets.map((target) => judge(target, route)),
    `where ${route.by} leads to`,
  );

function along<T>(table: Table<T>, remote: RemoteEndpoint, judge: Judge<T>): Answer {
  const judged = shares(table.routes, remote)
    .filter(({ may }) => may.length > 0)
    .map((share) => ({ ...share, answer: whichever(share.route, judge) }));
  const passing = judged.filter(({ answer }) => answer.verdict !== 'no');
  const refused = judged.filter(({ answer }) => answer.verdict === 'no');
  const good = passing.filter(({ answer, route }) => answer.verdict === 'yes' && route.certain);
  const uncertain = judged.filter(({ answer }) => answer.verdict !== 'yes');
  // Whichever of the good ones takes an address, it passes, as long as no other one may.
  let must = subtract(union(...good.map(({ whole }) => whole)), union(...uncertain.map((one) => one.may)));
  let may = union(...passing.map((one) => one.may));
  // A few addresses that go elsewhere do not take the internet away.
  const elsewhere = intersect(union(...refused.map((one) => one.must)), ALL[remote.family]);
  if (remote.kind === 'internet' && isMinority(elsewhere, remote.family)) {
    if (must.length > 0) must = union(must, elsewhere);
    if (may.length > 0) may = union(may, elsewhere);
  }
  const verdict = covers(remote, { must, may });
  const sure = passing.find(
    (one) => one.answer.verdict === 'yes' && covers(remote, { must: one.must, may: one.may }) === true,
  );
  if (verdict === true)
    return sure?.answer ?? passing.find((one) => one.answer.verdict === 'yes')?.answer ?? yes();
  if (verdict === undefined) {
    const why = [
      ...passing.flatMap(({ answer }) => (answer.verdict === 'unknown' ? answer.unknown : [])),
      ...judged.flatMap(({ route }) =>
        route.certain ? [] : [`whether ${route.by} applies`, ...(route.why === undefined ? [] : [route.why])],
      ),
      ...judged.flatMap(({ route }) => route.destination.why ?? []),
    ];
    return unknown(
      ...(why.length > 0
        ? why
        : [`which address of ${remote.label} it is, for the routes of ${table.address}`]),
    );
  }
  const reason =
    refused.find((one) => covers(remote, { must: one.must, may: one.may }) === true) ?? refused[0];
  return reason?.answer ?? no('no route', `${table.address} has no route to ${remote.label}`);
}

/**
 * Follows the longest prefix for every address of the other side.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function follow<T>(tables: readonly Table<T>[], remote: RemoteEndpoint, judge: Judge<T>): Answer {
  const which = `which route table it follows: ${tables.map(({ address }) => address).join(' or ')}`;
  const why = tables.flatMap((table) => table.why ?? []);
  return agreed(
    tables.map((table) => along(table, remote, judge)),
    [which, ...why].join('; '),
  );
}
