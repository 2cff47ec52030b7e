import { INSET, type Columns } from './columns';
import type { Grid } from './grid';
import { STEP, type Wire } from './ports';

/** From a box to a line that passes it. */
const CLEARANCE = 7;
const HALF = STEP / 2;

type Gap = readonly [from: number, to: number];

/** A line's way: out of its source into channel `first`, along `x` to channel `last`, and from there into its target. */
export interface Route {
  readonly wire: Wire;
  readonly x: number;
  readonly first: number;
  readonly last: number;
}

/** The parts of a shelf that nothing stands on. */
function gapsOf(blocks: Grid['shelves'][number]['blocks']): readonly Gap[] {
  const taken = blocks
    .map(({ x, width }) => [x - CLEARANCE, x + width + CLEARANCE] as const)
    .sort((a, b) => a[0] - b[0]);
  const gaps: Gap[] = [];
  let from = -Infinity;
  for (const [start, end] of taken) {
    if (start >= from) gaps.push([from, start]);
    from = Math.max(from, end);
  }
  return [...gaps, [from, Infinity]];
}

const common = (a: readonly Gap[], b: readonly Gap[]): readonly Gap[] =>
  a
    .flatMap(([from, to]) => b.map(([start, end]): Gap => [Math.max(from, start), Math.min(to, end)]))
    .filter(([from, to]) => from <= to);

const inset = ({ x, width }: Columns['columns'][number]) => ({ x: x + INSET, width: width - 2 * INSET });

/** Everywhere but on the borders of zones and subnets. */
function between(borders: readonly number[]): readonly Gap[] {
  const sorted = [...new Set(borders)].sort((a, b) => a - b);
  const ends = [-Infinity, ...sorted, Infinity];
  return ends.slice(1).map((end, i): Gap => [(ends[i] ?? 0) + HALF, end - HALF]);
}

/** The channel that a port opens to. */
const channelOf = ({ shelf, side }: Wire['source']): number => (side === 'top' ? shelf : shelf + 1);

/** A vertical line at one level. */
interface Vertical {
  readonly x: number;
  readonly level: number;
}

const portOf = (port: Wire['source']): Vertical => ({ x: port.x, level: channelOf(port) * 2 });

/** Vertical lines by level: channel `c` is level `2c`, shelf `s` is level `2s + 1`. */
class Verticals {
  private readonly levels = new Map<number, number[]>();

  public add(x: number, first: number, last: number): void {
    for (let level = first; level <= last; level++)
      this.levels.set(level, [...(this.levels.get(level) ?? []), x]);
  }

  /** @param own lines that the new one continues */
  public isFree(x: number, first: number, last: number, own: readonly Vertical[]): boolean {
    for (let level = first; level <= last; level++) {
      const near = (this.levels.get(level) ?? []).filter((one) => Math.abs(one - x) < HALF);
      const continued = own.filter((one) => one.level === level);
      const others = continued.reduce<readonly number[]>((rest, one) => without(rest, one.x), near);
      if (others.length > 0) return false;
    }
    return true;
  }
}

/** A list without one of these. */
function without(list: readonly number[], one: number): readonly number[] {
  const at = list.indexOf(one);
  return at < 0 ? list : list.filter((_, i) => i !== at);
}

/** Positions within a gap, the nearest to what is wanted first. */
function* within([from, to]: Gap, wanted: number): Generator<number> {
  const start = Math.min(Math.max(wanted, from), to);
  yield start;
  for (let by = HALF; start - by >= from || start + by <= to; by += HALF) {
    if (start - by >= from) yield start - by;
    if (start + by <= to) yield start + by;
  }
}

export class Trunks {
  private readonly verticals = new Verticals();
  private readonly gaps: readonly (readonly Gap[])[];

  constructor({ shelves }: Grid, { columns, vpcs }: Columns) {
    const extents = [...vpcs, ...columns, ...columns.map((one) => inset(one))];
    const beside = between(extents.flatMap(({ x, width }) => [x, x + width]));
    this.gaps = shelves.map(({ blocks }) => common(gapsOf(blocks), beside));
  }

  /** Finds each line a way through the shelves between its ends. */
  public route(wires: readonly Wire[]): readonly Route[] {
    for (const { source, target } of wires)
      for (const { x, level } of [source, target].map(portOf)) this.verticals.add(x, level, level);
    const distance = ({ source, target }: Wire): number =>
      Math.abs(source.shelf - target.shelf) * 1000 + Math.abs(source.x - target.x);
    const nearest = [...wires].sort((a, b) => distance(a) - distance(b));
    const ways = new Map(nearest.map((wire) => [wire, this.way(wire)]));
    return wires.flatMap((wire) => ways.get(wire) ?? []);
  }

  private way(wire: Wire): Route {
    const { source, target } = wire;
    const [first, last] = [channelOf(source), channelOf(target)];
    if (first === last) return { wire, x: this.straightened(wire, first), first, last };
    const [low, high] = [Math.min(first, last), Math.max(first, last)];
    let gaps: readonly Gap[] = [[-Infinity, Infinity]];
    for (let shelf = low; shelf < high; shelf++) gaps = common(gaps, this.gaps[shelf] ?? []);
    const x = this.cheapest(gaps, wire, low * 2, high * 2);
    this.verticals.add(x, low * 2, high * 2);
    // A port beside its line is moved onto it.
    for (const port of [source, target]) {
      const own = portOf(port);
      const { level } = own;
      if (Math.abs(port.x - x) <= HALF && this.verticals.isFree(x, level, level, [own, { x, level }]))
        port.x = x;
    }
    return { wire, x, first, last };
  }

  /** Ports that face each other with half a step between them make one straight line. */
  private straightened({ source, target }: Wire, channel: number): number {
    const isNear = Math.abs(source.x - target.x) <= HALF && source.side !== target.side;
    const level = channel * 2;
    if (isNear && this.verticals.isFree(target.x, level, level, [portOf(source), portOf(target)]))
      source.x = target.x;
    return target.x;
  }

  private cheapest(gaps: readonly Gap[], { source, target }: Wire, first: number, last: number): number {
    const cost = (x: number): number => Math.abs(x - source.x) + Math.abs(x - target.x);
    const own = [portOf(source), portOf(target)];
    const candidates = gaps.flatMap((gap) =>
      own.flatMap(({ x: wanted }) => {
        for (const x of within(gap, wanted)) if (this.verticals.isFree(x, first, last, own)) return [x];
        return [];
      }),
    );
    return candidates.reduce((best, x) => (cost(x) < cost(best) ? x : best), candidates[0] ?? source.x);
  }
}
