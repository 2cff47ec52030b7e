import { FAMILIES, type Family } from '../net/families';
import type { Topology } from './index';
import type { Matrix, MatrixEntry, PortRange } from './matrix-types';
import type { Protocol } from './model/traffic';
import type { Answer } from './reason/answer';

type Verdict = Answer['verdict'];

/** A connection about which two networks give different answers, on ports and over IP versions with one path or reason. */
export interface Change {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly ports: readonly PortRange[];
  /** The IP versions over which the answers differ. */
  readonly over: readonly Family[];
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

type Question = (port: number) => Answer | undefined;

/** One change for each pair of verdicts and answer, with adjacent ports as one range. */
function changesOf(
  { before, after }: Cells,
  ask: Question,
): (Pick<Change, 'before' | 'after' | 'answer'> & { ports: PortRange[] })[] {
  const made = new Map<string, ReturnType<typeof changesOf>[number]>();
  for (const range of segments([...before, ...after])) {
    const [was, is] = [verdictAt(before, range.from), verdictAt(after, range.from)];
    if (was === is) continue;
    const answer = ask(range.from);
    // Sentences name the port that was asked about, which does not make them different.
    const key = JSON.stringify([was, is, answer]).replaceAll(new RegExp(` ${range.from}\\b`, 'g'), '');
    const change = made.get(key) ?? { before: was, after: is, ports: [], ...(answer && { answer }) };
    const last = change.ports.at(-1);
    if (last && last.to + 1 === range.from)
      change.ports[change.ports.length - 1] = { from: last.from, to: range.to };
    else change.ports.push(range);
    made.set(key, change);
  }
  return [...made.values()];
}

/** Two different endpoints, where a class is compared with itself. */
function pairOf({ from, to }: Cells): readonly [string, string] | undefined {
  const [source] = from.members;
  const target = from === to ? to.members[1] : to.members[0];
  return source === undefined || target === undefined ? undefined : [source, target];
}

/** The path, reason or gaps alone, which may be the same over both IP versions. */
function plain(answer: Answer): Answer {
  if (answer.verdict !== 'yes') return answer;
  const { verdict, path } = answer;
  return { verdict, path };
}

function changesOver(before: Topology, after: Topology, family: Family): Change[] {
  const over = [family];
  return cellsOf(before.matrix(over), after.matrix(over)).flatMap((cells) => {
    const pair = pairOf(cells);
    if (!pair) return [];
    const [from, to] = pair;
    const count =
      cells.from.members.length *
      (cells.from === cells.to ? cells.to.members.length - 1 : cells.to.members.length);
    const isThere = cells.from.after !== undefined && cells.to.after !== undefined;
    const ask = (port: number): Answer | undefined =>
      isThere ? plain(after.reach(from, to, cells.protocol, port, over)) : undefined;
    return changesOf(cells, ask).map((change) => ({
      from,
      to,
      protocol: cells.protocol,
      over,
      ...change,
      others: count - 1,
    }));
  });
}

/** What differs over both IP versions in one way is one change. */
function merged(changes: readonly Change[]): Change[] {
  const made = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify({ ...change, over: undefined });
    made.set(key, { ...change, over: [...(made.get(key)?.over ?? []), ...change.over] });
  }
  return [...made.values()].map(({ answer, ...change }) => ({
    ...change,
    ...(answer && { answer: answer.verdict === 'yes' ? { ...answer, over: change.over } : answer }),
  }));
}

/**
 * What can be reached in one network and not in another, and the reverse, over each IP version.
 *
 * @param before such as the state, or the configuration of the main branch
 * @param after such as a plan
 * @returns a change for each pair of endpoints that are alike on both sides; none where both networks give the same answers
 */
export const compareTopologies = (before: Topology, after: Topology): readonly Change[] =>
  merged(FAMILIES.flatMap((family) => changesOver(before, after, family)));
