import type { Route } from './trunks';

export const LANE = 10;

/** A horizontal part of a line. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** The lanes of a channel: what overlaps lies in different ones. */
class Channel {
  private readonly ends: number[] = [];
  private readonly lanes = new Map<Route, number>();

  constructor(runs: readonly (readonly [Route, Run])[]) {
    for (const [route, { from, to }] of [...runs].sort(([, a], [, b]) => a.from - b.from || b.to - a.to)) {
      const free = this.ends.findIndex((end) => end + LANE <= from);
      const lane = free < 0 ? this.ends.length : free;
      this.ends[lane] = to;
      this.lanes.set(route, lane);
    }
  }

  public get size(): number {
    return this.ends.length;
  }

  public laneOf(route: Route): number {
    return this.lanes.get(route) ?? 0;
  }
}

const run = (from: number, to: number): Run[] =>
  from === to ? [] : [{ from: Math.min(from, to), to: Math.max(from, to) }];

/** The horizontal parts of lines, by channel. */
export function channelsOf(routes: readonly Route[], count: number): readonly Channel[] {
  const runs = Array.from({ length: count }, (): (readonly [Route, Run])[] => []);
  for (const route of routes) {
    const { wire, x, first, last } = route;
    for (const one of run(wire.source.x, x)) runs[first]?.push([route, one]);
    for (const one of run(x, wire.target.x)) runs[last]?.push([route, one]);
  }
  return runs.map((channel) => new Channel(channel));
}
