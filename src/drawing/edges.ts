import { EVERY_PORT, printRange } from '../topology/print';
import type { Matrix, MatrixEntry, PortRange } from '../topology';
import type { Box, Edge, NotDrawn } from './scene-types';

/** Lines beyond these would hide the drawing. */
const MOST_EDGES = 240;
const MOST_PORTS = 3;

/** What one end may open to another. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly entries: readonly MatrixEntry[];
}

const isYes = ({ verdict }: MatrixEntry): boolean => verdict === 'yes';
const covers = (ranges: readonly PortRange[], { from, to }: PortRange): boolean =>
  ranges.some((range) => range.from <= from && to <= range.to);

/** Ports of an end that the whole internet reaches; who else reaches them is no news. */
function publicPorts(matrix: Matrix): (entry: MatrixEntry) => readonly PortRange[] {
  const open = matrix.entries.filter((entry) => isYes(entry) && entry.from === 'internet');
  return ({ to, protocol }) =>
    open.filter((one) => one.to === to && one.protocol === protocol).flatMap(({ ports }) => ports);
}

/** The connections of the matrix that are drawn: what surely gets through, and that not everybody on the internet may open. */
export function connectionsOf(matrix: Matrix): readonly Connection[] {
  const open = publicPorts(matrix);
  const pairs = new Map<string, { from: string; to: string; entries: MatrixEntry[] }>();
  for (const entry of matrix.entries.filter(isYes)) {
    const ports =
      entry.from === 'internet' ? entry.ports : entry.ports.filter((one) => !covers(open(entry), one));
    if (ports.length === 0) continue;
    const key = JSON.stringify([entry.from, entry.to]);
    const pair = pairs.get(key) ?? { from: entry.from, to: entry.to, entries: [] };
    pair.entries.push({ ...entry, ports });
    pairs.set(key, pair);
  }
  return [...pairs.values()];
}

/** Ports by protocol, without those that another entry tells over the other IP version. */
function portsOf(entries: readonly MatrixEntry[]): string[] {
  const texts = entries.flatMap(({ protocol, ports }) =>
    ports.map((range) => {
      const text = printRange(range) === EVERY_PORT ? 'all' : printRange(range);
      return protocol === 'tcp' ? text : `${protocol} ${text}`;
    }),
  );
  return [...new Set(texts)];
}

/** `22, 80` on a line, cut where there are many. */
export function labelOf({ entries }: Connection): string {
  const ports = portsOf(entries);
  const more = ports.length - MOST_PORTS;
  return more > 1 ? `${ports.slice(0, MOST_PORTS).join(', ')} +${more}` : ports.join(', ');
}

export const titleOf = (connection: Connection): string =>
  `${connection.from} to ${connection.to}: ${portsOf(connection.entries).join(', ')}`;

/** A line for each pair of boxes of a connection, and what has none. */
export function edgesOf(
  connections: readonly Connection[],
  boxes: readonly Box[],
): { readonly edges: readonly Edge[]; readonly notDrawn: readonly NotDrawn[] } {
  const byEnd = new Map<string, Box[]>();
  for (const box of boxes)
    if (box.end !== undefined) byEnd.set(box.end, [...(byEnd.get(box.end) ?? []), box]);
  const edges: Edge[] = [];
  const notDrawn: NotDrawn[] = [];
  for (const connection of connections) {
    const [sources, targets] = [byEnd.get(connection.from) ?? [], byEnd.get(connection.to) ?? []];
    const pairs = sources.flatMap((from) =>
      targets.filter((to) => to !== from).map((to) => ({ from: from.id, to: to.id })),
    );
    const what = titleOf(connection);
    if (sources.length === 0 || targets.length === 0)
      notDrawn.push({ what, why: 'one of its ends has no place in the drawing' });
    else if (edges.length + pairs.length > MOST_EDGES)
      notDrawn.push({ what, why: `a drawing holds ${MOST_EDGES} lines` });
    else edges.push(...pairs.map((pair) => ({ ...pair, label: labelOf(connection), title: what })));
  }
  return { edges, notDrawn };
}
