import { ConfigurationError, type Failure, OperationError } from '../core/errors';
import { fileErrorMeaning, fileErrorRemedy } from '../core/file-errors';
import { sourceLocation } from './source-location';
import { EXIT_REFUSED } from './refuse-exit';
import { readThrown, type Thrown } from './thrown';

/** Error output under `--json`. */
export type ErrorDocument =
  | { readonly error: { readonly code: string; readonly issues: ConfigurationError['issues'] } }
  | { readonly error: Failure };

/** Environment variable that adds the stack trace to unexpected errors. */
export const DEBUG = 'DEVLOOP_DEBUG';

const TRACE_HINT = `Run again with ${DEBUG}=1 for the stack trace.`;

/** Codes with which a file system refuses a write that has no path. */
const FULL_DISK = /^(ENOSPC|EDQUOT)$/;

/** System calls in words. */
const CALLS: Readonly<Record<string, string>> = {
  mkdir: 'create',
  scandir: 'read',
  stat: 'read',
  lstat: 'read',
};

function fileFailure({ code = '', path, syscall = 'write' }: Thrown): Failure {
  const file = path === undefined ? '' : ` ${path}`;
  const hint = fileErrorRemedy(code);
  // Node.js appends the program, e.g. `spawnSync terraform`.
  const call = syscall.startsWith('spawn') ? 'run' : (CALLS[syscall] ?? syscall);
  return {
    code: 'FILE',
    summary: `Failed to ${call}${file}: ${fileErrorMeaning(code)}`,
    ...(hint !== undefined && { hint }),
  };
}

/** Codes of connections in words. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'the name has no address',
  EAI_AGAIN: 'the name could not be looked up',
};

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
    /^Only root constructs may have an empty ID$/,
    () => ({
      summary: 'A construct has an empty id',
      hint: 'Give each construct in a scope an id of its own.',
    }),
  ],
  [
    /^No child with id: '(.*)'$/,
    ([, id]) => ({
      summary: `"${id}" is the id of no construct there`,
      hint: 'node.children lists the constructs of a scope.',
    }),
  ],
  [
    /^"(.*)" has no scope, so it would not be deployed$/,
    ([summary]) => ({
      summary,
      hint: 'Give it the app, a stack, or a construct in one, as its scope.',
    }),
  ],
  [
    /^You cannot use a token .* as the id of a construct/,
    () => ({
      summary: 'The id of a construct is an attribute, whose value is known only when Terraform runs',
      hint: 'Give it a literal id.',
    }),
  ],
  [
    /Cannot read properties of undefined \(reading 'fqn'\)/,
    () => ({
      summary: 'dependsOn has an entry that is undefined',
      hint: 'Pass constructs of resources, or leave it out.',
    }),
  ],
  [
    /^Class constructor _?(\w+?)\d* cannot be invoked without 'new'$/,
    ([, name]) => ({ summary: `${name} is called without new`, hint: `Write new ${name}(…).` }),
  ],
  [
    /^Cannot add children to "(.*)" during synthesis$/,
    ([, path]) => ({
      summary: `A construct is added to ${path || 'the app'} after the synth, so it would not be deployed`,
      hint: 'Add constructs at once, not in a callback or after an await.',
    }),
  ],
  [
    /^Argument (\d+) of (\w+) failed the validation: Error: '(.*)' is not a valid (\w+)/,
    ([, at, name, value, type]) => ({
      summary: `"${value}" as argument ${Number(at) + 1} of Fn.${name} is no ${type}`,
      hint: `Pass a ${type}, or an attribute of a construct that is one.`,
    }),
  ],
  [
    /^(?:connect|getaddrinfo) (ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN) (\S+)$/,
    ([, code = '', address]) => ({
      summary: `Failed to reach ${address}: ${UNREACHABLE[code]}`,
      hint: 'Check the network, and AWS_ENDPOINT_URL where it is set.',
    }),
  ],
  [
    EXIT_REFUSED,
    () => ({
      summary: 'process.exit() is called before the work is done',
      hint: 'Remove the call, or throw an Error that says what is wrong.',
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

/** The first of what says something. An error may be thrown without a message. */
const messageOf = ({ message, messages, name, stack, text }: Thrown): string =>
  [message, messages.join('; ')].find((one) => one !== undefined && one.trim() !== '') ??
  (stack === undefined ? `${text} was thrown` : `${name ?? 'An error'} without a message was thrown`);

function unexpected(thrown: Thrown): Failure {
  const { name = '', stack } = thrown;
  const message = messageOf(thrown);
  const summary = message.trim().replace(/\n(?=\S)/g, '\n  ');
  if (process.env[DEBUG] && stack !== undefined) return { code: 'UNEXPECTED', summary, detail: stack };
  const [known] = OF_LIBRARIES.flatMap(([form, toFailure]) => {
    const match = form.exec(message);
    return match ? [toFailure(match)] : [];
  });
  const { at, within } = sourceLocation(stack) ?? {};
  const typecheck = OF_TYPES.test(name) ? 'npm run typecheck may name the cause. ' : '';
  const failure = { summary, hint: typecheck + TRACE_HINT, ...known };
  return {
    code: 'UNEXPECTED',
    ...failure,
    summary: at === undefined ? failure.summary : `${at}: ${failure.summary}`,
    ...(within !== undefined && !known && { detail: `thrown at ${within}` }),
  };
}

/** Converts anything that was thrown to an error whose message is for users. Without `DEVLOOP_DEBUG` it has no stack trace. Never throws. */
export function explained(error: unknown): ConfigurationError | OperationError {
  const thrown = readThrown(error);
  if (thrown.explained) return thrown.explained;
  const { code = '', path } = thrown;
  const ofFiles = FULL_DISK.test(code) || (path !== undefined && /^E[A-Z]+$/.test(code));
  return new OperationError(ofFiles ? fileFailure(thrown) : unexpected(thrown));
}

/** Formats any error. */
export const explainError = (error: unknown): string => explained(error).message;

/** Converts any error to JSON. */
export function errorDocument(error: unknown): ErrorDocument {
  const known = explained(error);
  if (known instanceof OperationError) return { error: known.failure };
  return { error: { code: known.issues[0]?.code ?? 'USAGE', issues: known.issues } };
}
