import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { type Automation, type Environment, runnerFor } from '../config';
import { EnvironmentRoles } from '../constructs/environment-roles';
import { IdentityProvider } from '../constructs/identity-provider';
import { ConfigurationError, type Issue } from '../core/errors';
import { namePrefix } from '../core/names';
import { PLATFORM_PERMISSIONS } from '../resources';
import { PREFLIGHT_PERMISSIONS } from '../resources/preflight';
import { boundaryName } from '../iam/boundary';
import { stateGrants } from '../resources/state';
import { policyDocument, type Statement } from '../iam/document';
import type { PolicyScope } from '../iam/policy';
import type { Runner } from '../iam/runner';
import { backendSettings } from '../core/state-backend';
import { BaseStack } from './base-stack';
import { secretBoundary } from './container-secrets';
import { domainNames } from './domain-names';
import { serverBoundary } from './server-boundary';

export const AUTOMATION_STACK = 'automation';

const NOTHING_TO_RUN: Issue = {
  code: 'CONFIG_INVALID',
  path: 'automation',
  message: 'has no environment to run',
  accepted: 'github and an environment whose state is in s3, or one whose state is in HCP Terraform',
};

/** Environments whose name prefix starts with that of another, whose apply role could then change them. */
const overlappingPrefixes = (outer: Environment, environments: readonly Environment[]): Issue[] =>
  environments
    .filter((inner) => namePrefix(inner).startsWith(`${namePrefix(outer)}-`))
    .map((inner) => ({
      code: 'NAME_INVALID',
      path: `${inner.name}.name`,
      given: inner.name,
      message: `makes names that begin as those of ${outer.name}, so its apply role would reach them`,
      accepted: `a project and a name that together do not begin with ${namePrefix(outer)}-`,
    }));

/** Identity providers, roles for plans and applies, and permissions boundaries of server roles, for each automated environment. */
export class AutomationStack extends BaseStack {
  private readonly providers = new Map<string, IdentityProvider>();

  constructor(scope: Construct, automation: Automation, environments: readonly Environment[]) {
    const { project, region } = automation;
    super(scope, AUTOMATION_STACK, {
      region,
      tags: { Project: project, ManagedBy: 'cdktf' },
      state: backendSettings({ ...automation, name: AUTOMATION_STACK }),
    });
    const automated = environments.flatMap((environment) => {
      const runner = runnerFor(environment, automation);
      return runner ? [{ environment, runner }] : [];
    });
    const problems =
      automated.length > 0
        ? automated.flatMap(({ environment }) => overlappingPrefixes(environment, environments))
        : [NOTHING_TO_RUN];
    if (problems.length > 0) throw new ConfigurationError(problems);
    const account = new DataAwsCallerIdentity(this, 'account').accountId;
    const parts = { roles: new Construct(this, 'roles'), boundaries: new Construct(this, 'boundaries') };
    const roles = automated.map(({ environment, runner }) => {
      const { name, project, region } = environment;
      const policies = {
        region,
        account,
        project,
        environment: name,
        prefix: namePrefix(environment),
        hostNames: domainNames(environment),
        mailDomain: environment.mail?.domain,
      };
      this.addBoundary(parts.boundaries, policies, [
        ...serverBoundary(policies, {
          backups: environment.backups !== undefined,
          pipeline: environment.pipeline !== undefined,
          schedule: environment.schedule !== undefined,
        }),
        ...secretBoundary(environment, account),
      ]);
      return [name, this.addRoles(parts.roles, environment, runner, policies).arns];
    });
    new TerraformOutput(this, 'role_arns', {
      value: Object.fromEntries(roles),
      description: 'ARNs of the roles that plan and apply, by environment',
    });
  }

  private addBoundary(scope: Construct, policies: PolicyScope, statements: readonly Statement[]): void {
    const { environment, prefix } = policies;
    new IamPolicy(scope, environment, {
      name: boundaryName(prefix),
      description: `The most that servers of ${prefix} may do`,
      policy: policyDocument(statements),
    });
  }

  private addRoles(
    scope: Construct,
    environment: Environment,
    runner: Runner,
    policies: PolicyScope,
  ): EnvironmentRoles {
    const backend = backendSettings(environment);
    return new EnvironmentRoles(scope, environment.name, {
      provider: this.provider(runner),
      claims: runner.claims,
      scope: policies,
      permissions: PLATFORM_PERMISSIONS,
      preflight: PREFLIGHT_PERMISSIONS,
      state: backend.type === 's3' ? stateGrants(backend) : [],
    });
  }

  /** Identity provider of an issuer. HCP Terraform and Terraform Enterprise have different issuers. */
  private provider({ issuer, audience }: Runner): IdentityProvider {
    const known = this.providers.get(issuer);
    if (known) return known;
    const provider = new IdentityProvider(this, issuer, { issuer, audience });
    this.providers.set(issuer, provider);
    return provider;
  }
}
