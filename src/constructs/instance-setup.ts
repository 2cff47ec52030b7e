import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import type { PermissionStatement } from '../iam/permission-statement';
import { InstanceRole, type Permissions } from './instance-role';

/** What servers of one kind do at boot, and what of AWS they may use for it. */
export interface InstanceSetup {
  /** What they do to the streams of a log group of their own, as `logs:PutLogEvents`; where nothing, they have none. */
  readonly logActions: readonly string[];
  /** What they may do beyond that. */
  readonly permissions: Permissions;
  /** Their user data, which is told the name of the log group. */
  readonly userData: (logGroup: string) => string;
  /** Whether a changed script replaces them; otherwise the plan tells of it, and they stay. */
  readonly replaceOnChange: boolean;
}

export interface InstanceSetupProps extends InstanceSetup {
  /** What the servers are called. */
  readonly name: string;
  /** Start of names that AWS keeps apart. */
  readonly prefix: string;
  /** Whether Terraform refuses to destroy the logs. */
  readonly deletionProtection: boolean;
}

/** The user data and the instance profile of a server, as EC2 takes them. */
export interface AttachedInstanceSetup {
  readonly userData: TerraformLocal;
  /** @default none: it may do nothing in AWS */
  readonly iamInstanceProfile?: string;
  readonly replaceOnChange: boolean;
}

/** How long a line of a log is kept. */
const RETENTION_DAYS = 90;

/** Gives servers, whose parts are in `scope`, their log group, their role and their script. */
export function attachInstanceSetup(scope: Construct, props: InstanceSetupProps): AttachedInstanceSetup {
  const { name, prefix, logActions, permissions, userData, replaceOnChange } = props;
  const group = logActions.length > 0 ? addLogGroup(scope, props) : undefined;
  const write: PermissionStatement[] = group
    ? [{ actions: logActions, resources: [`${group.arn}:log-stream:*`] }]
    : [];
  const all = { ...permissions, statements: [...write, ...permissions.statements] };
  const hasRole = all.statements.length > 0 || all.conditionalStatements !== undefined;
  return {
    userData: new TerraformLocal(scope, 'script', userData(group?.name ?? '')),
    ...(hasRole && {
      iamInstanceProfile: new InstanceRole(scope, 'role', { name: `${prefix}-${name}`, permissions: all })
        .profile,
    }),
    replaceOnChange,
  };
}

function addLogGroup(scope: Construct, { name, prefix, deletionProtection }: InstanceSetupProps) {
  const logGroup = `/${prefix}/${name}`;
  return new CloudwatchLogGroup(scope, 'logs', {
    name: logGroup,
    retentionInDays: RETENTION_DAYS,
    tags: { Name: logGroup },
    lifecycle: { preventDestroy: deletionProtection },
  });
}
