import { join } from 'node:path';
import { loadEnvironment } from '../../config';
import { command } from '../define-command';
import { PROJECT_DIR } from '../../system/paths';
import { checkPrerequisites } from '../../system/prerequisites';
import { terraformEnv } from '../../terraform/cli-environment';
import { unlockState } from '../../state/unlock';

/** `npm run unlock`: who holds the lock on an environment's state; with the lock's id, it is given back. */
command(
  {
    environment: { type: 'string', default: 'dev' },
    id: { type: 'string' },
    output: { type: 'string', default: 'cdktf.out' },
  },
  async ({ environment: name, id, output }, signal) => {
    const environment = loadEnvironment(String(name));
    checkPrerequisites(['node', 'terraform']);
    const folder = join(PROJECT_DIR, '.local', 'unlock', environment.name);
    const stack = join(String(output), 'stacks', environment.name);
    const lockId = id === undefined ? undefined : String(id);
    const env = terraformEnv(folder);
    await unlockState({ environment, id: lockId, stack, folder, env, signal, onProgress: console.log });
  },
);
