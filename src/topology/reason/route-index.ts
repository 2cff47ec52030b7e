import type { Route } from '../model/route';
import { ADDRESSES, type RangeSet } from '../../net/ranges';

/** Tables with fewer routes are read through. */
const SMALLEST = 16;
const LAST = Number(ADDRESSES.IPv4[0]?.[1]);

/** The position in its table of a route, and the first address of its destination. */
interface Entry {
  readonly start: number;
  readonly position: number;
}

interface RouteIndex {
  /** Routes to IPv4 blocks, by the size of the block, in the order of addresses. */
  readonly bySize: ReadonlyMap<number, readonly Entry[]>;
  /** Positions of all other routes, which may be to any address. */
  readonly others: readonly number[];
}

const indexes = new WeakMap<readonly Route<unknown>[], RouteIndex>();

/** The block that a route is surely to, and to nothing else; undefined for names, several blocks, and IPv6. */
function blockOf({ destination }: Route<unknown>): readonly [start: number, end: number] | undefined {
  const { must, may, why } = destination;
  const [[start, end] = []] = must;
  if (must !== may || must.length !== 1 || why !== undefined) return undefined;
  return typeof start === 'number' && typeof end === 'number' && end <= LAST ? [start, end] : undefined;
}

function build(routes: readonly Route<unknown>[]): RouteIndex {
  const bySize = new Map<number, Entry[]>();
  const others: number[] = [];
  for (const [position, route] of routes.entries()) {
    const block = blockOf(route);
    if (!block) {
      others.push(position);
      continue;
    }
    const [start, end] = block;
    const entries = bySize.get(end - start);
    if (entries) entries.push({ start, position });
    else bySize.set(end - start, [{ start, position }]);
  }
  for (const entries of bySize.values()) entries.sort((a, b) => a.start - b.start);
  return { bySize, others };
}

/** The first entry that starts after an address. */
function firstAfter(entries: readonly Entry[], address: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.start ?? 0) > address) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The routes of a table that may be to one of these addresses, in their order: a transit gateway has a route for each VPC. */
export function routesTowards<T>(routes: readonly Route<T>[], set: RangeSet): readonly Route<T>[] {
  if (routes.length < SMALLEST) return routes;
  const index = indexes.get(routes) ?? build(routes);
  indexes.set(routes, index);
  const positions = new Set(index.others);
  for (const [from, to] of set) {
    if (typeof from !== 'number') continue;
    for (const [size, entries] of index.bySize) {
      for (let at = firstAfter(entries, from - size); at < entries.length; at += 1) {
        const entry = entries[at] as Entry;
        if (entry.start >= to) break;
        positions.add(entry.position);
      }
    }
  }
  return [...positions].sort((a, b) => a - b).flatMap((position) => routes[position] ?? []);
}
