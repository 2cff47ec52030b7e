import type { Answer, Matrix, MatrixEnd, MatrixEntry, MatrixGap, PortRange, Protocol } from '.';

export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Over which IP versions it gets through. */
const printFamilies = (answer: Answer): string =>
  answer.verdict === 'yes' && answer.over ? `, over ${answer.over.join(' and ')}` : '';

/** A connection: what is not over IPv4 alone says so. */
export const printConnection = ({
  from,
  to,
  protocol,
  ports,
  over,
}: Pick<MatrixEntry, 'from' | 'to' | 'protocol' | 'ports' | 'over'>): string =>
  `${from} to ${to}, ${protocol} ${ports.map(printRange).join(', ')}${over?.includes('IPv6') === true ? `, over ${over.join(' and ')}` : ''}`;

/** One answer, for people: the path hop by hop, or the reason, or what is not known. */
export function printAnswer({ from, to, protocol, port }: Asked, answer: Answer): string {
  const head = `${answer.verdict}: ${from} to ${to}, ${protocol} ${port}${printFamilies(answer)}`;
  switch (answer.verdict) {
    case 'yes':
      return [head, ...answer.path.map(({ at, by }, i) => `  ${i + 1}. ${at}: ${by}`)].join('\n');
    case 'no':
      return `${head}\n  ${answer.reason}: ${answer.detail}`;
    case 'unknown':
      return [head, '  not known:', ...answer.unknown.map((gap) => `  - ${gap}`)].join('\n');
  }
}

/** Why an answer is not yes, in a part of a sentence. */
export function printReason(answer: Exclude<Answer, { verdict: 'yes' }>): string {
  return answer.verdict === 'no'
    ? `${answer.reason}: ${answer.detail}`
    : `not known: ${answer.unknown.join('; ')}`;
}

export const EVERY_PORT = 'every port';

/** A range of ports: 22, 8000-8080 or every port. */
export const printRange = ({ from, to }: PortRange): string =>
  from === to ? String(from) : from === 1 && to === 65_535 ? EVERY_PORT : `${from}-${to}`;

/** What is not over IPv4 alone says so. */
const printPorts = ({ protocol, ports, over }: MatrixEntry): string =>
  `${protocol} ${ports.map(printRange).join(', ')}${over?.includes('IPv6') === true ? ` (${over.join(', ')})` : ''}`;

/** Lines of one pair become one, and pairs that differ in their target alone follow each other. */
function byPair(entries: readonly MatrixEntry[]): (readonly [string, string, string])[] {
  const pairs = new Map<string, { from: string; to: string; ports: string[] }>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.from, entry.to]);
    const pair = pairs.get(key) ?? { from: entry.from, to: entry.to, ports: [] };
    pair.ports.push(printPorts(entry));
    pairs.set(key, pair);
  }
  return [...pairs.values()].map(({ from, to, ports }) => [from, to, ports.join('; ')] as const);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const SHOWN = 3;

const printGap = ({ members, why }: MatrixGap): string =>
  `${members.slice(0, SHOWN).join(', ')}${members.length > SHOWN ? ` and ${members.length - SHOWN} more` : ''}: ${why}`;

/** Whether it is no resource: the internet, or what a variable holds. */
const isOutside = ({ name }: MatrixEnd): boolean => name === 'internet' || name.startsWith('var.');

/** Who reaches whom on which ports, for a terminal. What is not listed is a no. */
export function printMatrix({ ends, entries, notKnown }: Matrix): string {
  const order = new Map(ends.map(({ name }, i) => [name, i]));
  const place = (name: string): number => order.get(name) ?? 0;
  const sorted = [...entries].sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
  const sure = byPair(sorted.filter(({ verdict }) => verdict === 'yes'));
  const open = sorted.filter(({ verdict }) => verdict === 'unknown');
  const gaps = [...new Set(open.flatMap(({ unknown }) => unknown ?? []))];
  const several = ends.filter(({ members }) => members.length > 1);
  const isEmpty = entries.length === 0 && notKnown.length > 0 && ends.every(isOutside);
  return [
    ...table([['FROM', 'TO', 'PORTS'], ...sure]),
    ...(open.length + notKnown.length > 0
      ? [
          '',
          'Not known:',
          ...table(byPair(open)),
          ...gaps.map((gap) => `  - ${gap}`),
          ...notKnown.map((gap) => `  - ${printGap(gap)}`),
        ]
      : []),
    ...(isEmpty
      ? []
      : [
          '',
          notKnown.length > 0 ? 'Everything else between the other endpoints: no.' : 'Everything else: no.',
        ]),
    ...several.map(
      ({ name, members }) => `${name}: ${members.slice(0, 3).join(', ')}${members.length > 3 ? ', …' : ''}`,
    ),
  ].join('\n');
}
