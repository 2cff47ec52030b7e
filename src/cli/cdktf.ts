import { constants } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_DIR } from '../system/paths';
import { terraformEnv } from '../terraform/cli-environment';

/** `npm run synth` and `npm run get`: the CDKTF CLI, which tells nobody of it and finds providers where the other commands do. */
async function main(): Promise<void> {
  // Ctrl-C reaches the CLI as well, which ends first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // The CLI itself asks for `localStorage`, of which Node.js 26 warns; what it starts warns as ever.
  const cli = ['--no-warnings', require.resolve('cdktf-cli/bundle/bin/cdktf')];
  const ended = await execa(process.execPath, [...cli, ...process.argv.slice(2)], {
    env: { ...process.env, ...terraformEnv(join(PROJECT_DIR, '.local', 'cdktf')) },
    extendEnv: false,
    stdio: 'inherit',
    reject: false,
  });
  process.exitCode = ended.signal ? 128 + constants.signals[ended.signal] : (ended.exitCode ?? 1);
}

void main();
