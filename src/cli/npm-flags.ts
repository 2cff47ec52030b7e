import leven from 'leven';
import { ConfigurationError } from '../core/errors';
import type { Variables } from '../core/variables';

/** Name and kind of a command's option. */
export interface OptionName {
  readonly name: string;
  readonly takesValue: boolean;
}

/** npm options that npm reads instead: npm 11 expands abbreviations, and reads `--plan` as its short options `-p -l -a`. */
const EXPANDED: Readonly<Record<string, readonly string[]>> = {
  to: ['token-description'],
  max: ['maxsockets'],
  plan: ['parseable', 'long', 'all'],
  app: ['all', 'parseable'],
};

const PREFIX = 'npm_config_';
const nameOf = (option: string): string => option.replaceAll('-', '_');
const keyOf = (option: string): string => PREFIX + nameOf(option);

/** `npm run` sets the name of the script. `npx` passes all arguments on. */
const isScript = (command: string, env: Variables): boolean =>
  /^run(-script)?$/.test(env['npm_command'] ?? '') && env['npm_lifecycle_event'] === command;

/** Maximum edit distance of a mistyped option by its least length. Short names are similar to too many of npm's own. */
const TYPOS = [
  { length: 6, distance: 2 },
  { length: 4, distance: 1 },
] as const;

/** Minimum length of an abbreviation. */
const ABBREVIATED = 2;

/** Whether a name is a mistyped or an abbreviated option. */
function isMeant(name: string, option: string): boolean {
  const distance = TYPOS.find(({ length }) => option.length >= length)?.distance ?? 0;
  return leven(name, option) <= distance || (name.length >= ABBREVIATED && option.startsWith(name));
}

/** Finds a mistyped or abbreviated option. npm does not know it either, and keeps it too. */
function mistyped(option: string, names: readonly string[], env: Variables): string | undefined {
  const [meant, known] = [nameOf(option), names.map(keyOf)];
  const kept = Object.keys(env).filter((key) => key.startsWith(PREFIX) && !known.includes(key));
  return kept
    .map((key) => key.slice(PREFIX.length))
    .filter((name) => isMeant(name, meant) && names.find((one) => isMeant(name, nameOf(one))) === option)
    .map((name) => PREFIX + name)[0];
}

function spelled({ name, takesValue }: OptionName, value: string, rest: readonly string[]): string {
  if (!takesValue) return `--${name}`;
  // npm treats an unknown option as a switch, and passes its value on as an argument.
  const [only, ...others] = rest;
  if (value !== 'true') return `--${name} ${value}`;
  return `--${name} ${only !== undefined && others.length === 0 ? only : 'VALUE'}`;
}

/**
 * Rejects an npm script whose options npm kept: `npm run cloud --plan-only` would apply. npm 10 and 11 pass on only arguments after
 * `--`, and put the others into the environment.
 *
 * @param rest the arguments that were passed on
 * @throws ConfigurationError USAGE with the correct command line
 */
export function refuseOptionsKeptByNpm(
  command: string,
  options: readonly OptionName[],
  rest: readonly string[],
  env: Variables = process.env,
): void {
  if (!isScript(command, env)) return;
  const names = options.map(({ name }) => name);
  const kept = options.flatMap((option) => {
    const { name } = option;
    // An option of npm may be in the user's npmrc too: not where ours is given behind "--".
    const isGiven = rest.some((word) => word.split('=')[0] === `--${name}`);
    const taken = (isGiven ? [name] : (EXPANDED[name] ?? [name])).map(keyOf);
    const key = [[keyOf(name)], taken].find((keys) => keys.every((one) => env[one] !== undefined))?.[0];
    const found = key ?? mistyped(name, names, env);
    return found === undefined ? [] : [{ option, value: env[found] ?? '' }];
  });
  if (kept.length === 0) return;
  const line = kept.map(({ option, value }) => spelled(option, value, rest)).join(' ');
  const given = kept.map(({ option }) => `--${option.name}`).join(', ');
  throw new ConfigurationError({
    code: 'USAGE',
    path: given,
    message: `${kept.length === 1 ? 'was' : 'were'} kept by npm, which passes on only what follows "--"`,
    accepted: `npm run ${command} -- ${line}`,
  });
}
