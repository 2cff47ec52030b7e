import { monitoringStatements } from '../iam/database-monitoring';
import { allow, type Statement } from '../iam/document';
import type { PolicyScope } from '../iam/policy';
import { ROLES } from '../roles';
import { AWS_ACTIONS } from '../roles/aws-actions';
import { sessionPermissions } from './instance-setups';

/** Statements of the permissions boundary for all servers of an environment, and for what writes its flow logs and its database's metrics. */
export function serverBoundary(scope: PolicyScope): Statement[] {
  const { region, account, prefix } = scope;
  return [
    allow(AWS_ACTIONS.logGroup, `arn:aws:logs:${region}:${account}:log-group:/${prefix}/*:log-stream:*`),
    allow(['logs:DescribeLogStreams'], `arn:aws:logs:${region}:${account}:log-group:/${prefix}/*`),
    ...monitoringStatements(region, account),
    ...Object.values(ROLES).flatMap((role) => role.boundary(scope)),
    ...sessionPermissions(region, account).map(({ actions, resources }) => allow(actions, ...resources)),
  ];
}
