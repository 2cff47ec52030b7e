import fs from 'node:fs';
import { join } from 'node:path';
import { sourceLocation } from '../../src/system/source-location';
import { temporaryFolder } from '../support/processes/terraform';

const SOURCES = ['src/config/environments/dev.ts', 'src/stacks/platform-stack.ts'];

describe('Source location', () => {
  const bundle = join(temporaryFolder('source-location'), 'main.js');
  // The second line of the bundle is the first of each source: at column 1 and at column 11.
  const map = { version: 3, sources: SOURCES, names: [], mappings: ';AAAA,UCAA' };
  fs.writeFileSync(`${bundle}.map`, JSON.stringify(map));
  const stackOf = (...columns: readonly number[]) =>
    ['Error: no zone', ...columns.map((column) => `    at name (${bundle}:2:${column})`)].join('\n');

  test('is the place in an environment, and the one where the error was thrown', () => {
    expect(sourceLocation(stackOf(11, 1))).toEqual({
      at: 'src/config/environments/dev.ts:1:1',
      within: 'src/stacks/platform-stack.ts:1:1',
    });
  });

  test('reads a map once for all frames of a stack', () => {
    const read = jest.spyOn(fs, 'readFileSync');
    sourceLocation(stackOf(11, 11, 11, 1));
    const files = read.mock.calls.map(([file]) => file);
    read.mockRestore();
    expect(files).toEqual([`${bundle}.map`]);
  });
});
