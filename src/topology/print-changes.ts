import type { Change } from './compare';
import { printAnswer, printConnection } from './print';

const HEADINGS = [
  ['yes', 'Reachable afterwards:'],
  ['no', 'No longer reachable:'],
  ['unknown', 'Not known afterwards:'],
] as const;

function print(change: Change): string {
  const { from, to, protocol, ports, before, answer, others } = change;
  const alike = others > 0 ? `, ${others} more pairs alike` : '';
  const head = `${printConnection(change)} (${before} before${alike})`;
  const [, ...reasons] = answer
    ? printAnswer({ from, to, protocol, port: ports[0]?.from ?? 0 }, answer).split('\n')
    : ['', '  one of them is gone'];
  return [head, ...reasons].join('\n');
}

/** What can be reached afterwards that could not before, and the reverse, for a terminal. */
export function printChanges(changes: readonly Change[]): string {
  const groups = HEADINGS.flatMap(([verdict, heading]) => {
    const found = changes.filter(({ after }) => after === verdict);
    return found.length > 0 ? [[heading, ...found.map(print)].join('\n')] : [];
  });
  return groups.length > 0 ? groups.join('\n\n') : 'No change in who reaches whom.';
}
