import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { S3BackendSettings } from '../../core/state-backend';
import { processIds, startOf } from '../../system/process-tree';
import { type StateLock, LOCK_OWNER } from './s3-lock';
import type { Variables } from '../../core/variables';

/** What Terraform records of the backend that a folder was initialized for. */
interface BackendRecord {
  readonly backend?: { readonly config: { readonly bucket?: string; readonly key?: string } };
}

const ENDPOINT = 'AWS_ENDPOINT_URL';

const commandLine = (pid: number): string =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

/** The AWS that a process talks to, where it is not AWS itself: names of buckets are the same in every emulated one. */
function endpointOf(pid: number): string | undefined {
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return environment.find((line) => line.startsWith(`${ENDPOINT}=`))?.slice(ENDPOINT.length + 1);
}

/** Start times are exact to about a second. */
const TOLERANCE = 2_000;

/** Terraform at work on that state: it works in the folder of its stack, and had started when the lock was taken. */
function isTerraformOn(pid: number, { bucket, key }: S3BackendSettings, { Created }: StateLock): boolean {
  if (!/^(terraform|tofu)\n$/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))) return false;
  if (commandLine(pid).includes('-lock=false')) return false;
  if ((startOf(pid) ?? Infinity) > Date.parse(Created) + TOLERANCE) return false;
  const record = join(readlinkSync(`/proc/${pid}/cwd`), '.terraform', 'terraform.tfstate');
  const { config } = (JSON.parse(readFileSync(record, 'utf8')) as BackendRecord).backend ?? {};
  return config?.bucket === bucket && config.key === key;
}

/** What a command of this project notes of itself in the lock that it takes. */
export type CommandLock = Pick<StateLock, 'Who' | 'Operation' | 'Info'>;

/** The process of a command that holds a lock, where it is seen on this machine, as `move-state (process 4711)`. */
export function commandHolding({ Who, Operation, Info }: CommandLock): string | undefined {
  const pid = Number(/process (\d+)$/.exec(Info)?.[1]);
  // A number may have been another's before; this process holds what it knows of.
  if (Who !== LOCK_OWNER || process.platform !== 'linux' || !pid || pid === process.pid) return undefined;
  try {
    const line = commandLine(pid);
    const isAtIt = line.includes(Operation);
    return isAtIt ? `${Operation} (process ${pid})` : undefined;
  } catch {
    return undefined; // It ended, or is somebody else's.
  }
}

/** Who may still be at work for a command's lock: a process that is seen here, or whoever took it on another machine. */
export const activeProcessOf = (lock: CommandLock): string | undefined =>
  commandHolding(lock) ?? (lock.Who === LOCK_OWNER ? undefined : lock.Who);

/**
 * The process of this machine that holds a lock, as `terraform apply (process 4711)`. Undefined where none is seen: it may be
 * another machine's, or this one has no /proc.
 *
 * @param env variables with which the lock was read, added to this process's
 */
export function processHolding(
  lock: StateLock,
  backend: S3BackendSettings,
  env: Variables,
): string | undefined {
  if (lock.Who !== LOCK_OWNER || process.platform !== 'linux') return undefined;
  const command = commandHolding(lock);
  if (command !== undefined) return command;
  const endpoint = { ...process.env, ...env }[ENDPOINT];
  for (const pid of processIds()) {
    try {
      if (isTerraformOn(pid, backend, lock) && endpointOf(pid) === endpoint)
        return `${commandLine(pid)} (process ${pid})`;
    } catch {
      // It ended while we looked, or is somebody else's.
    }
  }
  return undefined;
}
