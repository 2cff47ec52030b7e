import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import type { PermissionStatement } from '../iam/permission-statement';
import { isCompressed } from '../roles/user-data-size';
import { InstanceRole, type Permissions } from './instance-role';
import { addLogGroup } from './log-group';

/** User data of the instances of one server group, and their permissions in AWS. */
export interface InstanceSetup {
  /** Actions on the streams of their log group, e.g. `logs:PutLogEvents`; empty for no log group. */
  readonly logActions: readonly string[];
  /** Days for which log events are kept. */
  readonly retentionDays: number;
  /** Permissions beyond that. */
  readonly permissions: Permissions;
  /** Renders the user data for the name of the log group. */
  readonly userData: (logGroup: string) => string;
  /** Whether a change of user data replaces the instances; otherwise the plan warns. */
  readonly replaceOnChange: boolean;
}

export interface InstanceSetupProps extends InstanceSetup {
  /** Name of the server group. */
  readonly name: string;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  /** Whether Terraform refuses to destroy the logs, and leaves them in AWS when the server is removed. */
  readonly deletionProtection: boolean;
}

/** The user data and the instance profile of a server, as EC2 takes them. */
export interface AttachedInstanceSetup {
  readonly userData: TerraformLocal;
  /** Whether instances get it compressed, because AWS would refuse its size. cloud-init reads both. */
  readonly compressed: boolean;
  /** @default no permissions in AWS */
  readonly iamInstanceProfile?: string;
  readonly replaceOnChange: boolean;
}

/** Adds the log group, the IAM role and the rendered user data of a server group to `scope`. */
export function attachInstanceSetup(scope: Construct, props: InstanceSetupProps): AttachedInstanceSetup {
  const { name, prefix, logActions, permissions, userData, replaceOnChange } = props;
  const group =
    logActions.length > 0 ? addLogGroup(scope, 'logs', { ...props, name: `/${prefix}/${name}` }) : undefined;
  const write: PermissionStatement[] = group
    ? [{ actions: logActions, resources: [`${group.arn}:log-stream:*`] }]
    : [];
  const all = { ...permissions, statements: [...write, ...permissions.statements] };
  const hasRole = all.statements.length > 0 || all.conditionalStatements !== undefined;
  const script = userData(group?.name ?? '');
  return {
    userData: new TerraformLocal(scope, 'script', script),
    compressed: isCompressed(script),
    ...(hasRole && {
      iamInstanceProfile: new InstanceRole(scope, 'role', { name: `${prefix}-${name}`, permissions: all })
        .profile,
    }),
    replaceOnChange,
  };
}
