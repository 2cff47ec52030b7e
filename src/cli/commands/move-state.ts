import { join } from 'node:path';
import { ConfigurationError } from '../../core/errors';
import { backendName, BACKEND_TYPES, backendSettings } from '../../core/state-backend';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand, ENVIRONMENT } from '../define-command';

export const moveState = defineCommand({
  name: 'move-state',
  group: 'aws',
  summary: 'Move the state of an environment to another backend',
  description:
    'Backends are those of src/config/state.ts. If the move fails or is interrupted, the original backend stays active. Afterwards ' +
    'name the new backend in the file of the environment.',
  options: {
    environment: ENVIRONMENT,
    to: {
      type: 'string',
      value: 'BACKEND',
      description: 'Destination',
      choices: BACKEND_TYPES,
      required: true,
    },
    from: {
      type: 'string',
      value: 'BACKEND',
      description: 'Source, where it is not the one that configuration names',
      choices: BACKEND_TYPES,
    },
  },
  examples: [
    {
      run: 'move-state --environment dev --to cloud',
      does: 'from where configuration says to HCP Terraform',
    },
  ],
  async run({ options: { environment: name, to: destination, from: source }, signal, say }) {
    const { loadEnvironment } = await import('../../config');
    const { checkPrerequisites } = await import('../../system/prerequisites');
    const { migrateState: move } = await import('../../state/migration/migrate');
    const { terraformEnv } = await import('../../terraform/cli-environment');
    const to = loadEnvironment(name, destination);
    const from = source === undefined ? loadEnvironment(name) : loadEnvironment(name, source);
    if (from.state.backend === to.state.backend) {
      throw new ConfigurationError({
        code: 'USAGE',
        path: '--to',
        given: to.state.backend,
        message: `is where configuration says that the state of ${name} is`,
        accepted: 'another backend, or --from with the backend that has it now',
      });
    }
    checkPrerequisites(['node', 'terraform']);
    const folder = join(PROJECT_DIR, '.local', 'move-state', name);
    const backup = await move({ from, to, folder, env: terraformEnv(folder), signal, onProgress: say });
    say(`The state of ${name} is in ${backendName(backendSettings(to))}; its backup is ${backup}`);
    say(`Configuration: state: stateBackends.${to.state.backend} in src/config/environments/${name}.ts`);
  },
});
