import { backupPermissions } from '../iam/backup-permissions';
import { monitoringStatements } from '../iam/database-monitoring';
import { allow, type Statement } from '../iam/document';
import { KEY_SERVICES_OF_SERVERS } from '../iam/key-services';
import { pipelinePermissions } from '../iam/pipeline-permissions';
import type { PolicyScope } from '../iam/policy';
import { schedulePermissions } from '../iam/schedule-permissions';
import { ROLES } from '../roles';
import { AWS_ACTIONS } from '../roles/aws-actions';
import { applicationBoundary } from './application-boundary';
import { sessionPermissions } from './instance-setups';

/** The environment's key, for the secrets, buckets and queues that the statements below name. AWS: "Secret encryption and decryption". */
const dataUnderTheKey = ({ region, account, project, environment }: PolicyScope): Statement => ({
  ...allow(['kms:Decrypt', 'kms:GenerateDataKey'], `arn:aws:kms:${region}:${account}:key/*`),
  Condition: {
    StringEquals: {
      'aws:ResourceTag/Project': project,
      'aws:ResourceTag/Environment': environment,
      'kms:ViaService': KEY_SERVICES_OF_SERVERS.map((service) => `${service}.${region}.amazonaws.com`),
    },
  },
});

/** What pipelines of the environment may do at most. */
const pipelineBoundary = ({ region, account, prefix }: PolicyScope): Statement[] =>
  pipelinePermissions({
    region,
    account,
    repositories: [`${prefix}/*`],
    parameters: [`/${prefix}/images/*`],
    groups: [`${prefix}-*`],
  }).map(({ actions, resources }) => allow(actions, ...resources));

/**
 * Statements of the permissions boundary for all servers of an environment, for what writes its flow logs and its database's metrics, for
 * pipelines, and for AWS Backup and a schedule where they are used.
 */
export function serverBoundary(
  scope: PolicyScope,
  uses: { readonly backups: boolean; readonly pipeline: boolean; readonly schedule: boolean },
): Statement[] {
  const { region, account, prefix } = scope;
  return [
    allow(AWS_ACTIONS.logGroup, `arn:aws:logs:${region}:${account}:log-group:/${prefix}/*:log-stream:*`),
    allow(['logs:DescribeLogStreams'], `arn:aws:logs:${region}:${account}:log-group:/${prefix}/*`),
    ...monitoringStatements(region, account),
    dataUnderTheKey(scope),
    ...Object.values(ROLES).flatMap((role) => role.boundary(scope)),
    ...applicationBoundary(scope),
    ...sessionPermissions(region, account).map(({ actions, resources }) => allow(actions, ...resources)),
    ...(uses.pipeline ? pipelineBoundary(scope) : []),
    ...(uses.backups ? backupPermissions(scope) : []),
    ...(uses.schedule ? schedulePermissions(scope) : []),
  ];
}
