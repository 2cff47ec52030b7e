import { inspect } from 'node:util';
import { ConfigurationError, type Failure, isExplained, OperationError } from '../core/errors';
import { fileErrorMeaning, fileErrorRemedy } from '../core/file-errors';
import { sourceLocation } from './source-location';

/** Error output under `--json`. */
export type ErrorDocument =
  | { readonly error: { readonly code: string; readonly issues: ConfigurationError['issues'] } }
  | { readonly error: Failure };

/** Environment variable that adds the stack trace to unexpected errors. */
export const DEBUG = 'DEVLOOP_DEBUG';

const TRACE_HINT = `Run again with ${DEBUG}=1 for the stack trace.`;

interface SystemError extends Error {
  readonly code?: string;
  readonly path?: string;
  /** E.g. `mkdir`. */
  readonly syscall?: string;
}

/** Codes with which a file system refuses a write that has no path. */
const FULL_DISK = /^(ENOSPC|EDQUOT)$/;

/** System calls in words. */
const CALLS: Readonly<Record<string, string>> = {
  mkdir: 'create',
  scandir: 'read',
  stat: 'read',
  lstat: 'read',
};

function fileFailure({ code = '', path, syscall = 'write' }: Partial<SystemError>): Failure {
  const file = path === undefined ? '' : ` ${path}`;
  const hint = fileErrorRemedy(code);
  return {
    code: 'FILE',
    summary: `Failed to ${CALLS[syscall] ?? syscall}${file}: ${fileErrorMeaning(code)}`,
    ...(hint !== undefined && { hint }),
  };
}

/** Errors of libraries that people cause by what they write, in the words of this project. */
const OF_LIBRARIES: readonly [RegExp, (match: RegExpExecArray) => Omit<Failure, 'code'>][] = [
  [
    /^There is already a Construct with name '(.*)' in _?(\w+)(?: \[(.*)\])?$/,
    ([, id, type, path = '']) => ({
      summary: `"${id}" is the id of another construct in ${path || `the ${type}`}`,
      hint: 'Give each construct in a scope an id of its own.',
    }),
  ],
  [
    /^Maximum call stack size exceeded$/,
    () => ({
      summary: 'A function calls itself without end',
      hint: 'Correct the function.',
    }),
  ],
];

/** Mistakes that the compiler finds. */
const OF_TYPES = /^(TypeError|ReferenceError)$/;

function unexpected(error: unknown): Failure {
  const { name = '', message = `${inspect(error)} was thrown`, stack } = (error ?? {}) as Partial<Error>;
  const summary = message.trim().replace(/\n(?=\S)/g, '\n  ');
  if (process.env[DEBUG] && stack !== undefined) return { code: 'UNEXPECTED', summary, detail: stack };
  const [known] = OF_LIBRARIES.flatMap(([form, toFailure]) => {
    const match = form.exec(message);
    return match ? [toFailure(match)] : [];
  });
  const { at, within } = sourceLocation(error) ?? {};
  const typecheck = OF_TYPES.test(name) ? 'npm run typecheck may name the cause. ' : '';
  const failure = { summary, hint: typecheck + TRACE_HINT, ...known };
  return {
    code: 'UNEXPECTED',
    ...failure,
    summary: at === undefined ? failure.summary : `${at}: ${failure.summary}`,
    ...(within !== undefined && !known && { detail: `thrown at ${within}` }),
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof OperationError) return error.failure;
  const { code = '', path } = (error ?? {}) as Partial<SystemError>;
  if (FULL_DISK.test(code) || (path !== undefined && /^E[A-Z]+$/.test(code)))
    return fileFailure(error as Partial<SystemError>);
  return unexpected(error);
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
