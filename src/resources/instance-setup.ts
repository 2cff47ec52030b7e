import { bounded } from '../iam/boundary';
import { grantsOf, passRoleTo } from '../iam/grants';
import { byUse, cloudWatch } from './charges';
import { KEY_ACTIONS } from './log-groups';
import { FREE, importById, importByName, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const logs = grantsOf({ name: 'logs', tag: 'TagResource', untag: 'UntagResource' });
const roles = grantsOf({ name: 'iam', tag: 'TagRole', untag: 'UntagRole', regional: false });
const profiles = grantsOf({
  name: 'iam',
  tag: 'TagInstanceProfile',
  untag: 'UntagInstanceProfile',
  regional: false,
});

/** Name patterns of the platform's resources. */
const LOG_GROUP = 'log-group:/{prefix}/*';
const ROLE = 'role/{prefix}-*';
const PROFILE = 'instance-profile/{prefix}-*';

/**
 * Log groups, roles and instance profiles of servers. Only roles with the environment's tags may be changed, which excludes those of
 * the automation. No managed policy may be attached. Roles may be created and changed only within the permissions boundary, which
 * cannot be removed. AWS: "Actions, resources, and condition keys for AWS Identity and Access Management", "for Amazon CloudWatch Logs".
 */
export const instanceSetup = {
  resources: {
    aws_cloudwatch_log_group: {
      permissions: [
        logs.lists('DescribeLogGroups'),
        logs.readsOwn(LOG_GROUP, 'ListTagsForResource'),
        ...logs.makesAnew(LOG_GROUP, 'CreateLogGroup'),
        logs.uses(LOG_GROUP, 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'DeleteLogGroup', ...KEY_ACTIONS),
      ],
      import: importById('logs:log-group'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: () => [
        byUse('ingested-data', cloudWatch('DataProcessing-Bytes')),
        byUse('stored-data', cloudWatch('TimedStorage-ByteHrs')),
      ],
    },
    aws_iam_role: {
      permissions: [
        roles.reads(
          ROLE,
          'GetRole',
          'ListRolePolicies',
          'ListAttachedRolePolicies',
          'ListInstanceProfilesForRole',
        ),
        bounded(roles.creates(ROLE, 'CreateRole')),
        ...roles.tagsUntagged(ROLE),
        bounded(roles.uses(ROLE, 'PutRolePermissionsBoundary', 'UpdateAssumeRolePolicy')),
        roles.uses(ROLE, 'DeleteRole'),
      ],
      import: importByName('iam:role'),
      derived: {
        managed_policy_arns: ['aws_iam_role_policy_attachment.policy_arn'],
        inline_policy: ['aws_iam_role_policy.name'],
      },
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_iam_role_policy: {
      permissions: [
        roles.reads(ROLE, 'GetRolePolicy'),
        bounded(roles.uses(ROLE, 'PutRolePolicy')),
        roles.uses(ROLE, 'DeleteRolePolicy'),
      ],
      import: none('PutRolePolicy: replaces the policy of that name'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_iam_instance_profile: {
      permissions: [
        profiles.reads(PROFILE, 'GetInstanceProfile'),
        ...profiles.makesAnew(PROFILE, 'CreateInstanceProfile'),
        profiles.uses(
          PROFILE,
          'AddRoleToInstanceProfile',
          'RemoveRoleFromInstanceProfile',
          'DeleteInstanceProfile',
        ),
        passRoleTo('ec2.amazonaws.com'),
      ],
      import: importByName('iam:instance-profile'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {
    aws_cloudwatch_log_groups: [logs.lists('DescribeLogGroups')],
    aws_caller_identity: none('GetCallerIdentity needs no permission'),
  },
  prices: [{ offer: 'AmazonCloudWatch', usageTypes: /^(DataProcessing-Bytes|TimedStorage-ByteHrs)$/ }],
} satisfies Part;
