import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { Construct } from 'constructs';
import { fittingName } from '../core/names';
import { allow } from '../iam/document';
import { addLogGroup } from './log-group';
import { addServiceRole } from './service-role';

export interface FlowLogsProps {
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly vpcId: string;
  /** Which connections are logged. */
  readonly connections: 'all' | 'rejected';
  readonly retentionDays: number;
  readonly deletionProtection: boolean;
  /** Id of the account, for which alone the role may be assumed. */
  readonly accountId: string;
  /** ARN of the permissions boundary of the role. @default none */
  readonly boundary: string | undefined;
}

/** AWS: "IAM and AWS STS quotas". */
const ROLE_NAME_LENGTH = 64;

const TRAFFIC = { all: 'ALL', rejected: 'REJECT' } as const;

/** What the service does with the streams of the log group. */
const WRITE = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * A record of each connection in the VPC, with addresses, ports and whether it was accepted, every ten minutes. Costs by the gigabyte.
 * AWS: "Logging IP traffic using VPC Flow Logs", "Publish flow logs to CloudWatch Logs".
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { prefix, vpcId, connections } = props;
    const name = fittingName(`${prefix}-vpc-flow-logs`, ROLE_NAME_LENGTH);
    const group = addLogGroup(this, 'logs', { ...props, name: `/${prefix}/vpc/flow-logs` });
    new FlowLog(this, 'Resource', {
      vpcId,
      trafficType: TRAFFIC[connections],
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: this.addRole(name, group.arn, props),
      maxAggregationInterval: 600,
      tags: { Name: name },
    });
  }

  private addRole(name: string, group: string, { accountId, boundary }: FlowLogsProps): string {
    return addServiceRole(this, {
      name,
      service: 'vpc-flow-logs.amazonaws.com',
      condition: { StringEquals: { 'aws:SourceAccount': accountId } },
      permissions: [
        allow(WRITE, `${group}:log-stream:*`),
        allow(['logs:DescribeLogStreams'], group, `${group}:*`),
      ],
      boundary,
    });
  }
}
