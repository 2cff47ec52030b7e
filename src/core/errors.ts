/** What kind of problem was found; stable, so that programs may match on it. */
export type ProblemCode =
  | 'CONFIG_INVALID'
  | 'CIDR_INVALID'
  | 'CIDR_OUTSIDE'
  | 'CIDR_OVERLAP'
  | 'NAME_INVALID'
  | 'NAME_DUPLICATE'
  | 'REFERENCE_UNKNOWN'
  | 'ADDRESS_COLLISION'
  | 'ENVIRONMENT_UNKNOWN'
  | 'USAGE'
  | 'PREREQUISITE_MISSING'
  | 'ENDPOINT_REFUSED'
  | 'EMULATOR_FAILED'
  | 'MIRROR_MISSING'
  | 'STATE_BUCKET'
  | 'STATE_LOCKED'
  | 'STATE_LOST'
  | 'STATE_VERSION'
  | 'ORPHANS'
  | 'CLOUD_HOST'
  | 'CLOUD_TOKEN'
  | 'CLOUD_UNKNOWN'
  | 'CLOUD_REFUSED'
  | 'CLOUD_RUN'
  | 'STATE_UNREADABLE'
  | 'STATE_MOVE'
  | 'AWS_REFUSED'
  | 'COMMAND_FAILED'
  | 'PORTABILITY'
  | 'GITHUB_REFUSED'
  | 'USER_DATA_INVALID'
  | 'USER_DATA_TOO_LARGE'
  | 'TOPOLOGY_UNREADABLE'
  | 'TOPOLOGY_QUESTION'
  | 'TOPOLOGY_BROKEN';

/** One thing that is wrong, told so that a person can mend it without reading code. */
export interface Problem {
  readonly code: ProblemCode;
  /** Where: a configuration path (`network.zones[1]`), a construct path, an option or a file. */
  readonly path: string;
  /** What is wrong with it, as the end of a sentence that starts with the value. */
  readonly message: string;
  /** The value that was given, quoted in the text. Leave it out where nothing was given. */
  readonly given?: unknown;
  /** What would be accepted. Left out only where it is the world that fails: a program, a service. */
  readonly accepted?: string;
  /** What somebody else said of it, in lines of its own. */
  readonly detail?: string;
}

function sentence({ path, given, message, accepted, detail, code }: Problem): string {
  const value = given === undefined ? '' : `${JSON.stringify(given)} `;
  const remedy = accepted === undefined ? '' : `; accepted: ${accepted}`;
  const lines = detail === undefined ? '' : `\n  ${detail.trim().replace(/\n/g, '\n  ')}`;
  return `${path}: ${value}${message}${remedy} [${code}]${lines}`;
}

/** The one error type of the project. Carries every problem that was found together, not only the first. */
export class PlatformError extends Error {
  public override readonly name = 'PlatformError';
  public readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[]) {
    const all = [problems].flat() as readonly Problem[];
    super(all.map(sentence).join('\n'));
    this.problems = all;
  }
}
