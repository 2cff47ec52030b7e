import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribePoliciesCommand,
} from '@aws-sdk/client-auto-scaling';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { EnvironmentInput } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { stateBackends } from '../../src/config/state';
import type { EmulatedAccount } from '../../src/emulator/account';
import { AwsReader } from '../support/aws/aws-reader';
import { accountWithProvider, clientOf } from '../support/aws/own-account';
import { changed } from '../support/fixtures/environments';
import { Variant } from '../support/fixtures/planned-changes';
import { queuesAndSchedules, ScheduledServers } from '../support/aws/scheduled-servers';
import { describeWith } from '../support/processes/describe-with';

/** The application of dev, with a data volume and a schedule. */
const application = {
  ...dev.servers[0],
  dataVolume: { size: 8 },
  container: {
    ...dev.servers[0]?.container,
    user: '1000:1000',
    volumes: { uploads: '/var/lib/uploads' },
    schedules: { report: { cron: '0 3 * * ? *', command: ['report'], timeout: 600 } },
  },
};

/** A group that follows a queue. */
const worker = {
  name: 'worker-server',
  role: 'worker',
  instanceType: 't3.small',
  zones: ['a', 'c'],
  autoScaling: { min: 1, max: 3, targetQueueLength: { queue: 'orders', messages: 20 } },
  container: { awsAccess: true },
};

/** The database of dev with every key of its operation, its application and a worker. */
const environment: EnvironmentInput = changed(
  {
    state: stateBackends.local,
    servers: [application, worker],
    queues: [{ name: 'orders', producers: [], consumers: ['worker-server'] }],
    loadBalancer: undefined,
    encryption: { key: 'customer-managed' },
    'database.instanceClass': 'db.t3.medium',
    'database.monitoringInterval': 60,
    'database.logExports': ['error', 'slowquery'],
    'database.iamAuthentication': true,
    'database.caCertificate': 'rds-ca-rsa2048-g1',
    'database.windows': {},
    'database.automaticMinorUpgrades': true,
    'database.insights': 'advanced',
    'database.databases': ['reports'],
    'database.users': [{ name: 'bi', access: 'read-only' }],
  },
  dev,
);

describeWith(['terraform', 'python'], 'A database with every key, and its servers', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let before: Record<string, number>;
  let deployed: Variant;

  beforeAll(async () => {
    account = await accountWithProvider();
    before = await new AwsReader(account).inventory();
    deployed = new Variant(account, 'database', environment);
    await deployed.plan();
    await deployed.apply();
  });
  afterAll(() => account?.stop());

  const state = async (address: string): Promise<Record<string, unknown>> => {
    const { stdout } = await deployed.terraform.run(['show', '-json']);
    const { values } = JSON.parse(stdout) as {
      values: { root_module: { resources: { address: string; values: Record<string, unknown> }[] } };
    };
    return values.root_module.resources.find((resource) => resource.address === address)?.values ?? {};
  };

  test('is watched, maintained and encrypted as configuration says', async () => {
    const { DBInstances = [] } = await new RDSClient(clientOf(account)).send(
      new DescribeDBInstancesCommand({}),
    );
    const { arn } = await state('aws_kms_key.encryption_key');
    expect(DBInstances).toMatchObject([
      {
        KmsKeyId: arn,
        MonitoringInterval: 60,
        MonitoringRoleArn: expect.stringMatching(/:role\/devloop-dev-database-monitoring$/),
        EnabledCloudwatchLogsExports: ['error', 'slowquery'],
        IAMDatabaseAuthenticationEnabled: true,
        CACertificateIdentifier: 'rds-ca-rsa2048-g1',
        PreferredBackupWindow: '17:00-18:00',
        PreferredMaintenanceWindow: 'sat:18:30-sat:19:30',
        AutoMinorVersionUpgrade: true,
        DatabaseInsightsMode: 'advanced',
        PerformanceInsightsRetentionPeriod: 465,
      },
    ]);
    const secrets = new SecretsManagerClient(clientOf(account));
    for (const SecretId of ['devloop-dev/application', 'devloop-dev/bi'])
      expect((await secrets.send(new DescribeSecretCommand({ SecretId }))).KmsKeyId).toBe(arn);
    expect(await state('aws_cloudwatch_log_group.database_operation_error_logs')).toMatchObject({
      name: '/aws/rds/instance/devloop-dev/error',
      retention_in_days: 90,
      kms_key_id: arn,
    });
  });

  test('scales the worker by its queue', async () => {
    const scaling = new AutoScalingClient(clientOf(account));
    const { ScalingPolicies = [] } = await scaling.send(new DescribePoliciesCommand({}));
    expect(ScalingPolicies).toMatchObject([
      {
        PolicyName: 'queue',
        AutoScalingGroupName: 'devloop-dev-worker-server',
        TargetTrackingConfiguration: { TargetValue: 20 },
      },
    ]);
    const { Metrics = [] } =
      ScalingPolicies[0]?.TargetTrackingConfiguration?.CustomizedMetricSpecification ?? {};
    const metrics = Metrics.map(({ Id, Expression, MetricStat, ReturnData }) => [
      Id,
      Expression ?? MetricStat?.Metric?.MetricName,
      ReturnData,
    ]);
    // The provider sends them as a set.
    expect(metrics.sort()).toEqual([
      ['backlog', 'messages / instances', true],
      ['instances', 'GroupInServiceInstances', false],
      ['messages', 'ApproximateNumberOfMessagesVisible', false],
    ]);
    const { AutoScalingGroups = [] } = await scaling.send(new DescribeAutoScalingGroupsCommand({}));
    expect(AutoScalingGroups[0]?.EnabledMetrics?.map(({ Metric }) => Metric)).toEqual([
      'GroupInServiceInstances',
    ]);
  });

  describe('with a schedule', () => {
    const QUEUE = 'aws_sqs_queue.schedules_devloop_server_report';
    let runs: ScheduledServers;
    beforeAll(async () => {
      const [queue, failed] = await Promise.all([state(QUEUE), state(`${QUEUE}_dead_letters`)]);
      runs = new ScheduledServers(account, { queue: String(queue['url']), failed: String(failed['url']) });
    });

    test('runs on one of two servers', async () => {
      await runs.send();
      expect(await runs.onTwoServers()).toBe(1);
      expect(await runs.counts()).toEqual({ waiting: 0, running: 0, failed: 0 });
    });

    test('is in the dead-letter queue after a run that fails', async () => {
      await runs.send();
      await runs.onOneServer('exit 3');
      expect(await runs.received()).toBe(0);
      expect(await runs.counts()).toEqual({ waiting: 0, running: 0, failed: 1 });
    });

    test('is given up with a server that dies, and only then gives way to the next run', async () => {
      const started = await runs.startedByAServerThatDies();
      await runs.send();
      expect(await runs.received()).toBe(0);
      await runs.expire(started);
      expect(await runs.received()).toBe(1);
      expect((await runs.counts()).failed).toBe(2);
    });
  });

  test('has an empty second plan, without a warning about keys', async () => {
    expect(await deployed.plan()).toEqual([]);
    expect(deployed.output).not.toContain('keeps the key that it was created with');
  });

  test('loses its key and its switches in place', async () => {
    const plain = changed(
      { encryption: undefined, database: { ...dev.database, instanceClass: 'db.t3.medium' } },
      environment,
    );
    const plan = await new Variant(account, 'plain', plain).plan();
    expect(plan).toContain('delete aws_kms_key.encryption_key');
    expect(plan.filter((line) => line.endsWith(' aws_db_instance.database'))).toEqual([
      'update aws_db_instance.database',
    ]);
  });

  test('goes and leaves nothing', async () => {
    expect(await queuesAndSchedules(account)).toEqual({ queues: 4, schedules: 1 });
    await deployed.terraform.run(['destroy', '-auto-approve', '-input=false']);
    expect(await new AwsReader(account).inventory()).toEqual(before);
    expect(await queuesAndSchedules(account)).toEqual({ queues: 0, schedules: 0 });
    const { AutoScalingGroups } = await new AutoScalingClient(clientOf(account)).send(
      new DescribeAutoScalingGroupsCommand({}),
    );
    expect(AutoScalingGroups).toEqual([]);
  });
});
