import { parseAutomation } from '../../src/config/schema';
import { type Changes, changed } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, synth } from '../support/fixtures/synth';
import { automation } from '../support/iam/policies';

const ACCOUNT = '${data.aws_caller_identity.account.account_id}';
const BUCKET = '${aws_s3_bucket.access_logs.bucket}';
const ARN = '${aws_s3_bucket.access_logs.arn}';

const withKey = (changes: Changes) => synth(changed(changes));
const policyAt = (config: ReturnType<typeof withKey>, address: string, argument = 'policy') =>
  JSON.parse(String(argumentsAt(config, address)[argument])) as { Statement: unknown[] };

describe('Flow logs', () => {
  const config = withKey({ 'network.flowLogs': 'all', logRetentionDays: 365 });

  test('record each connection of the VPC in a log group of their own', () => {
    expect(argumentsAt(config, 'aws_flow_log.flow_logs')).toEqual({
      vpc_id: '${aws_vpc.network_vpc.id}',
      traffic_type: 'ALL',
      log_destination_type: 'cloud-watch-logs',
      log_destination: '${aws_cloudwatch_log_group.flow_logs_logs.arn}',
      iam_role_arn: '${aws_iam_role.flow_logs_role.arn}',
      max_aggregation_interval: 600,
      tags: { Name: 'devloop-dev-vpc-flow-logs' },
    });
    expect(argumentsAt(config, 'aws_cloudwatch_log_group.flow_logs_logs')).toMatchObject({
      name: '/devloop-dev/vpc/flow-logs',
      retention_in_days: 365,
    });
  });

  test('are written by a role that only this account of the service takes, and only to this group', () => {
    const group = '${aws_cloudwatch_log_group.flow_logs_logs.arn}';
    expect(policyAt(config, 'aws_iam_role.flow_logs_role', 'assume_role_policy').Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      },
    ]);
    expect(policyAt(config, 'aws_iam_role_policy.flow_logs_role_permissions').Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [`${group}:log-stream:*`],
      },
      { Effect: 'Allow', Action: ['logs:DescribeLogStreams'], Resource: [group, `${group}:*`] },
    ]);
  });

  test('have the permissions boundary where there is automation', () => {
    const automated = synth(changed({ 'network.flowLogs': 'rejected' }), parseAutomation(automation));
    expect(argumentsAt(automated, 'aws_iam_role.flow_logs_role')['permissions_boundary']).toBe(
      `arn:aws:iam::${ACCOUNT}:policy/devloop-dev-boundary`,
    );
    expect(argumentsAt(automated, 'aws_flow_log.flow_logs')['traffic_type']).toBe('REJECT');
  });
});

describe('Log retention', () => {
  test.each([
    [{}, 90],
    [{ logRetentionDays: 731 }, 731],
  ])('with %j is %i days for servers', (changes, days) => {
    const { aws_cloudwatch_log_group: groups = {} } = withKey(changes).resource;
    expect([...new Set(Object.values(groups).map((group) => group['retention_in_days']))]).toEqual([days]);
  });
});

describe('Access logs', () => {
  const config = withKey({ 'loadBalancer.accessLogs': {} });

  test('are delivered to a bucket that the load balancer waits for', () => {
    expect(argumentsAt(config, 'aws_lb.load_balancer')['access_logs']).toEqual({
      bucket: '${aws_s3_bucket_policy.access_logs_policy.bucket}',
      enabled: true,
    });
    expect(argumentsAt(config, 'aws_s3_bucket.access_logs')).toEqual({
      bucket: `devloop-dev-logs-${ACCOUNT}`,
      force_destroy: true,
      tags: { Name: 'devloop-dev-logs' },
      lifecycle: { prevent_destroy: false },
    });
  });

  test('are private, encrypted, and deleted after a year', () => {
    expect(argumentsAt(config, 'aws_s3_bucket_public_access_block.access_logs_public_access')).toEqual({
      bucket: BUCKET,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(argumentsAt(config, 'aws_s3_bucket_ownership_controls.access_logs_ownership')).toEqual({
      bucket: BUCKET,
      rule: { object_ownership: 'BucketOwnerEnforced' },
    });
    expect(
      argumentsAt(config, 'aws_s3_bucket_server_side_encryption_configuration.access_logs_encryption')[
        'rule'
      ],
    ).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }]);
    expect(
      argumentsAt(config, 'aws_s3_bucket_lifecycle_configuration.access_logs_lifecycle')['rule'],
    ).toEqual([
      {
        id: 'expire',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ days: 365 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
  });

  test('are written over TLS by the log delivery of Elastic Load Balancing alone', () => {
    const write = { Effect: 'Allow', Action: 's3:PutObject', Resource: `${ARN}/AWSLogs/${ACCOUNT}/*` };
    expect(policyAt(config, 'aws_s3_bucket_policy.access_logs_policy').Statement).toEqual([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: [ARN, `${ARN}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        ...write,
        Sid: 'Delivery',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Condition: {
          ArnLike: {
            'aws:SourceArn': `arn:aws:elasticloadbalancing:ap-northeast-2:${ACCOUNT}:loadbalancer/*`,
          },
        },
      },
      {
        ...write,
        Sid: 'DeliveryOfTheRegion',
        Principal: { AWS: '${data.aws_elb_service_account.access_logs_deliverer.arn}' },
      },
    ]);
  });
});

describe('Firewall', () => {
  const rulesOf = (mode: 'count' | 'block') => {
    const config = withKey({ 'loadBalancer.firewall': { mode } });
    return argumentsAt(config, 'aws_wafv2_web_acl.firewall')['rule'] as Record<string, unknown>[];
  };

  test('limits the rate of an address, and has rule groups of AWS', () => {
    expect(rulesOf('block').map(({ priority, name }) => [priority, name])).toEqual([
      [0, 'rate-limit'],
      [1, 'AWSManagedRulesAmazonIpReputationList'],
      [2, 'AWSManagedRulesCommonRuleSet'],
      [3, 'AWSManagedRulesKnownBadInputsRuleSet'],
      [4, 'AWSManagedRulesSQLiRuleSet'],
    ]);
    expect(rulesOf('block')[0]).toMatchObject({
      action: { block: {} },
      statement: {
        rate_based_statement: { limit: 2000, aggregate_key_type: 'IP', evaluation_window_sec: 300 },
      },
    });
    expect(rulesOf('block')[2]).toMatchObject({
      override_action: { none: {} },
      statement: {
        managed_rule_group_statement: {
          vendor_name: 'AWS',
          name: 'AWSManagedRulesCommonRuleSet',
          rule_action_override: [{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }],
        },
      },
    });
  });

  test('counts with mode count, and blocks nothing', () => {
    const [limit, ...groups] = rulesOf('count');
    expect(limit?.['action']).toEqual({ count: {} });
    expect(groups.map((group) => group['override_action'])).toEqual(groups.map(() => ({ count: {} })));
  });

  test('is associated with the load balancer, and logs what matched without credentials', () => {
    const config = withKey({ 'loadBalancer.firewall': { mode: 'count' }, logRetentionDays: 365 });
    expect(argumentsAt(config, 'aws_wafv2_web_acl_association.firewall_association')).toEqual({
      resource_arn: '${aws_lb.load_balancer.arn}',
      web_acl_arn: '${aws_wafv2_web_acl.firewall.arn}',
    });
    expect(argumentsAt(config, 'aws_cloudwatch_log_group.firewall_logs')).toMatchObject({
      name: 'aws-waf-logs-devloop-dev',
      retention_in_days: 365,
    });
    expect(argumentsAt(config, 'aws_wafv2_web_acl_logging_configuration.firewall_logging')).toMatchObject({
      redacted_fields: [{ single_header: { name: 'authorization' } }, { single_header: { name: 'cookie' } }],
      logging_filter: {
        default_behavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({
              action_condition: { action },
            })),
          },
        ],
      },
    });
  });
});

test('Logs and firewall are not there without their keys', () => {
  expect(
    addressesOf(withKey({})).filter((address) => /flow_log|access_logs|wafv2|s3_bucket/.test(address)),
  ).toEqual([]);
});

test('Logs and firewall cannot be destroyed where deletion protection is on', () => {
  const config = withKey({
    deletionProtection: true,
    'loadBalancer.insecure': true,
    'loadBalancer.accessLogs': {},
    'loadBalancer.firewall': { mode: 'count' },
    'network.flowLogs': 'all',
  });
  for (const address of [
    'aws_s3_bucket.access_logs',
    'aws_cloudwatch_log_group.firewall_logs',
    'aws_cloudwatch_log_group.flow_logs_logs',
  ])
    expect(argumentsAt(config, address)['lifecycle']).toEqual({ prevent_destroy: true });
  // Only groups with the environment's prefix come back with their configuration.
  expect(JSON.stringify(config.import)).toContain('aws_cloudwatch_log_group.flow_logs_logs');
  expect(JSON.stringify(config.import)).not.toContain('firewall_logs');
});
