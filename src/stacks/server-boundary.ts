import type { PolicyScope, Statement } from '../iam/policy';
import { AWS_ACTIONS } from '../roles/user-data';
import { sessionPermissions } from './instance-setups';

const allow = (Action: readonly string[], ...Resource: string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/**
 * The most that any server of an environment may ever do, whatever its role's own policy says: what the duties need, for any
 * image in ECR. RDS names its secrets at random, and tags each with the database that it is for.
 */
export function serverBoundary({ region, account, prefix }: PolicyScope): Statement[] {
  const database = `arn:aws:rds:${region}:${account}:db:${prefix}`;
  return [
    allow(AWS_ACTIONS.logGroup, `arn:aws:logs:${region}:${account}:log-group:/${prefix}/*:log-stream:*`),
    {
      ...allow(AWS_ACTIONS.databaseSecret, `arn:aws:secretsmanager:${region}:${account}:secret:rds!db-*`),
      Condition: { StringEquals: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': database } },
    },
    allow(AWS_ACTIONS.imageRegistry, '*'),
    allow(AWS_ACTIONS.imageRepository, 'arn:aws:ecr:*:*:repository/*'),
    ...sessionPermissions(region, account).map(({ actions, resources }) => allow(actions, ...resources)),
  ];
}
