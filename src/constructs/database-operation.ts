import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import { Construct } from 'constructs';
import { fittingName } from '../core/names';
import { databaseLogGroups, monitoringStatements } from '../iam/database-monitoring';
import type { DatabaseWindows } from '../net/database-windows';
import { EncryptionKey } from './encryption-key';
import { addLogGroup, type LogGroupProps } from './log-group';
import { addServiceRole } from './service-role';

/** How a database is watched and maintained. Each may be left to AWS. */
export interface DatabaseOperation {
  /** Seconds between metrics of the operating system. AWS: "Monitoring OS metrics with Enhanced Monitoring". @default none */
  readonly monitoringInterval?: number | undefined;
  /** Logs that RDS sends to CloudWatch Logs, e.g. `error`. AWS: "Monitoring Amazon RDS log files". */
  readonly logExports: readonly string[];
  /** Whether users may connect with a token of IAM. AWS: "IAM database authentication". */
  readonly iamAuthentication: boolean;
  /** E.g. `rds-ca-rsa2048-g1`. AWS: "Using SSL/TLS to encrypt a connection to a DB instance". @default the account's */
  readonly caCertificate?: string | undefined;
  /** In UTC. @default those that AWS chooses at random */
  readonly windows?: DatabaseWindows | undefined;
  /** Whether AWS upgrades minor versions. @default true */
  readonly automaticMinorUpgrades?: boolean | undefined;
  /** AWS: "Monitoring Amazon RDS databases with CloudWatch Database Insights". @default none */
  readonly insights?: 'standard' | 'advanced' | undefined;
}

export interface DatabaseOperationProps extends DatabaseOperation, Omit<LogGroupProps, 'name' | 'outlives'> {
  /** Identifier of the database. */
  readonly name: string;
  readonly region: string;
  /** Id of the account, where it is needed. */
  readonly accountId: () => string;
  /** ARN of the permissions boundary of the role. @default none */
  readonly boundary: string | undefined;
}

/** AWS: "IAM and AWS STS quotas". */
const ROLE_NAME_LENGTH = 64;

/** Days for which each mode keeps its data. AWS: "Turning on the Advanced mode of Database Insights". */
const INSIGHTS_DAYS = { standard: 7, advanced: 465 } as const;

/** What a database is watched and maintained with: the role of enhanced monitoring, and log groups that expire. */
export class WatchedDatabase extends Construct {
  /** Arguments of the database; only those that are set. */
  public readonly arguments: Partial<DbInstanceConfig>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseOperationProps,
  ) {
    super(scope, id);
    this.arguments = {
      ...this.monitoring(),
      ...this.insights(),
      ...this.logs(),
      ...this.maintenance(),
      ...(props.iamAuthentication && { iamDatabaseAuthenticationEnabled: true }),
      caCertIdentifier: props.caCertificate,
    };
  }

  private monitoring(): Partial<DbInstanceConfig> {
    const { monitoringInterval } = this.props;
    if (monitoringInterval === undefined) return {};
    return { monitoringInterval, monitoringRoleArn: this.addRole() };
  }

  private insights(): Partial<DbInstanceConfig> {
    const { insights } = this.props;
    if (insights === undefined) return {};
    return {
      databaseInsightsMode: insights,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: EncryptionKey.arnFor(this),
      performanceInsightsRetentionPeriod: INSIGHTS_DAYS[insights],
    };
  }

  /** RDS would make groups that keep everything for ever. */
  private logs(): Partial<DbInstanceConfig> {
    const { name, logExports } = this.props;
    if (logExports.length === 0) return {};
    const exports = [...logExports].sort();
    const groups = exports.map((log) =>
      addLogGroup(this, `${log}-logs`, { ...this.props, name: `${databaseLogGroups(name)}${log}` }),
    );
    return { enabledCloudwatchLogsExports: exports, dependsOn: groups };
  }

  private maintenance(): Partial<DbInstanceConfig> {
    const { windows, automaticMinorUpgrades } = this.props;
    return {
      backupWindow: windows?.backup,
      maintenanceWindow: windows?.maintenance,
      autoMinorVersionUpgrade: automaticMinorUpgrades,
    };
  }

  private addRole(): string {
    const { name: database, region, boundary } = this.props;
    const account = this.props.accountId();
    return addServiceRole(this, {
      name: fittingName(`${database}-database-monitoring`, ROLE_NAME_LENGTH),
      service: 'monitoring.rds.amazonaws.com',
      condition: { StringEquals: { 'aws:SourceArn': `arn:aws:rds:${region}:${account}:db:${database}` } },
      permissions: monitoringStatements(region, account),
      boundary,
    });
  }
}
