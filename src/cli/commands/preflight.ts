import { join } from 'node:path';
import { PROJECT_DIR } from '../../system/paths';
import { defineCommand, ENVIRONMENT } from '../define-command';

export const preflight = defineCommand({
  name: 'preflight',
  group: 'aws',
  summary: 'Check what AWS would refuse of an environment, before anything is created',
  description:
    'Reads only: credentials, region, quotas, what is offered where, names, images, roles and permissions, against what the ' +
    'synthesized JSON needs. What may not be asked is not checked, with the permission that is missing. Exits with status 1 where ' +
    'AWS would refuse something.',
  options: { environment: ENVIRONMENT },
  examples: [
    {
      run: 'preflight --environment prod',
      does: 'a line a check: ✔ fine, ⚠ look at it or not checked, ✖ refused',
    },
    { run: 'preflight --environment prod --json', does: 'the same for programs' },
  ],
  json: true,
  async run({ options, result }) {
    const { loadEnvironment } = await import('../../config');
    const { preflight: check } = await import('../../preflight');
    const { printChecks } = await import('../../preflight/report');
    const environment = loadEnvironment(options.environment);
    const folder = join(PROJECT_DIR, '.local', 'preflight', environment.name);
    const checks = await check({ environment, folder, env: { ...process.env } });
    result({ environment: environment.name, checks }, printChecks(checks, environment.name));
    return checks.some(({ status }) => status === 'fail') ? 'failed' : 'done';
  },
});
