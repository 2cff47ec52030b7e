import type { Answer, Matrix, MatrixEnd, MatrixEntry, Protocol, Topology } from '../../topology';
import { labelOf } from '../edges';

/** A cell of the matrix: what one end opens to another, and why, or why not. */
export interface Cell {
  readonly from: string;
  readonly to: string;
  /** `22, 80`, `no`, or `?` where something is not known. */
  readonly text: string;
  readonly verdict: Answer['verdict'];
  /** The connection that the reasons are about. */
  readonly asked: string;
  /** Hops, the reason, or what is not known. */
  readonly reasons: readonly string[];
  /** Addresses on the way. */
  readonly at: readonly string[];
}

/** What is asked about where nothing is open: a port that others reach there, or HTTPS. */
const OTHERWISE = 443;

const OUTSIDE = /^(internet$|var\.)/;
const isOutside = ({ members: [member = ''] }: MatrixEnd): boolean => OUTSIDE.test(member);

function reasonsOf(answer: Answer): string[] {
  switch (answer.verdict) {
    case 'yes':
      return answer.path.map(({ at, by }) => `${at}: ${by}`);
    case 'no':
      return [`${answer.reason}: ${answer.detail}`];
    case 'unknown':
      return answer.unknown.map((gap) => `not known: ${gap}`);
  }
}

/** Two different ends, where a row is asked about its own column. */
function pairOf(from: MatrixEnd, to: MatrixEnd): readonly [string, string] | undefined {
  const [source] = from.members;
  const target = from === to ? to.members[1] : to.members[0];
  return source === undefined || target === undefined ? undefined : [source, target];
}

function questionOf(
  own: readonly MatrixEntry[],
  others: readonly MatrixEntry[],
): { readonly protocol: Protocol; readonly port: number } {
  const [entry] = [...own, ...others];
  return { protocol: entry?.protocol ?? 'tcp', port: entry?.ports[0]?.from ?? OTHERWISE };
}

function cellOf(topology: Topology, { entries }: Matrix, from: MatrixEnd, to: MatrixEnd): Cell | undefined {
  const pair = pairOf(from, to);
  if (!pair || (isOutside(from) && isOutside(to))) return undefined;
  const own = entries.filter((entry) => entry.from === from.name && entry.to === to.name);
  const open = own.filter(({ verdict }) => verdict === 'yes');
  const others = entries.filter((entry) => entry.to === to.name && entry.verdict === 'yes');
  const { protocol, port } = questionOf(open.length > 0 ? open : own, others);
  const answer = topology.reach(...pair, protocol, port);
  const text =
    open.length > 0 ? labelOf({ from: from.name, to: to.name, entries: open }) : own.length > 0 ? '?' : 'no';
  return {
    from: from.name,
    to: to.name,
    text,
    verdict: answer.verdict,
    asked: `${answer.verdict}: ${from.name} to ${to.name}, ${protocol} ${port}`,
    reasons: reasonsOf(answer),
    at: answer.verdict === 'yes' ? answer.path.map((hop) => hop.at) : [],
  };
}

/** Rows and columns beyond these would make a page of megabytes. */
const MOST_ENDS = 40;

/** The cells of the matrix by row; none where it is too large for a page. */
export function cellsOf(topology: Topology, matrix: Matrix): readonly (readonly (Cell | undefined)[])[] {
  if (matrix.ends.length > MOST_ENDS) return [];
  return matrix.ends.map((from) => matrix.ends.map((to) => cellOf(topology, matrix, from, to)));
}
