import { bounded } from '../iam/boundary';
import { grantsOf, passRole, type Permissions } from '../iam/grants';

const logs = grantsOf({ name: 'logs', tag: 'TagResource', untag: 'UntagResource' });
const roles = grantsOf({ name: 'iam', tag: 'TagRole', untag: 'UntagRole', regional: false });
const profiles = grantsOf({
  name: 'iam',
  tag: 'TagInstanceProfile',
  untag: 'UntagInstanceProfile',
  regional: false,
});

/** How the platform names them. */
const LOG_GROUP = 'log-group:/{prefix}/*';
const ROLE = 'role/{prefix}-*';
const PROFILE = 'instance-profile/{prefix}-*';

/**
 * Log groups and roles of servers. Only roles with the environment's tags are changed, which those for automation lack, and no
 * managed policy is attached. A role is made, written into and trusted within the boundary alone, and never let out of it. AWS:
 * "Actions, resources, and condition keys for AWS Identity and Access Management", "for Amazon CloudWatch Logs".
 */
export const duties: Permissions = {
  aws_cloudwatch_log_group: [
    logs.lists('DescribeLogGroups'),
    logs.readsOwn(LOG_GROUP, 'ListTagsForResource'),
    ...logs.makesAnew(LOG_GROUP, 'CreateLogGroup'),
    logs.uses(LOG_GROUP, 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'DeleteLogGroup'),
  ],
  aws_iam_role: [
    roles.reads(
      ROLE,
      'GetRole',
      'ListRolePolicies',
      'ListAttachedRolePolicies',
      'ListInstanceProfilesForRole',
    ),
    bounded(roles.creates(ROLE, 'CreateRole')),
    ...roles.adopts(ROLE),
    bounded(roles.uses(ROLE, 'PutRolePermissionsBoundary', 'UpdateAssumeRolePolicy')),
    roles.uses(ROLE, 'DeleteRole'),
  ],
  aws_iam_role_policy: [
    roles.reads(ROLE, 'GetRolePolicy'),
    bounded(roles.uses(ROLE, 'PutRolePolicy')),
    roles.uses(ROLE, 'DeleteRolePolicy'),
  ],
  aws_iam_instance_profile: [
    profiles.reads(PROFILE, 'GetInstanceProfile'),
    ...profiles.makesAnew(PROFILE, 'CreateInstanceProfile'),
    profiles.uses(
      PROFILE,
      'AddRoleToInstanceProfile',
      'RemoveRoleFromInstanceProfile',
      'DeleteInstanceProfile',
    ),
    passRole,
  ],
  // Whoever asks may know who they are.
  'data.aws_caller_identity': [],
};
