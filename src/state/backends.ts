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

/** Lock that a migration left at a backend. */
export interface MigrationLock extends Pick<MigrationMarker, 'finished' | 'direction' | 'backend'> {
  /** Process or user that may still run the migration. Undefined if nobody does. */
  readonly activeProcess: string | undefined;
}

/** Reads a migration's lock. Nobody runs a finished migration. */
const migrationLockOf = (marker: MigrationMarker | undefined, lock: CommandLock): MigrationLock | undefined =>
  marker && {
    finished: marker.finished,
    direction: marker.direction,
    backend: marker.backend,
    activeProcess: marker.finished ? undefined : activeProcessOf(lock),
  };

/** Operations of a backend for migrations. */
export interface StateBackend {
  /** @throws ConfigurationError or OperationError if the backend does not exist or access is denied */
  check(): Promise<void>;
  /** Lock of a migration. Undefined if there is none. */
  migrationLock(): Promise<MigrationLock | undefined>;
  /** Locks the state, for Terraform too. @throws OperationError STATE_LOCKED */
  lockForMigration(destination: string): Promise<void>;
  /** Releases a migration's lock. */
  unlock(): Promise<void>;
  /** Locks the state permanently after it was migrated. @throws OperationError STATE_LOCKED */
  sealAfterMigration(destination: string): Promise<void>;
  /**
   * Stores a state atomically, with its lineage and serial.
   *
   * @param force whether to replace a state of another lineage
   */
  store(state: StateSnapshot, from: string, force: boolean): Promise<void>;
}

/** Terraform's lock of a backend. It contains the source or destination of a migration. */
interface Lock {
  readonly migrationLock: () => Promise<MigrationLock | undefined>;
  readonly acquireLock: (destination: string) => Promise<unknown>;
  /** Makes the lock that is held permanent. */
  readonly finalizeLock: (destination: string) => Promise<unknown>;
  readonly releaseLock: () => Promise<unknown>;
}

/** A backend that is sealed by its lock, which says who migrated the state and where to. */
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
  const openWorkspace = () => CloudWorkspace.open(backend, options);
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
      (await openWorkspace()).lock(`${MOVING} ${destination} by ${LOCK_OWNER}, process ${process.pid}`),
    // HCP Terraform sets the reason only when it locks. If a waiting run gets the lock in between, `lock` fails.
    finalizeLock: async (destination) => {
      const workspace = await openWorkspace();
      await workspace.unlock();
      await workspace.lock(`${MOVED} ${destination}`);
    },
    // Only workspace administrators can release the lock of another user.
    releaseLock: async () => {
      const workspace = await openWorkspace();
      await workspace.unlock().catch(() => workspace.forceUnlock());
    },
  };
  return lockedBackend(
    () => CloudWorkspace.find(backend, options),
    lock,
    async (state, force) => storeState(await openWorkspace(), state, force),
  );
}

/** A state format that no version of Terraform reads, so that all of them stop. They would fill an empty file. */
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
    // Terraform locks a state file only against processes on the same machine.
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

/** @param stateDir directory of state files of local backends */
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
