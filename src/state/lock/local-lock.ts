import { existsSync, readFileSync } from 'node:fs';
import { OperationError } from '../../core/errors';
import { lockSentence, type StateLock } from './s3-lock';

/** Where Terraform writes who works on a state that it keeps in a file. */
const infoFile = (file: string): string => file.replace(/([^/\\]+)$/, '.$1.lock.info');

/** What Terraform writes beside a state that it keeps in a file; undefined where nobody works on it. */
export function readLocalLock(file: string): StateLock | undefined {
  const info = infoFile(file);
  return existsSync(info) ? (JSON.parse(readFileSync(info, 'utf8')) as StateLock) : undefined;
}

/** @param name what the file is called in the error. @throws OperationError STATE_LOCKED where Terraform works on a state in a file */
export function checkLocalLock(file: string, name: string): void {
  const lock = readLocalLock(file);
  if (!lock) return;
  throw new OperationError({
    code: 'STATE_LOCKED',
    summary: `${name} is locked: ${lockSentence(lock)}`,
    hint: `Wait for it to finish. If the process is gone, delete ${infoFile(file)}`,
  });
}
