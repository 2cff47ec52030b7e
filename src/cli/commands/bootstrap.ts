import { join } from 'node:path';
import { loadStateBucket } from '../../config';
import { bootstrapState } from '../../state/bootstrap';
import { command } from '../define-command';
import { checkPrerequisites } from '../../system/prerequisites';
import { terraformEnv } from '../../terraform/cli-environment';

/** `npm run bootstrap`: the state bucket in the account that the AWS credentials of the shell name. */
command({}, async (_options, signal) => {
  const settings = loadStateBucket();
  await checkPrerequisites(['node', 'terraform']);
  const folder = join('.local', 'bootstrap', settings.bucket);
  await bootstrapState({ settings, folder, env: terraformEnv(folder), signal, onProgress: console.log });
});
