import { execaSync } from 'execa';
import { didYouMean } from '../core/did-you-mean';
import { ConfigurationError, type Issue } from '../core/errors';
import { PROGRAM_VARIABLE, PROGRAMS, terraformPrograms } from './terraform-program';

export type PrerequisiteName = 'node' | 'terraform' | 'python';

/** A program that was found in an accepted version. */
export interface Prerequisite {
  /** Name of the product, e.g. `OpenTofu`. */
  readonly title: string;
  /** Command on the PATH, or the path of the running Node.js. */
  readonly command: string;
  /** Full version, e.g. `1.11.4`. */
  readonly version: string;
}

interface Requirement {
  readonly title: string;
  /** Minimum version. */
  readonly oldest: string;
  /** Commands to try, in order. */
  readonly commands: () => readonly string[];
  /** Environment variable that names the command, and the commands that it may name. @default none */
  readonly variable?: { readonly name: string; readonly names: readonly string[] };
  readonly args: readonly string[];
  /** Matches the version, and the product's name if the command may be one of several. */
  readonly version: RegExp;
}

const NUMBERS = /(?<version>\d+\.\d+(\.\d+)?)/;

const requirements: Record<PrerequisiteName, Requirement> = {
  node: {
    title: 'Node.js',
    oldest: '20.9',
    commands: () => [process.execPath],
    args: ['--version'],
    version: NUMBERS,
  },
  terraform: {
    title: 'Terraform or OpenTofu',
    oldest: '1.11',
    commands: () => terraformPrograms(),
    variable: { name: PROGRAM_VARIABLE, names: PROGRAMS },
    args: ['version'],
    version: /^(?<title>Terraform|OpenTofu) v(?<version>\d+\.\d+(\.\d+)?)/m,
  },
  python: {
    title: 'Python',
    oldest: '3.10',
    commands: () => ['python3', 'python'],
    args: ['-c', 'import platform; print(platform.python_version())'],
    version: NUMBERS,
  },
};

function atLeast(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/** Reads standard output only: warnings on standard error do not matter. */
function find({ title, commands, args, version }: Requirement): Prerequisite[] {
  return commands().flatMap((command) => {
    const env = { CHECKPOINT_DISABLE: '1' };
    const { stdout } = execaSync(command, args, { env, reject: false, stdin: 'ignore', timeout: 60_000 });
    const found = version.exec(stdout ?? '')?.groups;
    return found?.['version'] === undefined ? [] : [{ title, ...found, command, version: found['version'] }];
  });
}

function problem(requirement: Requirement, found: readonly Prerequisite[]): Issue {
  const { oldest, commands, variable } = requirement;
  const older = found[0];
  const title = older?.title ?? requirement.title;
  const issue = { code: 'PREREQUISITE_MISSING', accepted: `${title} ${oldest} or newer` } as const;
  if (older) return { ...issue, path: title, given: older.version, message: 'is too old' };
  const named = variable && process.env[variable.name];
  if (variable && named)
    return {
      ...issue,
      path: variable.name,
      given: named,
      message: `is not a working program on the PATH${didYouMean(named, variable.names)}`,
    };
  const message = `is not installed (no working ${commands().join(' or ')} on the PATH)`;
  return { ...issue, path: title, message };
}

/**
 * Finds the programs that a command needs.
 *
 * @throws ConfigurationError with an issue (PREREQUISITE_MISSING) for each program that is missing or too old
 */
export function checkPrerequisites<Name extends PrerequisiteName>(
  names: readonly Name[],
): Record<Name, Prerequisite> {
  const all = names.map((name) => {
    const requirement = requirements[name];
    const found = find(requirement);
    const accepted = found.find(({ version }) => atLeast(version, requirement.oldest));
    return { name, serves: accepted, problem: problem(requirement, found) };
  });
  const problems = all.filter(({ serves }) => !serves).map((one) => one.problem);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.fromEntries(all.map(({ name, serves }) => [name, serves])) as Record<Name, Prerequisite>;
}
