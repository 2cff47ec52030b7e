import {
  type Automation,
  type Environment,
  environmentNames,
  loadAutomation,
  loadEnvironment,
  runnerFor,
} from '../config';
import { namePrefix } from '../core/names';
import { roleName } from '../iam/runner';
import { tokenVariable } from '../core/state-backend';

/** Input of a GitHub Actions workflow for one environment. */
export interface AutomatedRun {
  readonly environment: string;
  /** Whether Terraform runs in the workflow or in HCP Terraform. */
  readonly runner: 'github' | 'cloud';
  readonly region: string;
  /** Names of the AWS roles. HCP Terraform is configured with its own. */
  readonly roles: { readonly plan: string; readonly apply: string };
  /** GitHub environment for applies. Empty if there is none. */
  readonly approval: string;
  /** Name of the repository variable with the input variables. */
  readonly inputs: string;
  /** Name of the variable with the HCP Terraform token. Empty if Terraform runs in the workflow. */
  readonly token: string;
}

/**
 * Environments that workflows run, in configuration order. Empty unless `src/config/automation.ts` names a repository. Excludes
 * environments with a local backend.
 */
export function automatedRuns(
  automation: Automation | undefined = loadAutomation(),
  environments: readonly Environment[] = environmentNames().map((name) => loadEnvironment(name)),
): AutomatedRun[] {
  const github = automation?.github;
  if (!github) return [];
  return environments.flatMap((environment) => {
    const { name, region } = environment;
    const runner = runnerFor(environment, automation);
    if (!runner) return [];
    const prefix = namePrefix(environment);
    return [
      {
        environment: name,
        runner: runner.kind,
        region,
        roles: { plan: roleName(prefix, 'plan'), apply: roleName(prefix, 'apply') },
        approval: github.environments ? name : '',
        inputs: `TF_INPUTS_${name.replaceAll('-', '_').toUpperCase()}`,
        token: runner.kind === 'cloud' ? tokenVariable(runner.issuer) : '',
      },
    ];
  });
}
