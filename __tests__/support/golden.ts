import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { PROJECT_DIR } from '../../src/system/paths';

/** Whether Jest was started with `--updateSnapshot`: see `run/setup.js`. */
export const updatesGolden = (): boolean => process.env['UPDATE_GOLDEN'] === '1';

const fromRoot = (path = ''): string => relative(PROJECT_DIR, path);

/** Expects the text of a golden file, which changes are reviewed against. Writes the file with Jest's `--updateSnapshot`. */
export function expectGolden(path: string, text: string): void {
  if (updatesGolden()) writeFileSync(path, text);
  try {
    expect(text).toBe(existsSync(path) ? readFileSync(path, 'utf8') : '');
  } catch (error) {
    const update = `npm run test:unit -- ${fromRoot(expect.getState().testPath)} --updateSnapshot`;
    (error as Error).message +=
      `\n\n${fromRoot(path)} differs. If the change is intended, write the file: ${update}`;
    throw error;
  }
}
