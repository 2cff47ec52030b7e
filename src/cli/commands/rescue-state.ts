import { join } from 'node:path';
import { ConfigurationError } from '../../core/errors';
import { backendName, backendSettings } from '../../core/state-backend';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand, ENVIRONMENT } from '../define-command';
import { OUTPUT } from '../output-folder';

export const rescueState = defineCommand({
  name: 'rescue-state',
  group: 'workflows',
  summary: 'Upload the errored state that a failed apply left on this machine',
  options: { environment: ENVIRONMENT, output: OUTPUT },
  examples: [{ run: 'rescue-state --environment dev', does: 'right after an apply that failed' }],
  async run({ options, signal, say }) {
    const { loadEnvironment } = await import('../../config');
    const { recoverErroredState } = await import('../../state/recovery/errored-state');
    const { checkPrerequisites } = await import('../../system/prerequisites');
    const { terraformEnv } = await import('../../terraform/cli-environment');
    const environment = loadEnvironment(options.environment);
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
    const stack = join(options.output, 'stacks', environment.name);
    await recoverErroredState({ backend, stack, folder, env: terraformEnv(folder), signal, onProgress: say });
  },
});
