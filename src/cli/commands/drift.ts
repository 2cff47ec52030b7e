import { join } from 'node:path';
import { loadEnvironment } from '../../config';
import { printFindings, sentenceOf } from '../../drift';
import { command } from '../define-command';
import { PROJECT_DIR } from '../../system/paths';
import { driftOf } from '../../drift/environment-drift';
import { checkPrerequisites } from '../../system/prerequisites';
import { terraformEnv } from '../../terraform/cli-environment';

/** The exit status where something differs, as that of `terraform plan -detailed-exitcode`. */
const DIFFERENT = 2;

/** `npm run drift`: what differs between AWS, state and configuration. `--json` tells it to programs. */
command(
  { environment: { type: 'string', default: 'dev' }, json: { type: 'boolean', default: false } },
  async ({ environment: name, json }, signal) => {
    const environment = loadEnvironment(String(name));
    checkPrerequisites(['node', 'terraform']);
    const folder = join(PROJECT_DIR, '.local', 'drift', environment.name);
    const drift = await driftOf({ environment, folder, env: terraformEnv(folder), signal });
    const { differences, lock } = drift;
    if (lock !== undefined) console.error(`${lock}: what differs may be half of that work.`);
    const told = differences.map((finding) => ({ ...finding, sentence: sentenceOf(finding) }));
    const text = json
      ? JSON.stringify({ ...drift, differences: told }, null, 2)
      : printFindings(differences, environment.name);
    console.log(text);
    return differences.length === 0 ? 0 : DIFFERENT;
  },
);
