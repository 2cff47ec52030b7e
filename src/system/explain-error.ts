import { ConfigurationError, isExplained, OperationError } from '../core/errors';

/** An error for programs: what is printed under `--json`. */
export type ErrorDocument =
  | { readonly error: { readonly code: string; readonly issues: ConfigurationError['issues'] } }
  | { readonly error: OperationError['failure'] };

/** Shows the stack trace of an error that nobody foresaw. */
export const DEBUG = 'DEVLOOP_DEBUG';

const HINT = `Run again with ${DEBUG}=1 for the stack trace.`;

interface SystemError extends Error {
  readonly code?: string;
  readonly path?: string;
}

function failureOf(error: unknown): OperationError['failure'] {
  if (error instanceof OperationError) return error.failure;
  const { code, path, message = String(error), stack } = (error ?? {}) as Partial<SystemError>;
  if (process.env[DEBUG] && stack !== undefined)
    return { code: 'UNEXPECTED', summary: message, detail: stack };
  const summary = message.trim().replace(/\n(?=\S)/g, '\n  ');
  // Node.js tells of files in capital letters: EACCES, ENOSPC, EROFS.
  if (path !== undefined && /^E[A-Z]+$/.test(code ?? '')) return { code: 'FILE', summary };
  return { code: 'UNEXPECTED', summary, detail: HINT };
}

/** Any error in sentences: never a stack trace, unless it is asked for. */
export function explainError(error: unknown): string {
  if (isExplained(error)) return error.message;
  return new OperationError(failureOf(error)).message;
}

/** Any error as data. */
export function errorDocument(error: unknown): ErrorDocument {
  if (!(error instanceof ConfigurationError)) return { error: failureOf(error) };
  return { error: { code: error.issues[0]?.code ?? 'USAGE', issues: error.issues } };
}
