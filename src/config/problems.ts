import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean';
import type { ErrorCode, Issue } from '../core/errors';
import { pathText, valueAt } from '../core/property-path';
import { secretForm } from '../core/secret-values';

const SEPARATOR = '\n';

/** Packs what is wrong and what is accepted into the one message that zod carries. */
export const issueMessage = (message: string, accepted: string): string =>
  `${message}${SEPARATOR}${accepted}`;

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Describe = (issue: RawIssue) => string;

const bounds: Describe = (issue) => {
  const { minimum, maximum, origin } = issue as { minimum?: number; maximum?: number; origin: string };
  const unit = origin === 'array' ? ' entry' : '';
  return minimum === undefined
    ? issueMessage('is too large', `at most ${maximum}${unit}`)
    : issueMessage('is too small', `at least ${minimum}${unit}`);
};

const keysOf = ({ inst }: RawIssue): string =>
  Object.keys((inst as { shape?: object } | undefined)?.shape ?? {}).join(', ');

/** How a type is called in a configuration file; zod's own name for the others. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  record: 'an object',
  string: 'a string',
};

/** The same, where a string is given. */
const QUOTED: Readonly<Record<string, string>> = {
  boolean: 'true or false, without quotes',
  int: 'a whole number, without quotes and unit',
  number: 'a number, without quotes and unit',
};

interface Definition {
  readonly discriminator?: string;
  readonly options?: readonly { readonly shape: Readonly<Record<string, { readonly value?: unknown }>> }[];
}

const listed = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(', ');

/** What is accepted instead of a value of another type: of an object its forms or its keys. */
function accepted(issue: RawIssue): string {
  const { discriminator, options = [] } = (issue.inst as { def?: Definition } | undefined)?.def ?? {};
  if (discriminator !== undefined)
    return `an object with ${discriminator} ${listed(options.map(({ shape }) => shape[discriminator]?.value))}`;
  const keys = keysOf(issue);
  const quoted = typeof issue.input === 'string' ? QUOTED[String(issue.expected)] : undefined;
  if (quoted !== undefined) return quoted;
  return keys === ''
    ? (TYPES[String(issue.expected)] ?? `a value of type ${String(issue.expected)}`)
    : `an object with the keys ${keys}`;
}

const DESCRIBE: Readonly<Record<string, Describe>> = {
  invalid_type: (issue) =>
    issueMessage(issue.input === undefined ? 'is missing' : 'is of the wrong type', accepted(issue)),
  invalid_value: (issue) => issueMessage('is not one of the values', listed(issue['values'] as unknown[])),
  invalid_union: (issue) =>
    issueMessage('is not one of the forms', listed((issue['options'] as unknown[] | undefined) ?? [])),
  unrecognized_keys: (issue) => issueMessage('is not a known key', keysOf(issue)),
  // The check of the key has reported what is wrong with it.
  invalid_key: (issue) =>
    (issue['issues'] as z.core.$ZodIssue[])[0]?.message ?? issueMessage('is not a key', 'another'),
  too_small: bounds,
  too_big: bounds,
};

/** zod's own findings in the words of this project. */
export const describeIssue: z.core.$ZodErrorMap = (issue) => DESCRIBE[issue.code]?.(issue);

const codeOf = (issue: z.core.$ZodIssue): ErrorCode =>
  ((issue.code === 'custom' && issue.params?.['code']) || 'CONFIG_INVALID') as ErrorCode;

/** What was given; where nothing was, the default that a cross-check refuses. */
const valueOrDefault = (issue: z.core.$ZodIssue, given: unknown): unknown =>
  given === undefined && issue.code === 'custom' ? issue.params?.['given'] : given;

const SECRET = /passw|secret|token|credential|(private|access|api)_?key/i;

const hasSecretForm = (value: unknown): boolean =>
  typeof value === 'string' && secretForm(value) !== undefined;

/** Whether a value may be a secret, which must not be printed, by the name of its key or by its form. */
const maybeSecret = (key: string, value: unknown): boolean =>
  typeof value === 'string' && (SECRET.test(key) || hasSecretForm(value));

/** Whether the key is of the user's choice, as a tag or an environment variable. */
const isNamedByUser = (path: readonly PropertyKey[]): boolean =>
  ['tags', 'environment'].includes(String(path.at(-2)));

/** Whether a cross-check said that the value is none to print. */
const isDeclaredSecret = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'custom' && issue.params?.['secret'] === true;

/** One problem for each unknown key. */
function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, data: unknown, root: string): Issue[] {
  const [message = '', accepted = ''] = issue.message.split(SEPARATOR);
  return issue.keys.map((key) => {
    const given = valueAt(data, [...issue.path, key]);
    return {
      code: codeOf(issue),
      path: pathText([root, ...issue.path, key]),
      ...(!maybeSecret(key, given) && { given }),
      message: message + didYouMean(key, accepted.split(', ')),
      accepted,
    };
  });
}

/** Turns one of zod's issues into problems: one for each unknown key, else one. */
export function toProblems(issue: z.core.$ZodIssue, data: unknown, root: string): Issue[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, data, root);
  const [message = '', accepted = ''] = issue.message.split(SEPARATOR);
  const given =
    issue.code === 'invalid_key' ? issue.path.at(-1) : valueOrDefault(issue, valueAt(data, issue.path));
  const path = pathText([root, ...issue.path]);
  const isHidden =
    isDeclaredSecret(issue) ||
    (isNamedByUser(issue.path) ? maybeSecret(String(issue.path.at(-1)), given) : hasSecretForm(given));
  return [{ code: codeOf(issue), path, ...(!isHidden && { given }), message, accepted }];
}
