import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand } from '../define-command';

export const bootstrap = defineCommand({
  name: 'bootstrap',
  group: 'aws',
  summary: 'Create the S3 bucket for state, once an account',
  description:
    'Checks credentials, region and whose the bucket is, before it creates anything. Creates the bucket that src/config/state.ts ' +
    'names, and moves the state of the bucket itself into it. Run again after an interruption, it goes on from there.',
  options: {},
  examples: [{ run: 'bootstrap', does: 'in the account of the AWS credentials' }],
  async run({ signal, say }) {
    const { loadStateBucket } = await import('../../config');
    const { bootstrapState } = await import('../../state/bootstrap');
    const { checkPrerequisites } = await import('../../system/prerequisites');
    const { terraformEnv } = await import('../../terraform/cli-environment');
    const { preflightAccount } = await import('../../preflight');
    const { refusePlaceholder } = await import('../../state/s3/bucket');
    const settings = loadStateBucket();
    checkPrerequisites(['node', 'terraform']);
    const folder = join(PROJECT_DIR, '.local', 'bootstrap', settings.bucket);
    const env = terraformEnv(folder);
    await refusePlaceholder(settings, env);
    await preflightAccount(settings.region, { ...process.env, ...env }, say);
    await bootstrapState({ settings, folder, env, signal, onProgress: say });
  },
});
