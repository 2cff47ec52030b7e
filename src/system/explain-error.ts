import { ConfigurationError, isExplained, OperationError } from '../core/errors';

/** Error output under `--json`. */
export type ErrorDocument =
  | { readonly error: { readonly code: string; readonly issues: ConfigurationError['issues'] } }
  | { readonly error: OperationError['failure'] };

/** Environment variable that adds the stack trace to unexpected errors. */
export const DEBUG = 'DEVLOOP_DEBUG';

const HINT = `Run again with ${DEBUG}=1 for the stack trace.`;

interface SystemError extends Error {
  readonly code?: string;
  readonly path?: string;
  /** E.g. `mkdir`. */
  readonly syscall?: string;
}

/** What the error codes of file systems mean. POSIX: "Error Numbers". */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is exceeded',
  EEXIST: 'a file with that name exists',
  EISDIR: 'it is a directory',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'a part of the path is not a directory',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
};

const FULL_DISK = /^(ENOSPC|EDQUOT)$/;

function fileFailure({
  code = '',
  path,
  syscall = 'write',
}: Partial<SystemError>): OperationError['failure'] {
  const file = path === undefined ? '' : ` ${path}`;
  const summary = `Failed to ${syscall}${file}: ${FILE_ERRORS[code] ?? code}`;
  const hint = 'Free disk space, then run the command again.';
  return { code: 'FILE', summary, ...(FULL_DISK.test(code) && { hint }) };
}

function failureOf(error: unknown): OperationError['failure'] {
  if (error instanceof OperationError) return error.failure;
  const { code = '', path, message = String(error), stack } = (error ?? {}) as Partial<SystemError>;
  if (process.env[DEBUG] && stack !== undefined)
    return { code: 'UNEXPECTED', summary: message, detail: stack };
  const summary = message.trim().replace(/\n(?=\S)/g, '\n  ');
  if (FULL_DISK.test(code) || (path !== undefined && /^E[A-Z]+$/.test(code)))
    return fileFailure(error as Partial<SystemError>);
  return { code: 'UNEXPECTED', summary, detail: HINT };
}

/** Formats any error. Without `DEVLOOP_DEBUG` the text has no stack trace. */
export function explainError(error: unknown): string {
  if (isExplained(error)) return error.message;
  return new OperationError(failureOf(error)).message;
}

/** Converts any error to JSON. */
export function errorDocument(error: unknown): ErrorDocument {
  if (!(error instanceof ConfigurationError)) return { error: failureOf(error) };
  return { error: { code: error.issues[0]?.code ?? 'USAGE', issues: error.issues } };
}
