import { inspect } from 'node:util';

/** What kind of error it is; stable, so that programs may match on it. Belongs to the room that raises it. */
export type ErrorCode = Uppercase<string>;

/** One thing that is wrong in what a person gave: a configuration, an option, a variable, a file. */
export interface Issue {
  readonly code: ErrorCode;
  /** Where: a configuration path (`network.zones[1]`), a construct path, an option or a file. */
  readonly path: string;
  /** What is wrong with it, as the end of a sentence that starts with the value. */
  readonly message: string;
  /** The value that was given, quoted in the text. Leave it out where nothing was given. */
  readonly given?: unknown;
  /** What would be accepted. */
  readonly accepted?: string;
}

/** Something that went wrong in the world: a program, a service, a state. */
export interface Failure {
  readonly code: ErrorCode;
  /** What went wrong, in a sentence. */
  readonly summary: string;
  /** What somebody else said of it, in lines of its own. */
  readonly detail?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** How many characters of a value are quoted: enough to find it by. */
const QUOTED_LENGTH = 240;

/** A value as it is written in a configuration: JSON where that says it all, which it does not of NaN, 20n or a function. */
function quote(value: unknown): string {
  const isJson = typeof value === 'string' || (typeof value === 'object' && value !== null);
  const text = isJson ? asJson(value) : inspect(value);
  return text.length > QUOTED_LENGTH ? `${text.slice(0, QUOTED_LENGTH)}…` : text;
}

function asJson(value: string | object): string {
  try {
    return JSON.stringify(value);
  } catch {
    // A big integer or a circle in it.
    return inspect(value, { breakLength: Infinity, depth: 2 });
  }
}

function issueText({ path, given, message, accepted, code }: Issue): string {
  const value = given === undefined ? '' : `${quote(given)} `;
  const remedy = accepted === undefined ? '' : `; accepted: ${accepted}`;
  return `${path}: ${value}${message}${remedy} [${code}]`;
}

function failureText({ summary, detail, hint, code }: Failure): string {
  const lines = detail === undefined ? '' : `\n  ${detail.trim().replace(/\n/g, '\n  ')}`;
  const remedy = hint === undefined ? '' : `; accepted: ${hint}`;
  return `${summary}${remedy} [${code}]${lines}`;
}

/** What a person gave cannot be used. Carries every issue that was found together, not only the first. */
export class ConfigurationError extends Error {
  public override readonly name = 'ConfigurationError';
  public readonly issues: readonly Issue[];

  constructor(issues: Issue | readonly Issue[]) {
    const all = [issues].flat() as readonly Issue[];
    super(all.map(issueText).join('\n'));
    this.issues = all;
  }
}

/** What was asked for failed. */
export class OperationError extends Error {
  public override readonly name = 'OperationError';

  constructor(public readonly failure: Failure) {
    super(failureText(failure));
  }
}

/** Whether an error says all that there is to say. Anything else is a defect of the program. */
export const isExplained = (error: unknown): error is ConfigurationError | OperationError =>
  error instanceof ConfigurationError || error instanceof OperationError;
