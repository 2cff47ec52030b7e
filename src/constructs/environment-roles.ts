import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';

import type { Grant } from '../iam/grants';
import { policyDocument } from '../iam/document';
import { type PolicyScope, statements } from '../iam/policy';
import { type Claims, type Phase, roleName, SESSION_SECONDS } from '../iam/runner';
import type { IdentityProvider } from './identity-provider';

export interface EnvironmentRolesProps {
  readonly provider: IdentityProvider;
  /** What the tokens that are good for each role say of their bearers. */
  readonly claims: Readonly<Record<Phase, Claims>>;
  /** What the roles may act on. */
  readonly scope: PolicyScope;
  /** What Terraform needs, by part of the platform. */
  readonly permissions: Readonly<Record<string, readonly Grant[]>>;
  /** What the state needs. */
  readonly state: readonly Grant[];
  /** What preflight reads. */
  readonly preflight: readonly Grant[];
}

const withAccess = (access: Grant['access'], grants: readonly Grant[]): Grant[] =>
  grants.filter((grant) => grant.access === access);

/** Services whose reads are in an inline policy, since those of all services exceed the length of a managed one. */
const isInline = ({ actions }: Grant): boolean =>
  actions.every((action) => /^(ec2|ecr|scheduler|ssm):/.test(action));

/** Whether a grant is on resources with the environment's tags. */
const isOnTagged = ({ tagged }: Grant): boolean => tagged === 'already';

/**
 * Two roles for one environment: one that plans, which reads, and one that applies, which changes the environment's resources, by
 * their tags or names, and what AWS made in its region without tags. Neither reads a secret's value. A role has ten managed policies at
 * most, so what is of no part, and what is read of EC2 and by tags, is in inline policies. AWS: "Security best practices in IAM".
 */
export class EnvironmentRoles extends Construct {
  /** ARNs of the roles. */
  public readonly arns: Readonly<Record<Phase, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EnvironmentRolesProps,
  ) {
    super(scope, id);
    const parts = Object.entries(props.permissions);
    const reads = withAccess('read', [...parts.flatMap(([, grants]) => grants), ...props.state]);
    // In three, since AWS limits a policy to 6,144 characters.
    const services = reads.filter((grant) => !isInline(grant));
    const inline = { 'read-ec2': reads.filter(isInline), 'read-tagged': services.filter(isOnTagged) };
    const read = this.addPolicy(
      'read-services',
      services.filter((grant) => !isOnTagged(grant)),
    );
    const write = parts.flatMap(([part, grants]) => {
      const changes = withAccess('write', grants);
      return changes.length > 0 ? [this.addPolicy(`write-${part}`, changes)] : [];
    });
    this.arns = {
      plan: this.addRole('plan', [read], inline),
      apply: this.addRole('apply', [read, ...write], inline),
    };
  }

  private addPolicy(id: string, grants: readonly Grant[]) {
    const { scope } = this.props;
    const { arn } = new IamPolicy(this, id, {
      name: `${scope.prefix}-${id}`,
      description: `What Terraform does with ${scope.prefix}: ${id}`,
      policy: policyDocument(statements(grants, scope)),
    });
    return { id, arn };
  }

  private addRole(
    phase: Phase,
    policies: readonly { readonly id: string; readonly arn: string }[],
    reads: Readonly<Record<string, readonly Grant[]>>,
  ): string {
    const { provider, claims, scope, preflight, state } = this.props;
    const role = new IamRole(this, phase, {
      name: roleName(scope.prefix, phase),
      description: `Terraform's ${phase} of ${scope.prefix}`,
      assumeRolePolicy: policyDocument([provider.trust(claims[phase])]),
      maxSessionDuration: SESSION_SECONDS[phase],
    });
    for (const { id, arn } of policies) {
      new IamRolePolicyAttachment(this, `${phase}-${id}`, { role: role.name, policyArn: arn });
    }
    const inline = { ...reads, preflight, state: phase === 'apply' ? withAccess('write', state) : [] };
    for (const [name, grants] of Object.entries(inline).filter(([, { length }]) => length > 0)) {
      const policy = policyDocument(statements(grants, scope));
      new IamRolePolicy(this, `${phase}-${name}`, { name, role: role.name, policy });
    }
    return role.arn;
  }
}
