import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CloudBackendSettings,
  LocalBackendSettings,
  S3BackendSettings,
  BackendSettings,
} from '../core/state-backend';
import { checkLocalLock } from './lock/local-lock';
import { type CommandLock, activeProcessOf } from './lock/holder';
import { markerOfLock, parseMarker, type MigrationMarker, MOVED, MOVING } from '../core/migration-marker';
import { checkBucket } from './s3/bucket';
import { releaseLock, readLock, rewriteLock, acquireLock, LOCK_OWNER } from './lock/s3-lock';
import { writeObject } from './s3/object';
import type { StateSnapshot } from '../terraform/state-snapshot';
import type { Variables } from '../core/variables';
import { storeState } from '../hcp/state';
import { CloudWorkspace } from '../hcp/workspace';

/** What a move left where it closed a place. */
export interface MigrationLock extends Pick<MigrationMarker, 'finished' | 'direction' | 'backend'> {
  /** Who may still be at it; undefined where nobody is. */
  readonly activeProcess: string | undefined;
}

/** What the lock of a move says: of one that is over, nobody is at it. */
const migrationLockOf = (marker: MigrationMarker | undefined, lock: CommandLock): MigrationLock | undefined =>
  marker && {
    finished: marker.finished,
    direction: marker.direction,
    backend: marker.backend,
    activeProcess: marker.finished ? undefined : activeProcessOf(lock),
  };

/** What a place can do for a move beside holding a state. */
export interface StateBackend {
  /** @throws ConfigurationError where the place is not there, or not ours */
  check(): Promise<void>;
  /** What a move left here; undefined where the place is open. */
  migrationLock(): Promise<MigrationLock | undefined>;
  /** Lets nobody else change the state, Terraform included. @throws OperationError STATE_LOCKED */
  lockForMigration(destination: string): Promise<void>;
  /** Takes back what a move left. */
  unlock(): Promise<void>;
  /** Keeps it closed for good once the state is elsewhere. @throws OperationError STATE_LOCKED */
  sealAfterMigration(destination: string): Promise<void>;
  /**
   * Puts a state there, with its lineage and serial, in one step: killed, the place has the old one or the new one.
   *
   * @param force whether a state of another lineage may be there
   */
  store(state: StateSnapshot, from: string, force: boolean): Promise<void>;
}

/** The lock that Terraform respects in a place, with where the state goes to or comes from. */
interface Lock {
  readonly migrationLock: () => Promise<MigrationLock | undefined>;
  readonly acquireLock: (destination: string) => Promise<unknown>;
  /** Turns a lock that is held into one for good. */
  readonly finalizeLock: (destination: string) => Promise<unknown>;
  readonly releaseLock: () => Promise<unknown>;
}

/** Closes a place by its lock: it tells everybody who moved the state, and where to. */
const lockedBackend = (
  check: () => Promise<unknown>,
  lock: Lock,
  write: (state: StateSnapshot, force: boolean) => Promise<void>,
): StateBackend => {
  const unlock = async () => {
    if (await lock.migrationLock()) await lock.releaseLock();
  };
  return {
    check: async () => void (await check()),
    migrationLock: lock.migrationLock,
    lockForMigration: async (destination) => void (await lock.acquireLock(`to ${destination}`)),
    unlock,
    sealAfterMigration: async (destination) => {
      if (!(await lock.migrationLock())) await lock.acquireLock(`to ${destination}`);
      await lock.finalizeLock(`to ${destination}`);
    },
    store: async (state, from, force) => {
      await lock.acquireLock(`from ${from}`);
      try {
        await write(state, force);
      } finally {
        await unlock();
      }
    },
  };
};

function s3Backend(backend: S3BackendSettings, env: Variables): StateBackend {
  const held = () => readLock(backend, env);
  const lock: Lock = {
    migrationLock: async () => {
      const found = await held();
      return found && migrationLockOf(markerOfLock(found), found);
    },
    acquireLock: (destination) => acquireLock(backend, { operation: MOVING, info: destination }, env),
    finalizeLock: (destination) => rewriteLock(backend, { operation: MOVED, info: destination }, env),
    releaseLock: async () => releaseLock(backend, (await held())?.ID ?? '', env),
  };
  return lockedBackend(
    () => checkBucket(backend, env),
    lock,
    ({ text }) => writeObject(backend, env, text),
  );
}

function cloudBackend(backend: CloudBackendSettings, env: Variables): StateBackend {
  const options = { env: { ...process.env, ...env } };
  const unlock = () => CloudWorkspace.open(backend, options);
  const lock: Lock = {
    migrationLock: async () => {
      const holder = await (await CloudWorkspace.find(backend, options))?.holder();
      const marker = holder && parseMarker(holder.reason);
      return (
        holder &&
        migrationLockOf(marker, { Who: marker?.who ?? holder.who, Operation: MOVING, Info: holder.reason })
      );
    },
    acquireLock: async (destination) =>
      (await unlock()).lock(`${MOVING} ${destination} by ${LOCK_OWNER}, process ${process.pid}`),
    // A reason is given with the lock alone: a run that waited may come between, and then the lock is refused.
    finalizeLock: async (destination) => {
      const workspace = await unlock();
      await workspace.unlock();
      await workspace.lock(`${MOVED} ${destination}`);
    },
    // A colleague may have moved it, whose lock only an administrator of the workspace takes away.
    releaseLock: async () => {
      const workspace = await unlock();
      await workspace.unlock().catch(() => workspace.forceUnlock());
    },
  };
  return lockedBackend(
    () => CloudWorkspace.find(backend, options),
    lock,
    async (state, force) => storeState(await unlock(), state, force),
  );
}

/** A format that no Terraform reads: each says so and stops, where an empty file would be filled anew. */
const TOMBSTONE = 99;

function localBackend({ file }: LocalBackendSettings, folder: string): StateBackend {
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
    migrationLock: async () => {
      const backend = movedTo();
      return backend === undefined
        ? undefined
        : { finished: true, direction: 'to', backend, activeProcess: undefined };
    },
    // A file is one person's, and Terraform locks it for its own processes alone.
    lockForMigration: async () => checkLocalLock(path, file),
    unlock: async () => {
      if (movedTo() !== undefined) rmSync(path);
    },
    sealAfterMigration: async (destination) => {
      checkLocalLock(path, file);
      replace(JSON.stringify({ version: TOMBSTONE, moved_to: destination }), 'moved');
    },
    store: async ({ text }) => {
      checkLocalLock(path, file);
      replace(text, 'backup');
    },
  };
}

/** @param stateDir folder of states that are kept in files */
export function createStateBackend(backend: BackendSettings, env: Variables, stateDir: string): StateBackend {
  switch (backend.type) {
    case 's3':
      return s3Backend(backend, env);
    case 'cloud':
      return cloudBackend(backend, env);
    case 'local':
      return localBackend(backend, stateDir);
  }
}
