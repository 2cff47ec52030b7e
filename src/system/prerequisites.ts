import { execaSync } from 'execa';
import { ConfigurationError, type Issue } from '../core/errors';
import { terraformPrograms } from './terraform-program';

export type PrerequisiteName = 'node' | 'terraform' | 'python';

/** A program that was found, new enough. */
export interface Prerequisite {
  /** What it is: `OpenTofu`. */
  readonly title: string;
  /** As it was called: looked up on the PATH, or the path of this process's own Node.js. */
  readonly command: string;
  /** Full version, as the program tells it: `1.11.4`. */
  readonly version: string;
}

interface Requirement {
  readonly title: string;
  /** Oldest version that serves. */
  readonly oldest: string;
  /** Tried in order: the first that is new enough serves. */
  readonly commands: () => readonly string[];
  readonly args: readonly string[];
  /** Finds the version in what the program prints, and its title where it may be one of several. */
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

/** What stands on standard output alone: a warning about a configuration file does not matter. */
function find({ title, commands, args, version }: Requirement): Prerequisite[] {
  return commands().flatMap((command) => {
    const env = { CHECKPOINT_DISABLE: '1' };
    const { stdout } = execaSync(command, args, { env, reject: false, stdin: 'ignore', timeout: 60_000 });
    const found = version.exec(stdout ?? '')?.groups;
    return found?.['version'] === undefined ? [] : [{ title, ...found, command, version: found['version'] }];
  });
}

function problem(requirement: Requirement, found: readonly Prerequisite[]): Issue {
  const older = found[0];
  const title = older?.title ?? requirement.title;
  return {
    code: 'PREREQUISITE_MISSING',
    path: title,
    ...(older && { given: older.version }),
    message: older
      ? 'is too old'
      : `is not installed (no working ${requirement.commands().join(' or ')} on the PATH)`,
    accepted: `${title} ${requirement.oldest} or newer`,
  };
}

/**
 * Finds the programs that a command needs.
 *
 * @throws ConfigurationError with one problem (PREREQUISITE_MISSING) for each that is missing or too old.
 */
export function checkPrerequisites<Name extends PrerequisiteName>(
  names: readonly Name[],
): Record<Name, Prerequisite> {
  const all = names.map((name) => {
    const requirement = requirements[name];
    const found = find(requirement);
    const serves = found.find(({ version }) => atLeast(version, requirement.oldest));
    return { name, serves, problem: problem(requirement, found) };
  });
  const problems = all.filter(({ serves }) => !serves).map((one) => one.problem);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.fromEntries(all.map(({ name, serves }) => [name, serves])) as Record<Name, Prerequisite>;
}
