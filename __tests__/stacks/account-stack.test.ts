import { account, synthAccount } from '../support/fixtures/account';
import { messagesOf } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, ofType } from '../support/fixtures/synth';

const { project, region, state } = account;
const config = synthAccount();

const bucketOf = (name: string): string[] => [
  `aws_s3_bucket.${name}`,
  `aws_s3_bucket_lifecycle_configuration.${name}_lifecycle`,
  `aws_s3_bucket_ownership_controls.${name}_ownership`,
  `aws_s3_bucket_policy.${name}_policy`,
  `aws_s3_bucket_public_access_block.${name}_public_access`,
  `aws_s3_bucket_server_side_encryption_configuration.${name}_encryption`,
  `aws_s3_bucket_versioning.${name}_versioning`,
];

const DEFAULTS = [
  'aws_ebs_encryption_by_default.defaults_encrypted_volumes',
  'aws_ec2_instance_metadata_defaults.defaults_imdsv2',
  'aws_s3_account_public_access_block.defaults_private_buckets',
  'data.aws_caller_identity.identity',
];

describe('AccountStack', () => {
  test('sets the free defaults of the account where nothing else is switched on', () => {
    expect(addressesOf(synthAccount({ project, region, state }))).toEqual(DEFAULTS);
  });

  test('leaves the account as it is where all is switched off', () => {
    const off = { encryptVolumes: false, requireImdsv2: false, blockPublicBuckets: false };
    expect(addressesOf(synthAccount({ project, region, state, ...off, accessAnalyzer: true }))).toEqual([
      'aws_accessanalyzer_analyzer.access',
      'data.aws_caller_identity.identity',
    ]);
  });

  test('has a construct for each switch', () => {
    expect(addressesOf(config)).toEqual(
      [
        ...DEFAULTS,
        ...bucketOf('configuration_records'),
        ...bucketOf('trail_records'),
        'aws_accessanalyzer_analyzer.access',
        'aws_cloudtrail.trail',
        'aws_config_config_rule.configuration_encrypted_volumes',
        'aws_config_config_rule.configuration_rds_storage_encrypted',
        'aws_config_configuration_recorder.configuration',
        'aws_config_configuration_recorder_status.configuration_status',
        'aws_config_delivery_channel.configuration_channel',
        'aws_guardduty_detector.threats',
        'aws_iam_service_linked_role.configuration_role',
      ].sort(),
    );
  });

  // A key of AWS admits principals of the account, and services write as themselves.
  test.each(['trail', 'configuration'])('encrypts the records of the %s with keys of S3', (name) => {
    const address = `aws_s3_bucket_server_side_encryption_configuration.${name}_records_encryption`;
    expect(argumentsAt(config, address)['rule']).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
  });

  test('logs all regions with digests, once the bucket accepts them', () => {
    expect(argumentsAt(config, 'aws_cloudtrail.trail')).toEqual({
      name: 'devloop-account',
      s3_bucket_name: '${aws_s3_bucket.trail_records.bucket}',
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      tags: { Name: 'devloop-account' },
      depends_on: ['aws_s3_bucket_policy.trail_records_policy'],
    });
  });

  test('records configurations once the recorder can deliver them', () => {
    expect(argumentsAt(config, 'aws_config_configuration_recorder_status.configuration_status')).toEqual({
      name: '${aws_config_configuration_recorder.configuration.name}',
      is_enabled: true,
      depends_on: ['aws_config_delivery_channel.configuration_channel'],
    });
    expect(argumentsAt(config, 'aws_config_delivery_channel.configuration_channel')['depends_on']).toEqual([
      'aws_config_configuration_recorder.configuration',
      'aws_s3_bucket_policy.configuration_records_policy',
    ]);
    expect(argumentsAt(config, 'aws_config_config_rule.configuration_encrypted_volumes')).toMatchObject({
      name: 'devloop-encrypted-volumes',
      source: { owner: 'AWS', source_identifier: 'ENCRYPTED_VOLUMES' },
    });
  });

  test('keeps records for the configured days, and its buckets unless protection is off', () => {
    const days = Object.values(ofType(config, 'aws_s3_bucket_lifecycle_configuration')).map(
      ({ rule }) => (rule as { expiration: { days: number }[] }[])[0]?.expiration[0]?.days,
    );
    expect(days.sort()).toEqual([365, 400]);
    const bucketsOf = (input: typeof account) =>
      Object.values(ofType(synthAccount(input), 'aws_s3_bucket')).map(
        ({ force_destroy: force, lifecycle }) => [force, lifecycle],
      );
    const kept = [false, { prevent_destroy: true }];
    const gone = [true, { prevent_destroy: false }];
    expect(bucketsOf(account)).toEqual([kept, kept]);
    expect(bucketsOf({ ...account, deletionProtection: false })).toEqual([gone, gone]);
  });

  test.each([
    [
      { config: { rules: ['encrypted-volumes'] } },
      'account.config.rules[0]: "encrypted-volumes" is not the identifier of a managed rule; accepted: capital letters, digits and single underscores, e.g. ENCRYPTED_VOLUMES [CONFIG_INVALID]',
    ],
    [
      { trail: { retentionDays: 0 } },
      'account.trail.retentionDays: 0 is too small; accepted: at least 1 [CONFIG_INVALID]',
    ],
  ])('rejects %j', (change, message) => {
    expect(messagesOf(() => synthAccount({ ...account, ...change }))).toEqual([message]);
  });
});
