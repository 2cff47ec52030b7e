import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from './process-tree';

/** Again where a program that outlived its parent still writes there. */
const remove = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 10 });

/** A process that was killed leaves its folder behind. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^partial-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await remove(join(parent, name));
  }
}

/** Gives work a folder of its own below `parent`, which goes when the work ends, however it ends. */
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

/** Makes a folder on first use, whole or not at all: `install` fills it, and tells whether it is whole. */
export async function installOnce(
  target: string,
  install: (folder: string) => Promise<boolean>,
): Promise<void> {
  if (existsSync(target)) return;
  await withScratchDirectory(dirname(target), async (folder) => {
    if (!(await install(folder))) return;
    // Whoever else installs at the same time may have been first: then theirs serves.
    await rename(folder, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  });
}
