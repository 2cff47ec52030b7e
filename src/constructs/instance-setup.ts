import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { InstanceRole, type Permission, type Permissions } from './instance-role';

/** What servers of one kind do at boot, and what of AWS they may use for it. */
export interface Duty {
  /** What they do to the streams of a log group of their own, as `logs:PutLogEvents`; where nothing, they have none. */
  readonly logActions: readonly string[];
  /** What they may do beyond that. */
  readonly permissions: Permissions;
  /** Their user data, which is told the name of the log group. */
  readonly script: (logGroup: string) => string;
  /** Whether a changed script replaces them; otherwise the plan tells of it, and they stay. */
  readonly replaceable: boolean;
}

export interface DutyProps extends Duty {
  /** What the servers are called. */
  readonly name: string;
  /** Start of names that AWS keeps apart. */
  readonly prefix: string;
  /** Whether Terraform refuses to destroy the logs. */
  readonly deletionProtection: boolean;
}

/** How a server gets its duty. */
export interface Assignment {
  readonly script: TerraformLocal;
  /** @default none: it may do nothing in AWS */
  readonly iamInstanceProfile?: string;
  readonly replaceable: boolean;
}

/** How long a line of a log is kept. */
const RETENTION_DAYS = 90;

/** Gives servers, whose parts are in `scope`, their log group, their role and their script. */
export function assign(scope: Construct, props: DutyProps): Assignment {
  const { name, prefix, logActions, permissions, script, replaceable } = props;
  const group = logActions.length > 0 ? addLogGroup(scope, props) : undefined;
  const write: Permission[] = group
    ? [{ actions: logActions, resources: [`${group.arn}:log-stream:*`] }]
    : [];
  const all = { ...permissions, always: [...write, ...permissions.always] };
  const hasRole = all.always.length > 0 || all.perhaps !== undefined;
  return {
    script: new TerraformLocal(scope, 'script', script(group?.name ?? '')),
    ...(hasRole && {
      iamInstanceProfile: new InstanceRole(scope, 'role', { name: `${prefix}-${name}`, permissions: all })
        .profile,
    }),
    replaceable,
  };
}

function addLogGroup(scope: Construct, { name, prefix, deletionProtection }: DutyProps) {
  const logGroup = `/${prefix}/${name}`;
  return new CloudwatchLogGroup(scope, 'logs', {
    name: logGroup,
    retentionInDays: RETENTION_DAYS,
    tags: { Name: logGroup },
    lifecycle: { preventDestroy: deletionProtection },
  });
}
