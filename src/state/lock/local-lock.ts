import { existsSync, readFileSync } from 'node:fs';
import { OperationError } from '../../core/errors';
import { lockSentence, type StateLock } from './s3-lock';

/** Path of Terraform's lock info file next to a state file. */
const infoFile = (file: string): string => file.replace(/([^/\\]+)$/, '.$1.lock.info');

/** Reads the lock of a state file. Undefined if it is not locked. */
export function readLocalLock(file: string): StateLock | undefined {
  const info = infoFile(file);
  return existsSync(info) ? (JSON.parse(readFileSync(info, 'utf8')) as StateLock) : undefined;
}

/** @param name name of the file for the error. @throws OperationError STATE_LOCKED if the state file is locked */
export function checkLocalLock(file: string, name: string): void {
  const lock = readLocalLock(file);
  if (!lock) return;
  throw new OperationError({
    code: 'STATE_LOCKED',
    summary: `${name} is locked: ${lockSentence(lock)}`,
    hint: `Wait for it to finish. If the process is gone, delete ${infoFile(file)}`,
  });
}
