import { join } from 'node:path';
import { loadEnvironment } from '../../config';
import { ConfigurationError } from '../../core/errors';
import { backendName, BACKEND_TYPES, type BackendType, backendSettings } from '../../core/state-backend';
import { command } from '../define-command';
import { checkPrerequisites } from '../../system/prerequisites';
import { migrateState } from '../../state/migration/migrate';
import { terraformEnv } from '../../terraform/cli-environment';

function backend(option: string, given: string | boolean | undefined): BackendType {
  const found = BACKEND_TYPES.find((known) => known === given);
  if (found) return found;
  throw new ConfigurationError({
    code: 'USAGE',
    path: option,
    ...(given !== undefined && { given }),
    message: given === undefined ? 'is missing' : 'is no place for state',
    accepted: BACKEND_TYPES.join(', '),
  });
}

/** `npm run move-state`: an environment's state to another of the places that `src/config/state.ts` has. */
command(
  {
    environment: { type: 'string', default: 'dev' },
    to: { type: 'string' },
    from: { type: 'string' },
  },
  async (options, signal) => {
    const name = String(options['environment']);
    const to = loadEnvironment(name, backend('--to', options['to']));
    const from =
      options['from'] === undefined
        ? loadEnvironment(name)
        : loadEnvironment(name, backend('--from', options['from']));
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
    const folder = join('.local', 'move-state', name);
    const backup = await migrateState({
      from,
      to,
      folder,
      env: terraformEnv(folder),
      signal,
      onProgress: console.log,
    });
    console.log(`The state of ${name} is in ${backendName(backendSettings(to))}; its backup is ${backup}`);
    console.log(
      `Configuration: state: stateBackends.${to.state.backend} in src/config/environments/${name}.ts`,
    );
  },
);
