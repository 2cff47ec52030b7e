import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudPlace, LocalPlace, S3Place, StatePlace } from '../core/state-backend';
import { checkLocalLock } from './lock/local-lock';
import { type CommandLock, workerOf } from './lock/holder';
import { lockMark, markOf, type MoveMark, MOVED, MOVING } from '../core/migration-marker';
import { checkBucket } from './s3/bucket';
import { giveBack, lockOn, rewriteLock, takeLock, WE } from './lock/s3-lock';
import { writeObject } from './s3/object';
import type { StateSnapshot } from '../terraform/state-snapshot';
import type { Variables } from '../core/variables';
import { storeState } from '../hcp/state';
import { CloudWorkspace } from '../hcp/workspace';

/** What a move left where it closed a place. */
export interface Closed extends Pick<MoveMark, 'over' | 'direction' | 'place'> {
  /** Who may still be at it; undefined where nobody is. */
  readonly worker: string | undefined;
}

/** What the lock of a move says: of one that is over, nobody is at it. */
const closedBy = (mark: MoveMark | undefined, lock: CommandLock): Closed | undefined =>
  mark && {
    over: mark.over,
    direction: mark.direction,
    place: mark.place,
    worker: mark.over ? undefined : workerOf(lock),
  };

/** What a place can do for a move beside holding a state. */
export interface Keeper {
  /** @throws PlatformError where the place is not there, or not ours */
  check(): Promise<void>;
  /** What a move left here; undefined where the place is open. */
  closed(): Promise<Closed | undefined>;
  /** Lets nobody else change the state, Terraform included. @throws PlatformError STATE_LOCKED */
  close(towards: string): Promise<void>;
  /** Takes back what a move left. */
  open(): Promise<void>;
  /** Keeps it closed for good once the state is elsewhere. @throws PlatformError STATE_LOCKED */
  retire(towards: string): Promise<void>;
  /**
   * Puts a state there, with its lineage and serial, in one step: killed, the place has the old one or the new one.
   *
   * @param force whether a state of another lineage may be there
   */
  store(state: StateSnapshot, from: string, force: boolean): Promise<void>;
}

/** The lock that Terraform respects in a place, with where the state goes to or comes from. */
interface Lock {
  readonly closed: () => Promise<Closed | undefined>;
  readonly take: (whither: string) => Promise<unknown>;
  /** Turns a lock that is held into one for good. */
  readonly settle: (whither: string) => Promise<unknown>;
  readonly giveBack: () => Promise<unknown>;
}

/** Closes a place by its lock: it tells everybody who moved the state, and where to. */
const lockKeeper = (
  check: () => Promise<unknown>,
  lock: Lock,
  write: (state: StateSnapshot, force: boolean) => Promise<void>,
): Keeper => {
  const open = async () => {
    if (await lock.closed()) await lock.giveBack();
  };
  return {
    check: async () => void (await check()),
    closed: lock.closed,
    close: async (towards) => void (await lock.take(`to ${towards}`)),
    open,
    retire: async (towards) => {
      if (!(await lock.closed())) await lock.take(`to ${towards}`);
      await lock.settle(`to ${towards}`);
    },
    store: async (state, from, force) => {
      await lock.take(`from ${from}`);
      try {
        await write(state, force);
      } finally {
        await open();
      }
    },
  };
};

function s3Keeper(place: S3Place, env: Variables): Keeper {
  const held = () => lockOn(place, env);
  const lock: Lock = {
    closed: async () => {
      const found = await held();
      return found && closedBy(lockMark(found), found);
    },
    take: (whither) => takeLock(place, { operation: MOVING, info: whither }, env),
    settle: (whither) => rewriteLock(place, { operation: MOVED, info: whither }, env),
    giveBack: async () => giveBack(place, (await held())?.ID ?? '', env),
  };
  return lockKeeper(
    () => checkBucket(place, env),
    lock,
    ({ text }) => writeObject(place, env, text),
  );
}

function cloudKeeper(place: CloudPlace, env: Variables): Keeper {
  const options = { env: { ...process.env, ...env } };
  const open = () => CloudWorkspace.open(place, options);
  const lock: Lock = {
    closed: async () => {
      const holder = await (await CloudWorkspace.find(place, options))?.holder();
      const mark = holder && markOf(holder.reason);
      return (
        holder && closedBy(mark, { Who: mark?.who ?? holder.who, Operation: MOVING, Info: holder.reason })
      );
    },
    take: async (whither) => (await open()).lock(`${MOVING} ${whither} by ${WE}, process ${process.pid}`),
    // A reason is given with the lock alone: a run that waited may come between, and then the lock is refused.
    settle: async (whither) => {
      const workspace = await open();
      await workspace.unlock();
      await workspace.lock(`${MOVED} ${whither}`);
    },
    // A colleague may have moved it, whose lock only an administrator of the workspace takes away.
    giveBack: async () => {
      const workspace = await open();
      await workspace.unlock().catch(() => workspace.forceUnlock());
    },
  };
  return lockKeeper(
    () => CloudWorkspace.find(place, options),
    lock,
    async (state, force) => storeState(await open(), state, force),
  );
}

/** A format that no Terraform reads: each says so and stops, where an empty file would be filled anew. */
const TOMBSTONE = 99;

function localKeeper({ file }: LocalPlace, folder: string): Keeper {
  const path = join(folder, file);
  const movedTo = (): string | undefined => {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (!text.startsWith(`{"version":${TOMBSTONE},`)) return undefined;
    return (JSON.parse(text) as { moved_to: string }).moved_to;
  };
  const replace = (text: string, old: string): void => {
    if (existsSync(path)) copyFileSync(path, `${path}.${old}`);
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  return {
    check: async () => undefined,
    closed: async () => {
      const place = movedTo();
      return place === undefined ? undefined : { over: true, direction: 'to', place, worker: undefined };
    },
    // A file is one person's, and Terraform locks it for its own processes alone.
    close: async () => checkLocalLock(path, file),
    open: async () => {
      if (movedTo() !== undefined) rmSync(path);
    },
    retire: async (towards) => {
      checkLocalLock(path, file);
      replace(JSON.stringify({ version: TOMBSTONE, moved_to: towards }), 'moved');
    },
    store: async ({ text }) => {
      checkLocalLock(path, file);
      replace(text, 'backup');
    },
  };
}

/** @param stateDir folder of states that are kept in files */
export function keeperOf(place: StatePlace, env: Variables, stateDir: string): Keeper {
  switch (place.backend) {
    case 's3':
      return s3Keeper(place, env);
    case 'cloud':
      return cloudKeeper(place, env);
    case 'local':
      return localKeeper(place, stateDir);
  }
}
