import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { policyDocument, type Statement } from '../iam/document';

export interface ServiceRoleProps {
  /** Name in AWS, at most 64 characters. */
  readonly name: string;
  /** Principal that assumes it, e.g. `scheduler.amazonaws.com`. */
  readonly service: string;
  /**
   * What the service acts for, so that it cannot be used for others. AWS: "The confused deputy problem".
   * @default anything
   */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly permissions: readonly Statement[];
  /** ARN of the permissions boundary. @default none */
  readonly boundary?: string | undefined;
}

/** Adds the role that a service of AWS assumes for one part of the platform, and returns its ARN. */
export function addServiceRole(scope: Construct, props: ServiceRoleProps): string {
  const { name, service, condition, permissions, boundary } = props;
  const trust = {
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    ...(condition && { Condition: condition }),
  };
  const { arn, name: role } = new IamRole(scope, 'role', {
    name,
    assumeRolePolicy: policyDocument([trust]),
    permissionsBoundary: boundary,
    tags: { Name: name },
  });
  new IamRolePolicy(scope, 'role-permissions', {
    name: 'permissions',
    role,
    policy: policyDocument(permissions),
  });
  return arn;
}
