import leven from 'leven';
import { ConfigurationError } from '../core/errors';
import type { Variables } from '../core/variables';

/** An option of a command, as npm may have taken it. */
export interface OptionName {
  readonly name: string;
  readonly takesValue: boolean;
}

/** npm's own options that it takes ours for: an abbreviation with npm 11, and `--plan` for its short `-p -l -a`. */
const EXPANDED: Readonly<Record<string, readonly string[]>> = {
  to: ['token-description'],
  plan: ['parseable', 'long', 'all'],
};

const PREFIX = 'npm_config_';
const keyOf = (option: string): string => PREFIX + option.replaceAll('-', '_');

/** `npm run` sets the name of the script; `npx` passes every argument on. */
const isScript = (command: string, env: Variables): boolean =>
  /^run(-script)?$/.test(env['npm_command'] ?? '') && env['npm_lifecycle_event'] === command;

/** Letters that a mistyped option may be away from the right one, and how long that must be: short names are near to too many. */
const TYPOS = 2;
const LENGTH = 6;

/** A mistyped option is unknown to npm too, and kept like the rest. */
function mistyped(option: string, names: readonly string[], env: Variables): string | undefined {
  if (option.length < LENGTH) return undefined;
  const known = names.map(keyOf);
  return Object.keys(env).find(
    (key) => key.startsWith(PREFIX) && !known.includes(key) && leven(key, keyOf(option)) <= TYPOS,
  );
}

function spelled({ name, takesValue }: OptionName, value: string, rest: readonly string[]): string {
  if (!takesValue) return `--${name}`;
  // npm takes an option that it does not know for a switch, and passes its value on as an argument.
  const [only, ...others] = rest;
  if (value !== 'true') return `--${name} ${value}`;
  return `--${name} ${only !== undefined && others.length === 0 ? only : 'VALUE'}`;
}

/**
 * Refuses a script of npm whose options npm has kept: `npm run cloud --plan-only` would apply. npm 10 and 11 pass on only what
 * follows `--`, and leave the rest in the environment.
 *
 * @param rest the arguments that arrived
 * @throws ConfigurationError USAGE with the right spelling
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
    const taken = (EXPANDED[name] ?? [name]).map(keyOf);
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
