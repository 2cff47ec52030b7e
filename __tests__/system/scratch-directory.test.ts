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
  parent = mkdtempSync(join(tmpdir(), 'scratch-directory-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

/** An id that no process has: above Linux's largest. */
const DEAD = 4_194_305;

test('withScratchDirectory creates the directory for the work and removes it afterwards', async () => {
  const folder = await withScratchDirectory(join(parent, 'below'), async (own) => {
    writeFileSync(join(own, 'file'), '');
    return own;
  });
  expect(folder.startsWith(join(parent, 'below', 'partial-'))).toBe(true);
  expect(readdirSync(join(parent, 'below'))).toEqual([]);
});

test('withScratchDirectory removes the directory after a failure', async () => {
  await expect(withScratchDirectory(parent, () => Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  );
  expect(readdirSync(parent)).toEqual([]);
});

test('withScratchDirectory removes directories of dead processes and keeps those in use', async () => {
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

describe('installOnce', () => {
  const target = () => join(parent, 'target');
  const put = (text: string) => async (folder: string) => {
    writeFileSync(join(folder, 'file'), text);
    return true;
  };

  test('installs once', async () => {
    await installOnce(target(), put('first'));
    await installOnce(target(), put('second'));
    expect(readFileSync(join(target(), 'file'), 'utf8')).toBe('first');
    expect(readdirSync(parent)).toEqual(['target']);
  });

  test.each([
    ['fails', async () => Promise.reject(new Error('failed'))],
    ['is not whole', async () => false],
  ])('leaves nothing of an installation that %s, and installs on the next call', async (_, install) => {
    await installOnce(target(), install).catch(() => undefined);
    expect(readdirSync(parent)).toEqual([]);
    await installOnce(target(), put('second'));
    expect(existsSync(join(target(), 'file'))).toBe(true);
  });

  test('keeps the installation that another process finished first', async () => {
    await installOnce(target(), async (folder) => {
      mkdirSync(target());
      await put('theirs')(target());
      return put('ours')(folder);
    });
    expect(readFileSync(join(target(), 'file'), 'utf8')).toBe('theirs');
    expect(readdirSync(parent)).toEqual(['target']);
  });

  test('waits for another installation, and installs if that fails', async () => {
    let installs = 0;
    const failOnce = async (folder: string) => {
      installs += 1;
      await put('whole')(folder);
      return installs > 1;
    };
    await Promise.all([1, 2, 3].map(() => installOnce(target(), failOnce)));
    expect(installs).toBe(2);
    expect(readdirSync(parent)).toEqual(['target']);
  });

  test('installs in place of a process that was killed', async () => {
    writeFileSync(`${target()}.lock`, String(DEAD));
    await installOnce(target(), put('first'));
    expect(readdirSync(parent)).toEqual(['target']);
  });

  test('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    await installOnce(target(), async (folder) => {
      const other = installOnce(target(), put('other'), controller.signal);
      controller.abort(new Error('interrupted'));
      await expect(other).rejects.toThrow('interrupted');
      return put('own')(folder);
    });
    expect(readFileSync(join(target(), 'file'), 'utf8')).toBe('own');
    expect(readdirSync(parent)).toEqual(['target']);
  });
});
