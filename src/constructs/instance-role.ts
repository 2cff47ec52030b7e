import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Fn, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import { allow, policyDocument, policyOf } from '../iam/document';
import type { PermissionStatement } from '../iam/permission-statement';

/** What a role may do. */
export interface Permissions {
  readonly statements: readonly PermissionStatement[];
  /** A list of more statements that Terraform evaluates, where they depend on an input variable. */
  readonly conditionalStatements?: TerraformLocal | undefined;
  /** ARN of the permissions boundary. AWS: "Permissions boundaries for IAM entities". */
  readonly boundary?: string | undefined;
}

export interface InstanceRoleProps {
  /** Name in AWS, at most 64 characters. */
  readonly name: string;
  readonly permissions: Permissions;
}

/** What EC2 instances may do in AWS: a role with exactly these permissions. AWS: "IAM roles for Amazon EC2". */
export class InstanceRole extends Construct {
  /** Name of the instance profile. */
  public readonly profile: string;

  constructor(scope: Construct, id: string, { name, permissions }: InstanceRoleProps) {
    super(scope, id);
    const assume = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const { name: role } = new IamRole(this, 'Resource', {
      name,
      assumeRolePolicy: policyDocument([assume]),
      permissionsBoundary: permissions.boundary,
      tags: { Name: name },
    });
    new IamRolePolicy(this, 'permissions', { name: 'permissions', role, policy: this.policy(permissions) });
    this.profile = new IamInstanceProfile(this, 'profile', { name, role, tags: { Name: name } }).name;
  }

  private policy({ statements, conditionalStatements }: Permissions): string {
    const always = statements.map(({ actions, resources, condition }) => ({
      ...allow(actions, ...resources),
      ...(condition && { Condition: condition }),
    }));
    if (conditionalStatements === undefined) return policyDocument(always);
    const own = new TerraformLocal(this, 'statements', always);
    return Fn.jsonencode(policyOf(Fn.concat([own.asList, conditionalStatements.asList])));
  }
}
