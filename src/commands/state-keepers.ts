import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudPlace, LocalPlace, S3Place, StatePlace } from '../core/state-place';
import { checkBucket } from './state-bucket';
import { giveBack, lockOn, takeLock } from './state-lock';
import type { StateSnapshot } from './state-snapshot';
import type { Environment } from './terraform-cli';
import { storeState } from './terraform-cloud/state';
import { CloudWorkspace } from './terraform-cloud/workspace';

/** What a place can do for a move beside holding a state. */
export interface Keeper {
  /** @throws PlatformError where the place is not there, or not ours */
  check(): Promise<void>;
  /** How far a move from here came: it may have stopped in the middle, or be over for good. */
  closed(): Promise<'no' | 'moving' | 'moved'>;
  /** Lets nobody else change the state, Terraform included. @throws PlatformError STATE_LOCKED */
  close(towards: string): Promise<void>;
  /** Takes back what `close` and `retire` did. */
  open(): Promise<void>;
  /** Keeps it closed for good once the state is elsewhere. */
  retire(towards: string): Promise<void>;
  /** Puts a state there, with its lineage. @default `terraform state push` */
  store?(state: StateSnapshot, from: string, force: boolean): Promise<void>;
}

/** The operation in a move's lock, or the start of its reason. */
const MOVE = 'move-state';

interface Lock {
  readonly isOurs: () => Promise<boolean>;
  readonly take: (towards: string) => Promise<unknown>;
  readonly giveBack: () => Promise<unknown>;
}

/** Closes a place by the lock that Terraform respects there: it tells everybody who moved the state, and where to. */
const lockKeeper = (check: () => Promise<unknown>, lock: Lock): Keeper => ({
  check: async () => void (await check()),
  closed: async () => ((await lock.isOurs()) ? 'moving' : 'no'),
  close: async (towards) => void (await lock.take(towards)),
  open: async () => {
    if (await lock.isOurs()) await lock.giveBack();
  },
  retire: async (towards) => {
    if (!(await lock.isOurs())) await lock.take(towards);
  },
});

function s3Keeper(place: S3Place, env: Environment): Keeper {
  const held = () => lockOn(place, env);
  return lockKeeper(() => checkBucket(place, env), {
    isOurs: async () => (await held())?.Operation === MOVE,
    take: (towards) => takeLock(place, { operation: MOVE, info: `to ${towards}` }, env),
    giveBack: async () => giveBack(place, (await held())?.ID ?? '', env),
  });
}

function cloudKeeper(place: CloudPlace, env: Environment): Keeper {
  const options = { env: { ...process.env, ...env } };
  const open = () => CloudWorkspace.open(place, options);
  const store = async (state: StateSnapshot, from: string, force: boolean) => {
    const workspace = await open();
    await workspace.lock(`${MOVE} from ${from}`);
    try {
      await storeState(workspace, state, force);
    } finally {
      await workspace.unlock();
    }
  };
  const keeper = lockKeeper(() => CloudWorkspace.find(place, options), {
    isOurs: async () => {
      const workspace = await CloudWorkspace.find(place, options);
      return (await workspace?.holder())?.reason.startsWith(`${MOVE} `) ?? false;
    },
    take: async (towards) => (await open()).lock(`${MOVE} to ${towards}`),
    giveBack: async () => (await open()).unlock(),
  });
  return { ...keeper, store };
}

/** A format that no Terraform reads: each says so and stops, where an empty file would be filled anew. */
const TOMBSTONE = 99;

function localKeeper({ file }: LocalPlace, folder: string): Keeper {
  const path = join(folder, file);
  const isTombstone = (): boolean =>
    existsSync(path) && readFileSync(path, 'utf8').startsWith(`{"version":${TOMBSTONE},`);
  return {
    check: async () => undefined,
    closed: async () => (isTombstone() ? 'moved' : 'no'),
    // A file is one person's, and Terraform locks it for its own processes alone.
    close: async () => undefined,
    open: async () => {
      if (isTombstone()) rmSync(path);
    },
    retire: async (towards) => {
      if (existsSync(path)) copyFileSync(path, `${path}.moved`);
      writeFileSync(`${path}.new`, JSON.stringify({ version: TOMBSTONE, moved_to: towards }));
      renameSync(`${path}.new`, path);
    },
  };
}

/** @param stateDir folder of states that are kept in files */
export function keeperOf(place: StatePlace, env: Environment, stateDir: string): Keeper {
  switch (place.backend) {
    case 's3':
      return s3Keeper(place, env);
    case 'cloud':
      return cloudKeeper(place, env);
    case 'local':
      return localKeeper(place, stateDir);
  }
}
