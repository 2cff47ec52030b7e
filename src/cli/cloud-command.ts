import type { Environment } from '../config';
import { ConfigurationError } from '../core/errors';
import { type CloudBackendSettings, backendName } from '../core/state-backend';
import type { SynthesizedEnvironment } from '../terraform/synthesized-environment';
import { type Command, defineCommand, ENVIRONMENT } from './define-command';
import { SYNTHESIZED, synthesizedEnvironment } from './synthesized';

/** Backend of an environment. @throws ConfigurationError USAGE if its state is not in HCP Terraform */
function cloudBackend({ name, backend }: SynthesizedEnvironment): CloudBackendSettings {
  if (backend.type === 'cloud') return backend;
  throw new ConfigurationError({
    code: 'USAGE',
    path: '--environment',
    given: name,
    message: `has its state in ${backendName(backend)}`,
    accepted: `an environment whose state is in HCP Terraform: devloop move-state --environment ${name} --to cloud`,
  });
}

/** Command that plans, or plans and applies, an environment in HCP Terraform. */
export const cloudCommand = (load: (name: string) => Promise<Environment>): Command =>
  defineCommand({
    name: 'cloud',
    group: 'aws',
    summary: 'Plan and apply an environment as a run of HCP Terraform',
    description:
      'Starts an API-driven run from this configuration, and follows it to its end. After the plan it tells what the plan destroys, ' +
      'opens and costs, as devloop review does, if the token may read plans as JSON. After an apply it follows the rollout of the ' +
      'application image as well, if the shell has AWS credentials.',
    options: {
      environment: ENVIRONMENT,
      synthesized: SYNTHESIZED,
      'plan-only': { type: 'boolean', description: 'Plan, and apply nothing' },
      'save-plan': {
        type: 'string',
        value: 'FILE',
        description:
          'Also write the plan as JSON, e.g. for devloop review; it contains sensitive values, and only you may read it',
        completes: 'files',
      },
      message: { type: 'string', value: 'TEXT', description: 'Message of the run', default: 'devloop cloud' },
    },
    examples: [
      { run: 'cloud --environment prod --plan-only', does: 'what an apply would change' },
      { run: 'cloud --environment prod', does: 'plans and applies' },
    ],
    async run({ options, signal, say }) {
      const { runInCloud } = await import('../hcp/attended-run');
      const { tellPlan } = await import('./review/tell-plan');
      const { checkPrerequisites } = await import('../system/prerequisites');
      checkPrerequisites(['node']);
      const environment = await synthesizedEnvironment(options, 'cloud', load);
      const applied = await runInCloud({
        backend: cloudBackend(environment),
        synthesize: environment.synthesize,
        planOnly: options['plan-only'],
        message: options.message,
        signal,
        onProgress: say,
        onPlan: (plan) => tellPlan(plan, options['save-plan'], say),
        write: (text) => void process.stdout.write(text),
      });
      if (!applied) return 'done';
      const { followAfterApply } = await import('../rollout/after-apply');
      return (await followAfterApply({ environment, signal, onProgress: say })) ? 'done' : 'failed';
    },
  });
