import { dev, prod } from '../support/fixtures/configured';
import { changed, type Changes, everything } from '../support/fixtures/environments';
import { argumentsAt, type Config, ofType, synth } from '../support/fixtures/synth';

const customer: Changes = { encryption: { key: 'customer-managed' } };
const KEY = '${aws_kms_key.encryption_key.arn}';
const ACCOUNT = '${data.aws_caller_identity.account.account_id}';

interface KeyStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: object;
  readonly Action: string | readonly string[];
  readonly Condition?: object;
}

function policyOf(config: Config): Map<string, KeyStatement> {
  const { policy } = argumentsAt(config, 'aws_kms_key.encryption_key');
  const { Statement } = JSON.parse(String(policy)) as { Statement: KeyStatement[] };
  return new Map(Statement.map((statement) => [statement.Sid, statement]));
}

const protectedDev = synth(
  changed({ ...customer, deletionProtection: true, 'loadBalancer.insecure': true, alarms: {} }),
);
const encrypted = synth(
  changed({ ...customer, 'database.logExports': ['error'], 'network.flowLogs': 'all' }),
);

describe('The customer managed key', () => {
  test('is rotated, and waits for 30 days before it goes', () => {
    expect(argumentsAt(encrypted, 'aws_kms_key.encryption_key')).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: false },
      tags: { Name: 'devloop-dev' },
    });
  });

  test('is used by principals of its account through services of its region alone', () => {
    expect(policyOf(encrypted).get('ThroughServices')).toMatchObject({
      Principal: { AWS: '*' },
      Condition: {
        StringEquals: {
          'kms:CallerAccount': ACCOUNT,
          'kms:ViaService': [
            'backup.ap-northeast-2.amazonaws.com',
            'ec2.ap-northeast-2.amazonaws.com',
            'elasticache.ap-northeast-2.amazonaws.com',
            'rds.ap-northeast-2.amazonaws.com',
            's3.ap-northeast-2.amazonaws.com',
            'secretsmanager.ap-northeast-2.amazonaws.com',
            'sqs.ap-northeast-2.amazonaws.com',
          ],
        },
      },
    });
  });

  test('is found by the name of its environment', () => {
    expect(argumentsAt(encrypted, 'aws_kms_alias.encryption_key_alias')).toEqual({
      name: 'alias/devloop-dev',
      target_key_id: '${aws_kms_key.encryption_key.key_id}',
    });
  });

  test('decrypts for distributions of its account where there is one', () => {
    expect(policyOf(synth(everything)).get('Distributions')).toEqual({
      Sid: 'Distributions',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${ACCOUNT}:distribution/*` } },
    });
  });

  test('encrypts log groups of its environment alone', () => {
    const group = `arn:aws:logs:ap-northeast-2:${ACCOUNT}:log-group:`;
    expect(policyOf(encrypted).get('Logs')).toMatchObject({
      Principal: { Service: 'logs.ap-northeast-2.amazonaws.com' },
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': [
            `${group}/devloop-dev/*`,
            `${group}/aws/rds/instance/devloop-dev/*`,
            `${group}aws-waf-logs-devloop-dev`,
          ],
        },
      },
    });
  });

  test('lets alarms into the topic, which has no key of its own', () => {
    expect(policyOf(protectedDev).get('Publishers')?.Principal).toEqual({
      Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com', 'events.amazonaws.com'],
    });
    expect(argumentsAt(protectedDev, 'aws_sns_topic.alarm_topic')['kms_master_key_id']).toBe(KEY);
    expect(Object.keys(ofType(protectedDev, 'aws_kms_key'))).toEqual(['encryption_key']);
    expect(Object.keys(ofType(synth(changed({ alarms: {} })), 'aws_kms_key'))).toEqual(['alarm_topic_key']);
  });

  test('cannot be deleted while deletion protection is on, although Terraform no longer knew it', () => {
    expect([...policyOf(encrypted).keys()]).toEqual(['Account', 'ThroughServices', 'Logs', 'Publishers']);
    expect(policyOf(protectedDev).get('Kept')).toEqual({
      Sid: 'Kept',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
      Resource: '*',
    });
  });

  test('is absent unless it is asked for', () => {
    expect(synth(changed({ encryption: { key: 'aws-managed' } }))).toEqual(synth(dev));
    expect(JSON.stringify(synth(dev))).not.toContain('aws_kms_key');
  });
});

/** Addresses of resources whose JSON mentions the key, without those that only wait for it. */
const under = (config: Config): string[] =>
  Object.entries(config.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources)
      .filter(([, resource]) => JSON.stringify(resource).includes(KEY))
      .map(([name]) => `${type}.${name}`),
  );

describe('Under the customer managed key', () => {
  test('are volumes, the database with its secrets, and log groups', () => {
    expect(under(encrypted).sort()).toEqual([
      'aws_cloudwatch_log_group.bastion_logs',
      'aws_cloudwatch_log_group.database_operation_error_logs',
      'aws_cloudwatch_log_group.flow_logs_logs',
      'aws_cloudwatch_log_group.servers_devloop_server_logs',
      'aws_cloudwatch_log_group.servers_elk_server_logs',
      'aws_cloudwatch_log_group.servers_jenkins_server_logs',
      'aws_db_instance.database',
      'aws_ebs_volume.data_volumes_elk_server_data',
      'aws_ebs_volume.data_volumes_jenkins_server_data',
      'aws_instance.bastion',
      'aws_instance.servers_devloop_server',
      'aws_instance.servers_elk_server',
      'aws_instance.servers_jenkins_server',
      'aws_secretsmanager_secret.database_application_secret',
    ]);
    expect(argumentsAt(encrypted, 'aws_db_instance.database')).toMatchObject({
      kms_key_id: KEY,
      master_user_secret_kms_key_id: KEY,
    });
  });

  test('are buckets, queues, the cache with its password, and the vault of backups', () => {
    const stored = /^aws_(backup|elasticache|s3|secretsmanager|sqs)_/;
    expect(under(synth(everything)).filter((address) => stored.test(address))).toEqual([
      'aws_backup_vault.backups_vault',
      'aws_elasticache_replication_group.cache',
      'aws_s3_bucket_server_side_encryption_configuration.buckets_exports_encryption',
      'aws_s3_bucket_server_side_encryption_configuration.buckets_uploads_encryption',
      'aws_secretsmanager_secret.cache_secret',
      'aws_secretsmanager_secret.database_application_secret',
      'aws_secretsmanager_secret.database_user_bi_secret',
      'aws_sqs_queue.queues_orders',
      'aws_sqs_queue.queues_orders_dead_letters',
      'aws_sqs_queue.schedules_devloop_server_report',
      'aws_sqs_queue.schedules_devloop_server_report_dead_letters',
    ]);
    expect(
      argumentsAt(
        synth(everything),
        'aws_s3_bucket_server_side_encryption_configuration.buckets_uploads_encryption',
      ),
    ).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: KEY },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  test('is no bucket of access logs, whose delivery takes keys of S3 alone', () => {
    const address = 'aws_s3_bucket_server_side_encryption_configuration.access_logs_encryption';
    expect(argumentsAt(synth(everything), address)).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
  });

  test('are the volumes of an Auto Scaling group', () => {
    const { block_device_mappings: devices } = argumentsAt(
      synth(changed(customer, prod)),
      'aws_launch_template.servers_devloop_server_launch_template',
    );
    expect(devices).toMatchObject([{ ebs: { encrypted: 'true', kms_key_id: KEY } }]);
  });

  test('nothing is replaced for another key', () => {
    const ignored = (address: string) =>
      (argumentsAt(encrypted, address)['lifecycle'] as { ignore_changes: string[] }).ignore_changes;
    expect(ignored('aws_db_instance.database').slice(-3)).toEqual([
      'kms_key_id',
      'master_user_secret_kms_key_id',
      'performance_insights_kms_key_id',
    ]);
    expect(ignored('aws_ebs_volume.data_volumes_elk_server_data')).toContain('kms_key_id');
    expect(ignored('aws_instance.bastion')).toContain('root_block_device[0].kms_key_id');
  });

  test('what keeps an earlier key is told of in each plan', () => {
    const conditions = JSON.stringify(encrypted.check).matchAll(/"condition":"([^"]*kms_key_id[^"]*)"/g);
    expect([...conditions].map(([, condition]) => condition).sort()).toEqual([
      '${aws_db_instance.database.kms_key_id == aws_kms_key.encryption_key.arn}',
      '${aws_ebs_volume.data_volumes_elk_server_data.kms_key_id == aws_kms_key.encryption_key.arn}',
      '${aws_ebs_volume.data_volumes_jenkins_server_data.kms_key_id == aws_kms_key.encryption_key.arn}',
    ]);
  });
});
