import type { Route, Table } from '../model/routes';
import {
  ALL,
  NOTHING,
  PUBLIC,
  contains,
  intersect,
  isMinority,
  overlaps,
  sizeOf,
  subtract,
  union,
  type RangeSet,
} from '../../net/ranges';
import { LINES } from '../../net/families';
import { remembered } from '../model/remembered';
import { agreed, no, unknown, yes, type Answer } from './answer';
import { routesTowards } from './route-index';
import { covers, seenBy, type Bounds, type RemoteEndpoint } from './remote-endpoint';

/** The answer for packets that take a route to a target. */
export type Judge<T> = (target: T, route: Route<T>) => Answer;

interface Share<T> extends Bounds {
  readonly route: Route<T>;
  /** What the route would take if no other route did. */
  readonly whole: RangeSet;
}

/** A route with its destination as the remote endpoint sees it. */
interface SeenRoute<T> extends Bounds {
  readonly route: Route<T>;
}

/** Excludes routes to other addresses than those of the remote endpoint, of which a table may have hundreds. */
function seenRoutes<T>(routes: readonly Route<T>[], remote: RemoteEndpoint): SeenRoute<T>[] {
  const { kind, family, set } = remote;
  const addresses = kind === 'internet' ? PUBLIC[family] : set;
  return routesTowards(routes, addresses)
    .map((route) => ({ route, ...seenBy(route.destination, remote) }))
    .filter(({ may }) => overlaps(may, addresses));
}

const byLongestPrefix = <T>(a: SeenRoute<T>, b: SeenRoute<T>): number =>
  sizeOf(a.route.destination.must) - sizeOf(b.route.destination.must);

/**
 * The addresses that each route takes. Routes with a known destination are in the order of longest prefix. A route whose destination
 * is not known may come before any of them.
 */
function shares<T>(routes: readonly Route<T>[], remote: RemoteEndpoint): Share<T>[] {
  const seen = seenRoutes(routes, remote);
  const isKnown = ({ route }: SeenRoute<T>): boolean => route.destination.why === undefined;
  const uncertain = seen.filter((one) => !isKnown(one)).map((one) => ({ ...one, whole: one.must }));
  let claimedMay = union(...uncertain.map(({ may }) => may));
  let claimedMust: RangeSet = NOTHING;
  const inOrder = seen.filter(isKnown).sort(byLongestPrefix);
  const known = inOrder.map(({ route, must: whole }) => {
    const must = route.certain ? subtract(whole, claimedMay) : NOTHING;
    const share = { route, whole, must, may: subtract(whole, claimedMust) };
    claimedMay = union(claimedMay, whole);
    if (route.certain) claimedMust = union(claimedMust, whole);
    return share;
  });
  return [...uncertain, ...known];
}

/** The paths to the internet lead through the same tables again and again. */
const known = new WeakMap<RemoteEndpoint, Map<readonly Route<unknown>[], readonly Share<unknown>[]>>();

function sharesOf<T>(routes: readonly Route<T>[], remote: RemoteEndpoint): readonly Share<T>[] {
  const read = (): readonly Share<T>[] => shares(routes, remote).filter(({ may }) => may.length > 0);
  if (remote.kind !== 'internet') return read();
  const ofRemote = remembered(known, remote, () => new Map());
  return remembered(ofRemote, routes, read) as readonly Share<T>[];
}

/** A route whose target is one of several does what all of them do. */
function whichever<T>(route: Route<T>, judge: Judge<T>): Answer {
  const [only] = route.targets;
  if (only !== undefined && route.targets.length === 1) return judge(only, route);
  return agreed(
    route.targets.map((target) => judge(target, route)),
    `where ${route.by} leads to`,
  );
}

/**
 * The route that takes every address of the remote endpoint, where that is certain: the longest prefix, which nothing
 * that is not known can come before.
 */
function soleRoute<T>(routes: readonly Route<T>[], remote: RemoteEndpoint): Route<T> | undefined {
  const [first] = remote.set;
  if (remote.kind === 'internet' || !first || first[0] >= LINES[remote.family].names) return undefined;
  let longest: SeenRoute<T> | undefined;
  for (const route of routesTowards(routes, remote.set)) {
    const { must, may } = seenBy(route.destination, remote);
    if (!overlaps(may, remote.set)) continue;
    if (!route.certain || route.destination.why !== undefined) return undefined;
    const seen = { route, must, may };
    if (!longest || byLongestPrefix(seen, longest) < 0) longest = seen;
  }
  return longest && contains(longest.must, remote.set) ? longest.route : undefined;
}

function along<T>(table: Table<T>, remote: RemoteEndpoint, judge: Judge<T>): Answer {
  const sole = soleRoute(table.routes, remote);
  const answer = sole && whichever(sole, judge);
  if (answer && answer.verdict !== 'unknown') return answer;
  // What is not known is told of every route. None is judged twice: paths share one count of gateways.
  return alongAll(table, remote, (target, route) =>
    answer && route === sole ? answer : judge(target, route),
  );
}

function alongAll<T>(table: Table<T>, remote: RemoteEndpoint, judge: Judge<T>): Answer {
  const judged = sharesOf(table.routes, remote).map((share) => ({
    ...share,
    answer: whichever(share.route, judge),
  }));
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
  const sure = passing.find((one) => one.answer.verdict === 'yes' && covers(remote, one) === true);
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
  const reason = refused.find((one) => covers(remote, one) === true) ?? refused[0];
  return reason?.answer ?? no('no route', `${table.address} has no route to ${remote.label}`);
}

/**
 * Follows the longest prefix for every address of the other side.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function follow<T>(tables: readonly Table<T>[], remote: RemoteEndpoint, judge: Judge<T>): Answer {
  const [only] = tables;
  if (only && tables.length === 1) return along(only, remote, judge);
  const which = `which route table it follows: ${tables.map(({ address }) => address).join(' or ')}`;
  const why = tables.flatMap((table) => table.why ?? []);
  return agreed(
    tables.map((table) => along(table, remote, judge)),
    [which, ...why].join('; '),
  );
}
