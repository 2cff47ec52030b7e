import { join } from 'node:path';
import { loadEnvironment } from '../../config';
import { command } from '../define-command';
import { PROJECT_DIR } from '../../system/paths';
import { checkPrerequisites } from '../../system/prerequisites';
import { restoreState, versionsOfState } from '../../state/restore';
import { terraformEnv } from '../../terraform/cli-environment';

/** `npm run restore-state`: the versions of an environment's state; with one of them named, it becomes the current one again. */
command(
  { environment: { type: 'string', default: 'dev' }, version: { type: 'string' } },
  async ({ environment: name, version }, signal) => {
    const environment = loadEnvironment(String(name));
    const folder = join(PROJECT_DIR, '.local', 'restore-state', environment.name);
    const env = terraformEnv(folder);
    if (version === undefined) return console.log(await versionsOfState(environment, env));
    checkPrerequisites(['node', 'terraform']);
    const options = { environment, version: String(version), folder, env, signal, onProgress: console.log };
    await restoreState(options);
  },
);
