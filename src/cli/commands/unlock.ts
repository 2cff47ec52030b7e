import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand, ENVIRONMENT } from '../define-command';
import { OUTPUT } from '../output-folder';

export const unlock = defineCommand({
  name: 'unlock',
  group: 'aws',
  summary: 'Show who holds the lock on a state; with --id, release it',
  description:
    'Refuses while the run that holds the lock is seen at work. Then restores an errored state that an apply left, and imports ' +
    'resources that it created and could not record.',
  options: {
    environment: ENVIRONMENT,
    id: { type: 'string', value: 'ID', description: 'Id of the lock that is to be released' },
    output: OUTPUT,
  },
  examples: [
    { run: 'unlock --environment dev', does: 'who holds the lock, since when' },
    { run: 'unlock --environment dev --id 5f1c…', does: 'releases that lock, and no other' },
  ],
  json: true,
  async run({ options, signal, result, say }) {
    const { loadEnvironment } = await import('../../config');
    const { checkPrerequisites } = await import('../../system/prerequisites');
    const { terraformEnv } = await import('../../terraform/cli-environment');
    const { unlockState } = await import('../../state/unlock');
    const environment = loadEnvironment(options.environment);
    checkPrerequisites(['node', 'terraform']);
    const { name } = environment;
    const folder = join(PROJECT_DIR, '.local', 'unlock', name);
    const stack = join(options.output, 'stacks', name);
    const env = terraformEnv(folder);
    const steps: string[] = [];
    const onProgress = (sentence: string) => {
      steps.push(sentence);
      say(sentence);
    };
    await unlockState({ environment, id: options.id, stack, folder, env, signal, onProgress });
    result({ environment: name, locked: false, steps }, '');
  },
});
