import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { synth } from '../support/fixtures/synth';
import { expectGolden } from '../support/golden';
import { dev } from './migration/dev';
import { prod } from './migration/prod';

/** Depth of the blocks of a section: `resource.TYPE.NAME`, `output.NAME`. */
const DEPTHS: Readonly<Record<string, number>> = { resource: 2, data: 2, terraform: 0, provider: 0 };

/** Each block with the hash of its JSON, in the order of the file. */
function blocksOf(value: unknown, depth: number, path: string): string[] {
  if (depth > 0 && typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => blocksOf(inner, depth - 1, `${path}.${key}`));
  const hash = createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
  return [`${path} ${hash}`];
}

// Configurations as people have written them. They are never edited: what fails here replaces or changes resources that exist.
describe('A configuration of before', () => {
  test.each([dev, prod])('$name synthesizes the same JSON, block by block', (environment) => {
    const blocks = Object.entries(synth(environment)).flatMap(([section, value]) =>
      section === '//' ? [] : blocksOf(value, DEPTHS[section] ?? 1, section),
    );
    expectGolden(join(__dirname, 'migration', `${environment.name}.sha256.txt`), `${blocks.join('\n')}\n`);
  });
});
