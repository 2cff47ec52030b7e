import { constants } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { explainError } from '../system/explain-error';
import { PROJECT_DIR } from '../system/paths';
import { terraformEnv } from '../terraform/cli-environment';
import { checkCdktfArguments } from './cdktf-arguments';
import { statusOf } from './exit-status';

/** Runs the CDKTF CLI for `npm run synth` and `npm run get`, without telemetry and with the provider mirror of other commands. */
async function main(args: readonly string[]): Promise<void> {
  checkCdktfArguments(args, process.env);
  // Ctrl-C also reaches the CLI, which must exit first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // The CLI accesses `localStorage`, for which Node.js 26 prints a warning. Its child processes still print warnings.
  const cli = ['--no-warnings', require.resolve('cdktf-cli/bundle/bin/cdktf')];
  const ended = await execa(process.execPath, [...cli, ...args], {
    env: { ...process.env, ...terraformEnv(join(PROJECT_DIR, '.local', 'cdktf')) },
    extendEnv: false,
    stdio: 'inherit',
    reject: false,
  });
  process.exitCode = ended.signal ? 128 + constants.signals[ended.signal] : (ended.exitCode ?? 1);
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(explainError(error));
  process.exitCode = statusOf(error);
});
