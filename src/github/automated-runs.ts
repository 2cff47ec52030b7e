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

/** What a workflow of GitHub Actions needs to know to run one environment. */
export interface AutomatedRun {
  readonly environment: string;
  /** Whether Terraform runs in the workflow itself, or in HCP Terraform. */
  readonly runner: 'github' | 'cloud';
  readonly region: string;
  /** Names of the roles in AWS; HCP Terraform knows its own. */
  readonly roles: { readonly plan: string; readonly apply: string };
  /** The GitHub environment in which applies run; empty where there is none. */
  readonly approval: string;
  /** Name of the repository's variable with the operator's inputs. */
  readonly inputs: string;
  /** Name of the variable in which HCP Terraform's token is looked for; empty where it does not run there. */
  readonly token: string;
}

/**
 * The environments that workflows run, in the order of configuration: none unless `src/config/automation.ts` names a
 * repository, and none whose state is in a file.
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
