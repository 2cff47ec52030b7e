import { inspect } from 'node:util';

/** Error code, in the output of `--json`. Stable, so that programs can match it. Each directory below `src` defines its own. */
export type ErrorCode = Uppercase<string>;

/** A problem in the input: configuration, option, variable or file. */
export interface Issue {
  readonly code: ErrorCode;
  /** Configuration path (`network.zones[1]`), construct path, option or file. */
  readonly path: string;
  /** The problem, as the end of a sentence that starts with the value. */
  readonly message: string;
  /** The given value. Quoted in the message. Omit it if there is none. */
  readonly given?: unknown;
  /** Accepted values. */
  readonly accepted?: string;
}

/** The holder of a state lock, for programs. */
export interface LockHolder {
  /** What `devloop unlock --id` takes. */
  readonly id: string;
  /** User and host, or user of HCP Terraform. */
  readonly who: string;
  /** e.g. `OperationTypeApply`. @default not known */
  readonly operation?: string;
  /** ISO 8601 in UTC. @default not known */
  readonly created?: string;
}

/** A failure of a program, a service or a state. */
export interface Failure {
  readonly code: ErrorCode;
  /** One sentence. */
  readonly summary: string;
  /** Output of a program or service, on separate lines. */
  readonly detail?: string;
  /** What to do, as a sentence. */
  readonly hint?: string;
  /** Under `--json` alone: the summary names the holder. @default no lock is in the way */
  readonly lock?: LockHolder;
}

/** Maximum length of a quoted value, in characters. */
const QUOTED_LENGTH = 240;

/** Objects of these classes have no JSON of their own. */
const WITHOUT_JSON = [Promise, Map, Set, WeakMap, WeakSet, RegExp, Error];

const isJson = (value: unknown): value is string | object =>
  typeof value === 'string' ||
  (typeof value === 'object' && value !== null && !WITHOUT_JSON.some((type) => value instanceof type));

/** Formats a value as JSON, or with `inspect` where JSON would lose information, e.g. NaN, 20n, a function or a Map. */
function quote(value: unknown): string {
  const text = isJson(value) ? asJson(value) : inspect(value);
  return text.length > QUOTED_LENGTH ? `${text.slice(0, QUOTED_LENGTH)}…` : text;
}

function asJson(value: string | object): string {
  try {
    return JSON.stringify(value);
  } catch {
    // JSON supports neither bigint nor circular references.
    return inspect(value, { breakLength: Infinity, depth: 2 });
  }
}

function issueText({ path, given, message, accepted }: Issue): string {
  const value = given === undefined ? '' : `${quote(given)} `;
  const remedy = accepted === undefined ? '' : `; accepted: ${accepted}`;
  return `${path}: ${value}${message}${remedy}`;
}

/** Summary, detail and hint, on separate lines. */
function failureText({ summary, detail, hint }: Failure): string {
  const quoted = detail === undefined ? [] : [`  ${detail.trim().replace(/\n/g, '\n  ')}`];
  return [summary, ...quoted, ...(hint === undefined ? [] : [hint])].join('\n');
}

/** The input is invalid. Contains all issues that were found, not only the first. */
export class ConfigurationError extends Error {
  public override readonly name = 'ConfigurationError';
  public readonly issues: readonly Issue[];

  constructor(issues: Issue | readonly Issue[]) {
    const all = [issues].flat() as readonly Issue[];
    super(all.map(issueText).join('\n'));
    this.issues = all;
  }
}

/** An operation failed. */
export class OperationError extends Error {
  public override readonly name = 'OperationError';

  constructor(public readonly failure: Failure) {
    super(failureText(failure));
  }
}

/** Whether an error has a complete message for users. Any other error is a defect of the program. */
export const isExplained = (error: unknown): error is ConfigurationError | OperationError =>
  error instanceof ConfigurationError || error instanceof OperationError;
