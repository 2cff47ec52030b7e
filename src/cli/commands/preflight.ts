import { defineCommand, ENVIRONMENT } from '../define-command';
import { SYNTHESIZED, synthesizedEnvironment } from '../synthesized';

export const preflight = defineCommand({
  name: 'preflight',
  group: 'aws',
  summary: 'Check what AWS would refuse of an environment, before anything is created',
  description:
    'Reads only: credentials, region, quotas, what is offered where, names, images, roles and permissions, against what the ' +
    'synthesized JSON needs. What may not be asked is not checked, with the permission that is missing. Exits with status 1 where ' +
    'AWS would refuse something.',
  options: { environment: ENVIRONMENT, synthesized: SYNTHESIZED },
  examples: [
    {
      run: 'preflight --environment prod',
      does: 'a line a check: ✔ fine, ⚠ look at it or not checked, ✖ refused',
    },
    { run: 'preflight --environment prod --json', does: 'the same for programs' },
    {
      run: 'preflight --environment prod --synthesized cdktf.out',
      does: 'of JSON that another job synthesized',
    },
  ],
  json: true,
  async run({ options, result }) {
    const { preflight: check } = await import('../../preflight');
    const { printChecks } = await import('../../preflight/report');
    const environment = await synthesizedEnvironment(options, 'preflight');
    const checks = await check({ environment, env: { ...process.env } });
    result({ environment: environment.name, checks }, printChecks(checks, environment.name));
    return checks.some(({ status }) => status === 'fail') ? 'failed' : 'done';
  },
});
