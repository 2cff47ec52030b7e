import { parseArgs, type ParseArgsConfig } from 'node:util';
import { basename } from 'node:path';
import { ConfigurationError, isExplained } from '../core/errors';
import { refuseOptionsKeptByNpm } from './npm-flags';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

/** As shells have it: 128 and the number of the signal. */
const STATUS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

function valuesOf(options: Options): Values {
  refuseOptionsKeptByNpm(
    basename(process.argv[1] ?? '', '.ts'),
    Object.entries(options).map(([name, { type }]) => ({ name, takesValue: type === 'string' })),
    process.argv.slice(2),
  );
  try {
    return parseArgs({ options, allowPositionals: false }).values as Values;
  } catch (error) {
    const known = Object.entries(options).map(
      ([name, { type }]) => `--${name}${type === 'string' ? ' VALUE' : ''}`,
    );
    throw new ConfigurationError({
      code: 'USAGE',
      path: 'options',
      message: (error as Error).message.split('. ')[0] ?? '',
      accepted: known.join(', ') || 'none',
    });
  }
}

/**
 * Runs one command of the project: reads its options, aborts its signal at Ctrl-C, tells a problem in sentences, and sets the
 * exit status: the number that the command returns or 0, 1 for a problem, 130 for an interruption in the middle.
 */
export function command(
  options: Options,
  main: (values: Values, signal: AbortSignal) => Promise<unknown>,
): void {
  const controller = new AbortController();
  let interrupted: keyof typeof STATUS | undefined;
  for (const name of Object.keys(STATUS) as (keyof typeof STATUS)[]) {
    process.on(name, () => {
      if (interrupted === undefined) console.error('\nInterrupted: cleaning up …');
      interrupted ??= name;
      controller.abort(new Error('interrupted'));
    });
  }
  void (async () => {
    try {
      const status = await main(valuesOf(options), controller.signal);
      process.exitCode = typeof status === 'number' ? status : 0;
    } catch (error) {
      process.exitCode = interrupted === undefined ? 1 : STATUS[interrupted];
      if (interrupted === undefined) console.error(isExplained(error) ? error.message : error);
    }
    // Nothing of ours is left; what a library may still wait for must not hold the shell.
    process.exit();
  })();
}
