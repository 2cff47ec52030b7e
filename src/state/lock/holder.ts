import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { S3BackendSettings } from '../../core/state-backend';
import { processIds, startOf } from '../../system/process-tree';
import { type StateLock, LOCK_OWNER } from './s3-lock';
import type { Variables } from '../../core/variables';

/** Terraform's record of the initialized backend. */
interface BackendRecord {
  readonly backend?: { readonly config: { readonly bucket?: string; readonly key?: string } };
}

const ENDPOINT = 'AWS_ENDPOINT_URL';

const commandLine = (pid: number): string =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

/** AWS endpoint of a process. Undefined for AWS itself. Emulated accounts may have buckets of the same name. */
function endpointOf(pid: number): string | undefined {
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return environment.find((line) => line.startsWith(`${ENDPOINT}=`))?.slice(ENDPOINT.length + 1);
}

/** Accuracy of process start times, in milliseconds. */
const TOLERANCE = 2_000;

/** Whether a process is Terraform in a stack with this state, and was started before the lock was acquired. */
function isTerraformOn(pid: number, { bucket, key }: S3BackendSettings, { Created }: StateLock): boolean {
  if (!/^(terraform|tofu)\n$/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))) return false;
  if (commandLine(pid).includes('-lock=false')) return false;
  if ((startOf(pid) ?? Infinity) > Date.parse(Created) + TOLERANCE) return false;
  const record = join(readlinkSync(`/proc/${pid}/cwd`), '.terraform', 'terraform.tfstate');
  const { config } = (JSON.parse(readFileSync(record, 'utf8')) as BackendRecord).backend ?? {};
  return config?.bucket === bucket && config.key === key;
}

/** Fields that a command of this project writes to its lock. */
export type CommandLock = Pick<StateLock, 'Who' | 'Operation' | 'Info'>;

/** The process of this machine that holds a command's lock, e.g. `move-state (process 4711)`. */
export function commandHolding({ Who, Operation, Info }: CommandLock): string | undefined {
  const pid = Number(/process (\d+)$/.exec(Info)?.[1]);
  // Process ids are reused. This process knows its own locks.
  if (Who !== LOCK_OWNER || process.platform !== 'linux' || !pid || pid === process.pid) return undefined;
  try {
    const line = commandLine(pid);
    const isAtIt = line.includes(Operation);
    return isAtIt ? `${Operation} (process ${pid})` : undefined;
  } catch {
    return undefined; // The process has ended, or belongs to another user.
  }
}

/** Who may still hold a command's lock: a running process of this machine, or the user of another machine. */
export const activeProcessOf = (lock: CommandLock): string | undefined =>
  commandHolding(lock) ?? (lock.Who === LOCK_OWNER ? undefined : lock.Who);

/**
 * Finds the process of this machine that holds a lock, e.g. `terraform apply (process 4711)`. Undefined if there is none: the process
 * may run on another machine, and only Linux has `/proc`.
 *
 * @param env environment variables with which the lock was read, in addition to those of this process
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
      // The process has ended, or belongs to another user.
    }
  }
  return undefined;
}
