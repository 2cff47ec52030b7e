import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENTS } from '../../src/config/environments';
import type { EnvironmentInput } from '../../src/config/schema';
import { addressesOf, synth } from '../support/fixtures/synth';
import { expectGolden, updatesGolden } from '../support/golden';
import { serverHashes } from '../support/user-data/hashes';

const FOLDER = join(__dirname, 'golden');
const environments = Object.values(ENVIRONMENTS) as EnvironmentInput[];

/** Golden files of an environment, and their lines. */
const FILES: Readonly<Record<string, (environment: EnvironmentInput) => readonly string[]>> = {
  addresses: (environment) => addressesOf(synth(environment)),
  'user-data': serverHashes,
};

const cases = environments.flatMap((environment) =>
  Object.keys(FILES).map((kind) => ({ file: `${environment.name}.${kind}.txt`, kind, environment })),
);

// The environments of src/config/environments: the only unit tests that fail when one of them changes.
describe('Environments of src/config/environments', () => {
  test.each(cases)('match golden/$file', ({ file, kind, environment }) => {
    expectGolden(join(FOLDER, file), `${FILES[kind]?.(environment).join('\n')}\n`);
  });

  test('have all files in golden', () => {
    const files = cases.map(({ file }) => file);
    const stale = readdirSync(FOLDER).filter((file) => !files.includes(file));
    if (updatesGolden()) for (const file of stale) rmSync(join(FOLDER, file));
    else expect(stale).toEqual([]);
  });
});
