import type { Topology } from './index';
import type { Matrix, MatrixEntry, PortRange } from './matrix-types';
import type { Protocol } from './model/traffic';
import type { Answer } from './reason/answer';

type Verdict = Answer['verdict'];

/** A connection about which two networks give different answers. */
export interface Change {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly ports: readonly PortRange[];
  readonly before: Verdict;
  readonly after: Verdict;
  /** How many other pairs of endpoints change in the same way. */
  readonly others: number;
  /** The path, the reason or what is not known afterwards; left out where an endpoint is there no more. */
  readonly answer?: Answer;
}

/** Endpoints that are alike before, and alike afterwards. */
interface Class {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly members: string[];
}

interface Cells {
  readonly from: Class;
  readonly to: Class;
  readonly protocol: Protocol;
  readonly before: MatrixEntry[];
  readonly after: MatrixEntry[];
}

function classesOf(before: Matrix, after: Matrix): readonly Class[] {
  const names = (matrix: Matrix): Map<string, string> =>
    new Map(matrix.ends.flatMap(({ name, members }) => members.map((member) => [member, name] as const)));
  const [old, now] = [names(before), names(after)];
  const classes = new Map<string, Class>();
  for (const member of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(member), now.get(member)];
    const key = JSON.stringify([was ?? null, is ?? null]);
    const found = classes.get(key) ?? { before: was, after: is, members: [] };
    found.members.push(member);
    classes.set(key, found);
  }
  return [...classes.values()];
}

/** The entries of both matrices by pairs of classes: a pair that neither lists is a no in both. */
function cellsOf(before: Matrix, after: Matrix): readonly Cells[] {
  const classes = classesOf(before, after);
  const cells = new Map<string, Cells>();
  const place = (side: 'before' | 'after', entry: MatrixEntry): void => {
    for (const from of classes.filter((one) => one[side] === entry.from)) {
      for (const to of classes.filter((one) => one[side] === entry.to)) {
        const key = JSON.stringify([from.members[0], to.members[0], entry.protocol]);
        const found = cells.get(key) ?? { from, to, protocol: entry.protocol, before: [], after: [] };
        found[side].push(entry);
        cells.set(key, found);
      }
    }
  };
  for (const entry of before.entries) place('before', entry);
  for (const entry of after.entries) place('after', entry);
  return [...cells.values()];
}

function verdictAt(entries: readonly MatrixEntry[], port: number): Verdict {
  const found = entries.filter(({ ports }) => ports.some(({ from, to }) => from <= port && port <= to));
  return found.some(({ verdict }) => verdict === 'yes') ? 'yes' : found.length > 0 ? 'unknown' : 'no';
}

/** The ports at which either side's verdict may change, each up to the next one. */
function segments(entries: readonly MatrixEntry[]): readonly PortRange[] {
  const ranges = entries.flatMap(({ ports }) => ports);
  const starts = [...new Set(ranges.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  return starts.slice(0, -1).map((from, i) => ({ from, to: (starts[i + 1] ?? from + 1) - 1 }));
}

/** One change for each pair of verdicts, with adjacent ports as one range. */
function changesOf({ before, after }: Cells): Pick<Change, 'ports' | 'before' | 'after'>[] {
  const made = new Map<string, { before: Verdict; after: Verdict; ports: PortRange[] }>();
  for (const range of segments([...before, ...after])) {
    const [was, is] = [verdictAt(before, range.from), verdictAt(after, range.from)];
    if (was === is) continue;
    const change = made.get(`${was} ${is}`) ?? { before: was, after: is, ports: [] };
    const last = change.ports.at(-1);
    if (last && last.to + 1 === range.from)
      change.ports[change.ports.length - 1] = { from: last.from, to: range.to };
    else change.ports.push(range);
    made.set(`${was} ${is}`, change);
  }
  return [...made.values()];
}

/** Two different endpoints, where a class is compared with itself. */
function pairOf({ from, to }: Cells): readonly [string, string] | undefined {
  const [source] = from.members;
  const target = from === to ? to.members[1] : to.members[0];
  return source === undefined || target === undefined ? undefined : [source, target];
}

/**
 * What can be reached in one network and not in another, and the reverse.
 *
 * @param before such as the state, or the configuration of the main branch
 * @param after such as a plan
 * @returns a change for each pair of endpoints that are alike on both sides; none where both networks give the same answers
 */
export function compareTopologies(before: Topology, after: Topology): readonly Change[] {
  return cellsOf(before.matrix(), after.matrix()).flatMap((cells) => {
    const pair = pairOf(cells);
    if (!pair) return [];
    const [from, to] = pair;
    const count =
      cells.from.members.length *
      (cells.from === cells.to ? cells.to.members.length - 1 : cells.to.members.length);
    const isThere = cells.from.after !== undefined && cells.to.after !== undefined;
    return changesOf(cells).map((change) => ({
      from,
      to,
      protocol: cells.protocol,
      ...change,
      others: count - 1,
      ...(isThere && { answer: after.reach(from, to, cells.protocol, change.ports[0]?.from ?? 0) }),
    }));
  });
}
