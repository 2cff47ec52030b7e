import type { PolicyScope, Statement } from '../iam/policy';
import { ROLES } from '../roles';
import { AWS_ACTIONS } from '../roles/aws-actions';
import { sessionPermissions } from './instance-setups';

const allow = (Action: readonly string[], ...Resource: string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/** The most that any server of an environment may ever do, whatever the policy of its own IAM role allows. */
export function serverBoundary(scope: PolicyScope): Statement[] {
  const { region, account, prefix } = scope;
  return [
    allow(AWS_ACTIONS.logGroup, `arn:aws:logs:${region}:${account}:log-group:/${prefix}/*:log-stream:*`),
    ...Object.values(ROLES).flatMap((role) => role.boundary(scope)),
    ...sessionPermissions(region, account).map(({ actions, resources }) => allow(actions, ...resources)),
  ];
}
