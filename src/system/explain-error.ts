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
}

function failureOf(error: unknown): OperationError['failure'] {
  if (error instanceof OperationError) return error.failure;
  const { code, path, message = String(error), stack } = (error ?? {}) as Partial<SystemError>;
  if (process.env[DEBUG] && stack !== undefined)
    return { code: 'UNEXPECTED', summary: message, detail: stack };
  const summary = message.trim().replace(/\n(?=\S)/g, '\n  ');
  // Codes of file system errors in Node.js: EACCES, ENOSPC, EROFS.
  if (path !== undefined && /^E[A-Z]+$/.test(code ?? '')) return { code: 'FILE', summary };
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
