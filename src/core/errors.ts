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

function issueText({ path, given, message, accepted, code }: Issue): string {
  const value = given === undefined ? '' : `${JSON.stringify(given)} `;
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
