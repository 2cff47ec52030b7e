import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from './process-tree';

/** Retries if a program that outlived its parent still writes to the directory. */
const remove = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 10 });

/** Removes the directories of processes that were killed. */
async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, owner, pid] = /^([a-z]+)-(\d+)-/.exec(name) ?? [];
    if (owner === prefix && !isAlive(Number(pid))) await remove(join(parent, name));
  }
}

/**
 * Creates a directory of this process below `parent`, `<prefix>-<process id>-<random>`, and removes those with the prefix whose
 * processes were killed.
 */
export async function processDirectory(parent: string, prefix: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent, prefix);
  return mkdtemp(join(parent, `${prefix}-${process.pid}-`));
}

/** Creates a temporary directory below `parent` and removes it when `work` ends. */
export async function withScratchDirectory<Result>(
  parent: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await processDirectory(parent, 'partial');
  try {
    return await work(folder);
  } finally {
    await remove(folder);
  }
}

/** Creates a directory once. `install` fills it and returns whether it is complete. Incomplete directories are removed. */
export async function installOnce(
  target: string,
  install: (folder: string) => Promise<boolean>,
): Promise<void> {
  if (existsSync(target)) return;
  await withScratchDirectory(dirname(target), async (folder) => {
    if (!(await install(folder))) return;
    // Another process may have finished the same installation first. Its directory is used.
    await rename(folder, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  });
}
