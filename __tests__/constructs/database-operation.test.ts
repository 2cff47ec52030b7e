import { changed, type Changes } from '../support/fixtures/environments';
import { dev } from '../support/fixtures/configured';
import { argumentsAt, ofType, synth } from '../support/fixtures/synth';

const synthWith = (changes: Changes) => synth(changed(changes));
const databaseWith = (changes: Changes) => argumentsAt(synthWith(changes), 'aws_db_instance.database');
const parametersWith = (changes: Changes) =>
  argumentsAt(synthWith(changes), 'aws_db_parameter_group.database_parameter_group')['parameter'] as {
    name: string;
    value: string;
  }[];

const postgres: Changes = { 'database.engine': 'postgres', 'database.version': '17' };

/** Keys of the database that `changes` adds, with their values. */
const added = (changes: Changes) => {
  const before = databaseWith({});
  return Object.fromEntries(
    Object.entries(databaseWith(changes)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]),
    ),
  );
};

describe('Operation of a database', () => {
  test.each<[string, Changes, object]>([
    [
      'pins its certificate authority',
      { 'database.caCertificate': 'rds-ca-rsa2048-g1' },
      { ca_cert_identifier: 'rds-ca-rsa2048-g1' },
    ],
    [
      'lets users in with tokens of IAM',
      { 'database.iamAuthentication': true },
      { iam_database_authentication_enabled: true },
    ],
    ['keeps to the region’s night', { 'database.windows': {} }, night('17:00-18:00', 'sat:18:30-sat:19:30')],
    [
      'keeps to windows of its own',
      { 'database.windows': { backup: '01:00-02:00' } },
      night('01:00-02:00', 'sat:18:30-sat:19:30'),
    ],
    [
      'leaves minor versions as they are',
      { 'database.automaticMinorUpgrades': false },
      { auto_minor_version_upgrade: false },
    ],
    [
      'says that AWS upgrades minor versions',
      { 'database.automaticMinorUpgrades': true },
      { auto_minor_version_upgrade: true },
    ],
    [
      'keeps what insights show for a week',
      { 'database.instanceClass': 'db.t3.medium', 'database.insights': 'standard' },
      { instance_class: 'db.t3.medium', ...insights('standard', 7) },
    ],
    [
      'keeps what advanced insights show for 15 months',
      { 'database.instanceClass': 'db.t3.medium', 'database.insights': 'advanced' },
      { instance_class: 'db.t3.medium', ...insights('advanced', 465) },
    ],
  ])('%s', (_, changes, expected) => {
    expect(added(changes)).toEqual(expected);
  });
});

function night(backup: string, maintenance: string) {
  return { backup_window: backup, maintenance_window: maintenance };
}

function insights(mode: string, days: number) {
  return {
    database_insights_mode: mode,
    performance_insights_enabled: true,
    performance_insights_retention_period: days,
  };
}

describe('Enhanced monitoring', () => {
  const config = synthWith({ 'database.monitoringInterval': 15 });

  test('has a role that only RDS takes, and only for this database', () => {
    expect(argumentsAt(config, 'aws_db_instance.database')).toMatchObject({
      monitoring_interval: 15,
      monitoring_role_arn: '${aws_iam_role.database_operation_role.arn}',
    });
    const { assume_role_policy: trust } = argumentsAt(config, 'aws_iam_role.database_operation_role');
    expect(JSON.parse(String(trust))).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'monitoring.rds.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: {
              'aws:SourceArn':
                'arn:aws:rds:ap-northeast-2:${data.aws_caller_identity.account.account_id}:db:devloop-dev',
            },
          },
        },
      ],
    });
  });

  test('writes to its log group alone', () => {
    const { policy } = argumentsAt(config, 'aws_iam_role_policy.database_operation_role_permissions');
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Resource: string[] }[] };
    const group =
      'arn:aws:logs:ap-northeast-2:${data.aws_caller_identity.account.account_id}:log-group:RDSOSMetrics';
    expect(Statement.map(({ Resource }) => Resource)).toEqual([[group], [`${group}:log-stream:*`]]);
  });
});

describe('Exported logs', () => {
  const groupsOf = (config: ReturnType<typeof synth>) =>
    Object.values(ofType(config, 'aws_cloudwatch_log_group')).filter(({ name }) =>
      String(name).startsWith('/aws/rds/'),
    );

  test('go to groups that expire, and exist before the database', () => {
    const config = synthWith({ 'database.logExports': ['slowquery', 'error'] });
    expect(groupsOf(config).map(({ name, retention_in_days: days }) => [name, days])).toEqual([
      ['/aws/rds/instance/devloop-dev/error', 90],
      ['/aws/rds/instance/devloop-dev/slowquery', 90],
    ]);
    expect(argumentsAt(config, 'aws_db_instance.database')).toMatchObject({
      enabled_cloudwatch_logs_exports: ['error', 'slowquery'],
      depends_on: [
        'aws_cloudwatch_log_group.database_operation_error-logs',
        'aws_cloudwatch_log_group.database_operation_slowquery-logs',
      ].map((address) => address.replaceAll('-', '_')),
    });
  });

  test('outlive a protected database, and are taken again where one comes back', () => {
    const config = synthWith({
      deletionProtection: true,
      'loadBalancer.insecure': true,
      'database.logExports': ['error'],
    });
    expect(groupsOf(config)).toMatchObject([{ skip_destroy: true, lifecycle: { prevent_destroy: true } }]);
    expect(argumentsOfData(config, 'aws_cloudwatch_log_groups')['kept_database_logs_known']).toEqual({
      log_group_name_prefix: '/aws/rds/instance/devloop-dev/',
    });
    expect(JSON.stringify(config.import)).toContain('aws_cloudwatch_log_group.database_operation_error_logs');
  });

  test.each<[Changes, readonly string[], object[]]>([
    [{}, ['error'], []],
    [
      {},
      ['slowquery'],
      [
        { name: 'slow_query_log', value: '1' },
        { name: 'long_query_time', value: '2' },
        { name: 'log_output', value: 'FILE' },
      ],
    ],
    [
      {},
      ['general', 'slowquery'],
      [
        { name: 'general_log', value: '1' },
        { name: 'log_output', value: 'FILE' },
        { name: 'slow_query_log', value: '1' },
        { name: 'long_query_time', value: '2' },
      ],
    ],
    [postgres, ['postgresql'], [{ name: 'log_min_duration_statement', value: '2000' }]],
  ])('with %j of %j have the parameters without which they are empty', (changes, logs, expected) => {
    const before = parametersWith(changes);
    expect(parametersWith({ ...changes, 'database.logExports': logs }).slice(before.length)).toEqual(
      expected,
    );
  });
});

function argumentsOfData(config: ReturnType<typeof synth>, type: string) {
  return (config.data?.[type] ?? {}) as Readonly<Record<string, object>>;
}

test('A database without these keys has none of their arguments', () => {
  expect(Object.keys(argumentsAt(synth(dev), 'aws_db_instance.database')).sort()).toEqual([
    'allocated_storage',
    'allow_major_version_upgrade',
    'apply_immediately',
    'backup_retention_period',
    'copy_tags_to_snapshot',
    'db_name',
    'db_subnet_group_name',
    'deletion_protection',
    'engine',
    'engine_lifecycle_support',
    'engine_version',
    'final_snapshot_identifier',
    'identifier',
    'instance_class',
    'lifecycle',
    'manage_master_user_password',
    'max_allocated_storage',
    'multi_az',
    'parameter_group_name',
    'port',
    'publicly_accessible',
    'skip_final_snapshot',
    'storage_encrypted',
    'storage_type',
    'tags',
    'username',
    'vpc_security_group_ids',
  ]);
});
