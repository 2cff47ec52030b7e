import { join } from 'node:path';
import { loadEnvironment } from '../../config';
import { ConfigurationError } from '../../core/errors';
import { backendName, backendSettings } from '../../core/state-backend';
import { command } from '../define-command';
import { PROJECT_DIR } from '../../system/paths';
import { recoverErroredState } from '../../state/recovery/errored-state';
import { checkPrerequisites } from '../../system/prerequisites';
import { terraformEnv } from '../../terraform/cli-environment';

/** `npm run rescue-state`: right after an apply that failed, in a run of GitHub Actions: keeps the state that it could not write. */
command(
  {
    environment: { type: 'string', default: 'dev' },
    output: { type: 'string', default: 'cdktf.out' },
  },
  async ({ environment: name, output }, signal) => {
    const environment = loadEnvironment(String(name));
    const backend = backendSettings(environment);
    if (backend.type !== 's3') {
      throw new ConfigurationError({
        code: 'USAGE',
        path: '--environment',
        given: environment.name,
        message: `has its state in ${backendName(backend)}`,
        accepted: 'an environment whose state is in S3',
      });
    }
    checkPrerequisites(['node', 'terraform']);
    const folder = join(PROJECT_DIR, '.local', 'rescue-state', environment.name);
    const stack = join(String(output), 'stacks', environment.name);
    await recoverErroredState({
      backend,
      stack,
      folder,
      env: terraformEnv(folder),
      signal,
      onProgress: console.log,
    });
  },
);
