import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand, ENVIRONMENT } from '../define-command';

export const restoreState = defineCommand({
  name: 'restore-state',
  group: 'aws',
  summary: 'List the versions of a state in S3; with --version, restore one',
  description:
    'A restored version gets a serial above every other, under the state lock. The current state is kept in a file first.',
  options: {
    environment: ENVIRONMENT,
    version: { type: 'string', value: 'ID', description: 'Id of the version to restore' },
  },
  examples: [
    { run: 'restore-state --environment prod', does: 'lists the versions, the newest first' },
    {
      run: 'restore-state --environment prod --version 3HL4kqtJ…',
      does: 'makes that version the current one',
    },
  ],
  json: true,
  async run({ options: { environment: name, version }, signal, result, say }) {
    const { loadEnvironment } = await import('../../config');
    const { checkPrerequisites } = await import('../../system/prerequisites');
    const { restoreState: restore, versionsOfState } = await import('../../state/restore');
    const { versionsTable, versionDocument } = await import('../state-versions');
    const { terraformEnv } = await import('../../terraform/cli-environment');
    const environment = loadEnvironment(name);
    const folder = join(PROJECT_DIR, '.local', 'restore-state', environment.name);
    const env = terraformEnv(folder);
    if (version === undefined) {
      const found = await versionsOfState(environment, env);
      result(versionDocument(environment.name, found), versionsTable(environment.name, found));
      return;
    }
    checkPrerequisites(['node', 'terraform']);
    const steps: string[] = [];
    const onProgress = (sentence: string) => {
      steps.push(sentence);
      say(sentence);
    };
    await restore({ environment, version, folder, env, signal, onProgress });
    result({ environment: environment.name, restored: version, steps }, '');
  },
});
