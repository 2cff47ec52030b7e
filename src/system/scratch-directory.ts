import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from './process-tree';

/** Retries if a program that outlived its parent still writes to the directory. */
const remove = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 10 });

/** Removes the directories of processes that were killed. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^partial-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await remove(join(parent, name));
  }
}

/** Creates a temporary directory below `parent` and removes it when `work` ends. */
export async function withScratchDirectory<Result>(
  parent: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const folder = await mkdtemp(join(parent, `partial-${process.pid}-`));
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
