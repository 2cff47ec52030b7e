import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand, ENVIRONMENT_TO_READ } from '../define-command';

export const drift = defineCommand({
  name: 'drift',
  group: 'aws',
  summary: 'Compare AWS, state and configuration of an environment',
  description:
    'Changes nothing, and neither acquires nor waits for the state lock. Exits with status 2 where something differs.',
  options: { environment: ENVIRONMENT_TO_READ },
  examples: [
    { run: 'drift --environment prod', does: 'every difference, by what an apply would do about it' },
    { run: 'drift --json', does: 'the same for programs' },
  ],
  json: true,
  async run({ options, signal, result, say }) {
    const { loadEnvironment } = await import('../../config');
    const { driftOf } = await import('../../drift/environment-drift');
    const { printFindings, sentenceOf } = await import('../../drift');
    const { checkPrerequisites } = await import('../../system/prerequisites');
    const { terraformEnv } = await import('../../terraform/cli-environment');
    const environment = loadEnvironment(options.environment);
    checkPrerequisites(['node', 'terraform']);
    const folder = join(PROJECT_DIR, '.local', 'drift', environment.name);
    const found = await driftOf({ environment, folder, env: terraformEnv(folder), signal });
    const { differences, lock } = found;
    if (lock !== undefined) say(`${lock}: what differs may be half of that work.`);
    const findings = differences.map((finding) => ({ ...finding, sentence: sentenceOf(finding) }));
    result({ ...found, differences: findings }, printFindings(differences, environment.name));
    return differences.length === 0 ? 'done' : 'differs';
  },
});
