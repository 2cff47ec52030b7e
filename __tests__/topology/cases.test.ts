import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Topology, type Protocol } from '../../src/topology';

const FOLDER = join(__dirname, 'cases');

interface Case {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly expected: string;
  readonly why: string;
}

const cases = readFileSync(join(FOLDER, 'cases.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line): Case => {
    const [file = '', from = '', to = '', protocol = '', port = '', expected = '', why = ''] =
      line.split('\t');
    return { file, from, to, protocol: protocol as Protocol, port: Number(port), expected, why };
  });

describe('Topology of a third-party network', () => {
  it.each(cases)(
    'answers for $file: $from to $to on $port: $expected ($why)',
    ({ file, from, to, protocol, port, expected }) => {
      const answer = Topology.read(readFileSync(join(FOLDER, file), 'utf8'), file).reach(
        from,
        to,
        protocol,
        port,
      );
      expect({ verdict: answer.verdict, answer }).toEqual({ verdict: expected, answer });
      if (answer.verdict === 'unknown') expect(answer.unknown.join().length).toBeGreaterThan(0);
    },
  );
});
