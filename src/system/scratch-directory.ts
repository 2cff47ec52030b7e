import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Time in which an installation of another process ends, in milliseconds. */
const INSTALLED_WITHIN = 600_000;
const STEP = 100;

/** Id of the process that holds a lock file. Undefined if there is none. */
const holderOf = (lock: string): Promise<number | undefined> =>
  readFile(lock, 'utf8').then(Number, () => undefined);

/** Creates a lock file with the id of this process. Returns false if it exists. */
const isCreated = (lock: string): Promise<boolean> =>
  writeFile(lock, String(process.pid), { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );

/** Acquires a lock file. Waits for a living process that holds it, at most ten minutes. */
async function acquire(lock: string, signal?: AbortSignal): Promise<void> {
  await mkdir(dirname(lock), { recursive: true });
  for (let waited = 0; waited < INSTALLED_WITHIN; waited += STEP) {
    signal?.throwIfAborted();
    if (await isCreated(lock)) return;
    const holder = await holderOf(lock);
    if (holder !== undefined && !isAlive(holder)) await rm(lock, { force: true });
    else await sleep(STEP);
  }
}

/**
 * Creates a directory once, even if several processes call this at the same time. `install` fills it and returns whether it is
 * complete. Incomplete directories are removed, and the next process that waits installs.
 */
export async function installOnce(
  target: string,
  install: (folder: string) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  if (existsSync(target)) return;
  const lock = `${target}.lock`;
  await acquire(lock, signal);
  try {
    if (existsSync(target)) return;
    await withScratchDirectory(dirname(target), async (folder) => {
      if (!(await install(folder))) return;
      // A process that waited too long may have finished the same installation first. Its directory is used.
      await rename(folder, target).catch((error: unknown) => {
        if (!existsSync(target)) throw error;
      });
    });
  } finally {
    await rm(lock, { force: true });
  }
}
