import type { Check } from '../../reach/check-expectations';
import { printAnswer, printRange } from '../../topology/print';
import { printTable } from '../output/table';

/** Formats the connections as a table, followed by an explanation of each unexpected answer and the total. */
export function printChecks(checks: readonly Check[], width = process.stdout.columns): string {
  const rows = checks.map(({ name, from, to, protocol, ports, expected, verdict, met }) => [
    met ? 'ok' : 'REFUSED',
    name,
    `${from} to ${to}`,
    `${protocol} ${ports.map(printRange).join(', ')}`,
    expected,
    verdict,
  ]);
  const refused = checks.filter(({ met }) => !met);
  const reasons = refused.map((one) => {
    const why = one.because === undefined ? '' : `\n  expected because: ${one.because}`;
    return `${one.name}: expected ${one.expected}\n${printAnswer(one, one)}${why}`;
  });
  const total =
    refused.length === 0
      ? `All ${checks.length} connections are as expected.`
      : `${refused.length} of ${checks.length} connections are not as expected.`;
  const table = printTable(['', 'expectation', 'connection', 'ports', 'expected', 'is'], rows, { width });
  return [table, ...reasons, total].join('\n\n');
}
