import { grantsOf, passRole, type Permissions } from './grants';

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
 * managed policy is attached. What an inline policy of a server's role allows is not limited: who applies could give a server of
 * the environment more than the apply role has. AWS: "Actions, resources, and condition keys for AWS Identity and Access Management",
 * "for Amazon CloudWatch Logs".
 */
export const duties: Permissions = {
  aws_cloudwatch_log_group: [
    // Looked up by the start of its name, which the ARN does not have.
    logs.reads('log-group:*', 'DescribeLogGroups'),
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
    ...roles.makesAnew(ROLE, 'CreateRole'),
    roles.uses(ROLE, 'UpdateAssumeRolePolicy', 'DeleteRole'),
  ],
  aws_iam_role_policy: [
    roles.reads(ROLE, 'GetRolePolicy'),
    roles.uses(ROLE, 'PutRolePolicy', 'DeleteRolePolicy'),
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
