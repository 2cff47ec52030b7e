import { allow, type Statement } from './document';
import type { PolicyScope } from './policy';

/**
 * What the schedule of an environment may do with its servers, groups, database and alarms. EC2 gives a volume whose key is customer managed
 * to an instance that starts by a grant of the caller. AWS: "Using universal targets", "Amazon EBS encryption", required permissions.
 */
export function schedulePermissions({
  region,
  account,
  prefix,
  project,
  environment,
}: PolicyScope): Statement[] {
  const arn = (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${account}:${resource}`;
  return [
    {
      ...allow(['ec2:StartInstances', 'ec2:StopInstances'], arn('ec2', 'instance/*')),
      Condition: {
        StringEquals: { 'aws:ResourceTag/Project': project, 'aws:ResourceTag/Environment': environment },
      },
    },
    {
      ...allow(['kms:CreateGrant'], arn('kms', 'key/*')),
      Condition: {
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
        StringEquals: { 'kms:ViaService': `ec2.${region}.amazonaws.com` },
      },
    },
    allow(['rds:StartDBInstance', 'rds:StopDBInstance'], arn('rds', `db:${prefix}`)),
    allow(
      ['autoscaling:UpdateAutoScalingGroup'],
      arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${prefix}-*`),
    ),
    allow(
      ['cloudwatch:DisableAlarmActions', 'cloudwatch:EnableAlarmActions'],
      arn('cloudwatch', `alarm:${prefix}-*`),
    ),
  ];
}
