import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installOnce, processDirectory, withScratchDirectory } from '../../src/system/scratch-directory';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'own-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

/** An id that no process has: above Linux's largest. */
const DEAD = 4_194_305;

test('the folder is there during the work, and gone after it', async () => {
  const folder = await withScratchDirectory(join(parent, 'below'), async (own) => {
    writeFileSync(join(own, 'file'), '');
    return own;
  });
  expect(folder.startsWith(join(parent, 'below', 'partial-'))).toBe(true);
  expect(readdirSync(join(parent, 'below'))).toEqual([]);
});

test('it is gone after a failure as well', async () => {
  await expect(withScratchDirectory(parent, () => Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  );
  expect(readdirSync(parent)).toEqual([]);
});

test('what a killed process left goes; what one that runs is at work in stays', async () => {
  for (const name of [`partial-${DEAD}-a`, `partial-${process.ppid}-b`, 'whole'])
    mkdirSync(join(parent, name));
  await withScratchDirectory(parent, async () => undefined);
  expect(readdirSync(parent)).toEqual([`partial-${process.ppid}-b`, 'whole']);
});

test('the directory of a run replaces those of killed runs, and of nothing else', async () => {
  for (const name of [`run-${DEAD}-a`, `run-${process.ppid}-b`, `partial-${DEAD}-c`, 'run-whole'])
    mkdirSync(join(parent, name));
  const own = await processDirectory(parent, 'run');
  expect(
    readdirSync(parent)
      .map((name) => join(parent, name))
      .sort(),
  ).toEqual(
    [
      own,
      ...[`partial-${DEAD}-c`, `run-${process.ppid}-b`, 'run-whole'].map((name) => join(parent, name)),
    ].sort(),
  );
});

describe('an installation', () => {
  const target = () => join(parent, 'target');
  const put = (text: string) => async (folder: string) => {
    writeFileSync(join(folder, 'file'), text);
    return true;
  };

  test('is done once', async () => {
    await installOnce(target(), put('first'));
    await installOnce(target(), put('second'));
    expect(readFileSync(join(target(), 'file'), 'utf8')).toBe('first');
    expect(readdirSync(parent)).toEqual(['target']);
  });

  test.each([
    ['fails', async () => Promise.reject(new Error('failed'))],
    ['is not whole', async () => false],
  ])('that %s leaves nothing, and the next is done', async (_, install) => {
    await installOnce(target(), install).catch(() => undefined);
    expect(readdirSync(parent)).toEqual([]);
    await installOnce(target(), put('second'));
    expect(existsSync(join(target(), 'file'))).toBe(true);
  });

  test('that another process finished first gives way to it', async () => {
    await installOnce(target(), async (folder) => {
      await installOnce(target(), put('theirs'));
      return put('ours')(folder);
    });
    expect(readFileSync(join(target(), 'file'), 'utf8')).toBe('theirs');
    expect(readdirSync(parent)).toEqual(['target']);
  });
});
