import { didYouMean } from '../core/did-you-mean';
import { ConfigurationError, type Issue } from '../core/errors';
import type { Variables } from '../core/variables';
import { refuseOptionsKeptByNpm } from './npm-flags';

interface CdktfOption {
  readonly takesValue: boolean;
  /** Letter of the short form. @default none */
  readonly short?: string;
}

const SWITCH: CdktfOption = { takesValue: false };
const VALUE: CdktfOption = { takesValue: true };

/** Options of every command. npm has options of its own by most of these names. */
const COMMON: Readonly<Record<string, CdktfOption>> = {
  version: SWITCH,
  'experimental-provider-schema-cache-path': VALUE,
  'disable-plugin-cache-env': SWITCH,
  'log-level': VALUE,
  'log-file-directory': VALUE,
  help: { ...SWITCH, short: 'h' },
};

/** Options of the CDKTF CLI, as its `--help` lists them. */
export const CDKTF_OPTIONS: Readonly<Record<string, Readonly<Record<string, CdktfOption>>>> = {
  synth: {
    app: { ...VALUE, short: 'a' },
    output: { ...VALUE, short: 'o' },
    'check-code-maker-output': SWITCH,
    hcl: SWITCH,
    ...COMMON,
  },
  get: {
    output: { ...VALUE, short: 'o' },
    language: { ...VALUE, short: 'l' },
    force: SWITCH,
    parallelism: VALUE,
    'show-performance-info': SWITCH,
    ...COMMON,
  },
};

type UsageIssue = Omit<Issue, 'code' | 'path' | 'accepted'>;

/** What the CDKTF CLI would ignore. */
function ignored(
  options: Readonly<Record<string, CdktfOption>>,
  given: readonly string[],
): UsageIssue | undefined {
  const [first, ...rest] = given;
  if (first === undefined) return undefined;
  const [, name, value] = /^--?([^=]+)(?:=(.*))?$/s.exec(first) ?? [];
  if (name === undefined) return { given: first, message: 'belongs to no option' };
  const [option] = Object.entries(options).flatMap(([long, one]) =>
    first.startsWith('--') ? (long === name ? [one] : []) : one.short === name ? [one] : [],
  );
  if (!option) {
    const names = Object.keys(options).map((long) => `--${long}`);
    return { given: first, message: `is not an option${didYouMean(`--${name}`, names)}` };
  }
  if (option.takesValue && (value === '' || (value === undefined && !rest[0])))
    return { given: first, message: 'has no value' };
  return ignored(options, option.takesValue && value === undefined ? rest.slice(1) : rest);
}

/**
 * Checks the command line of the CDKTF CLI, which ignores what it does not know: a mistyped `--output` would overwrite `cdktf.out`.
 *
 * @param args the command and its arguments; those of commands that no npm script runs are not checked
 * @throws ConfigurationError USAGE
 */
export function checkCdktfArguments([command = '', ...given]: readonly string[], env: Variables): void {
  const options = CDKTF_OPTIONS[command];
  if (!options) return;
  const own = Object.entries(options).filter(([name]) => !(name in COMMON));
  const names = own.map(([name, { takesValue }]) => ({ name, takesValue }));
  refuseOptionsKeptByNpm(command, names, given, env);
  const issue = ignored(options, given);
  if (issue)
    throw new ConfigurationError({
      code: 'USAGE',
      path: `npm run ${command}`,
      accepted: Object.keys(options)
        .map((name) => `--${name}`)
        .join(', '),
      ...issue,
    });
}
