import { allow, type Statement } from './document';

/** Start of the names of a database's log groups, which RDS gives. AWS: "Publishing database logs to Amazon CloudWatch Logs". */
export const databaseLogGroups = (identifier: string): string => `/aws/rds/instance/${identifier}/`;

/** Log group of the metrics of all databases of an account. AWS: "Viewing OS metrics using CloudWatch Logs". */
const METRICS = 'log-group:RDSOSMetrics';

/** What enhanced monitoring does, as the managed policy `AmazonRDSEnhancedMonitoringRole` allows it. */
export function monitoringStatements(region: string, account: string): Statement[] {
  const group = `arn:aws:logs:${region}:${account}:${METRICS}`;
  return [
    allow(['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], group),
    allow(
      ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams', 'logs:GetLogEvents'],
      `${group}:log-stream:*`,
    ),
  ];
}
