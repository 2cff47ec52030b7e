import { readFileSync, statSync } from 'node:fs';
import { ConfigurationError } from '../core/errors';
import { fileErrorMeaning } from '../core/file-errors';
import { decodeText } from '../topology';

/** File name that selects standard input. */
export const STDIN = '-';
const STDIN_DESCRIPTOR = 0;

/** Maximum file size in bytes. A plan with 10,000 instances has about a tenth of this size. */
const LARGEST_FILE = 256 * 2 ** 20;

/** Name of a file in messages. */
export const nameOf = (path: string): string => (path === STDIN ? 'standard input' : path);

export function unreadable(path: string, message: string, accepted: string): ConfigurationError {
  return new ConfigurationError({ code: 'TOPOLOGY_UNREADABLE', path: nameOf(path), message, accepted });
}

const tooLarge = (path: string): ConfigurationError =>
  unreadable(path, 'is too large', `a file of at most ${LARGEST_FILE / 2 ** 20} MB`);

/** Whether a directory exists. */
export const isFolder = (path: string): boolean =>
  path !== STDIN && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Reads a file or standard input in UTF-8 or UTF-16.
 *
 * @param accepted accepted input, for the error
 * @throws ConfigurationError TOPOLOGY_UNREADABLE
 */
export function readText(path: string, accepted = 'a file of Terraform JSON'): string {
  try {
    if (path !== STDIN && statSync(path).size > LARGEST_FILE) throw tooLarge(path);
    const bytes = readFileSync(path === STDIN ? STDIN_DESCRIPTOR : path);
    if (bytes.length > LARGEST_FILE) throw tooLarge(path);
    return decodeText(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined
      ? error
      : unreadable(path, `cannot be read: ${fileErrorMeaning(code)}`, accepted);
  }
}
