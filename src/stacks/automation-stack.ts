import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Automation, Environment } from '../config';
import { EnvironmentRoles } from '../constructs/environment-roles';
import { IdentityProvider } from '../constructs/identity-provider';
import { PlatformError } from '../core/errors';
import { PLATFORM_PERMISSIONS } from '../core/permissions';
import { stateGrants } from '../core/permissions/state';
import { type Runner, runnerOf } from '../core/runner';
import { statePlace } from '../core/state-place';
import { BaseStack } from './base-stack';

export const AUTOMATION_STACK = 'automation';

/** Who runs Terraform when no person does: the identity providers, and for each environment the roles of its runner. */
export class AutomationStack extends BaseStack {
  private readonly providers = new Map<string, IdentityProvider>();

  constructor(scope: Construct, automation: Automation, environments: readonly Environment[]) {
    const { project, region } = automation;
    super(scope, AUTOMATION_STACK, {
      region,
      tags: { Project: project, ManagedBy: 'cdktf' },
      state: statePlace({ ...automation, name: AUTOMATION_STACK }),
    });
    const account = new DataAwsCallerIdentity(this, 'account').accountId;
    const scopeOfRoles = new Construct(this, 'roles');
    const roles = environments.flatMap((environment) => {
      const runner = runnerOf(environment.name, statePlace(environment), automation.github);
      return runner
        ? [[environment.name, this.addRoles(scopeOfRoles, environment, runner, account).arns]]
        : [];
    });
    if (roles.length === 0) {
      throw new PlatformError({
        code: 'CONFIG_INVALID',
        path: 'automation',
        message: 'has no environment to run',
        accepted: 'github and an environment whose state is in s3, or one whose state is in Terraform Cloud',
      });
    }
    new TerraformOutput(this, 'role_arns', {
      value: Object.fromEntries(roles),
      description: 'ARNs of the roles that plan and apply, by environment',
    });
  }

  private addRoles(
    scope: Construct,
    environment: Environment,
    runner: Runner,
    account: string,
  ): EnvironmentRoles {
    const { name, project, region } = environment;
    const place = statePlace(environment);
    return new EnvironmentRoles(scope, name, {
      provider: this.provider(runner),
      subjects: runner.subjects,
      scope: { region, account, project, environment: name, prefix: `${project}-${name}` },
      permissions: PLATFORM_PERMISSIONS,
      state: place.backend === 's3' ? stateGrants(place) : [],
    });
  }

  /** One for each issuer: Terraform Cloud and an Enterprise beside it are two. */
  private provider({ issuer, audience }: Runner): IdentityProvider {
    const known = this.providers.get(issuer);
    if (known) return known;
    const provider = new IdentityProvider(this, issuer, { issuer, audience });
    this.providers.set(issuer, provider);
    return provider;
  }
}
