import { type Changes, changed } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, type Config, synth } from '../support/fixtures/synth';

const withKeys = (changes: Changes): Config =>
  synth(changed({ 'servers.0.container.awsAccess': true, ...changes }));
const statementsOf = (config: Config): unknown[] =>
  config.locals?.['servers_devloop_server_role_statements'] as unknown[];
const script = (config: Config): string => String(config.locals?.['servers_devloop_server_script']);

const orders = { name: 'orders', producers: ['devloop-server'], consumers: [] };
const QUEUE = 'aws_sqs_queue.queues_orders';
const ARN = `\${${QUEUE}.arn}`;

describe('Queue', () => {
  const config = withKeys({ queues: [orders], alarms: {} });

  test('hands what fails five times to its dead-letter queue', () => {
    expect(argumentsAt(config, QUEUE)).toEqual({
      name: 'devloop-dev-orders',
      sqs_managed_sse_enabled: true,
      visibility_timeout_seconds: 60,
      message_retention_seconds: 345_600,
      receive_wait_time_seconds: 20,
      redrive_policy: JSON.stringify({
        deadLetterTargetArn: '${aws_sqs_queue.queues_orders_dead_letters.arn}',
        maxReceiveCount: 5,
      }),
      tags: { Name: 'devloop-dev-orders' },
    });
    expect(argumentsAt(config, 'aws_sqs_queue.queues_orders_dead_letters')).toMatchObject({
      name: 'devloop-dev-orders-dead-letters',
      sqs_managed_sse_enabled: true,
      message_retention_seconds: 1_209_600,
    });
  });

  test.each(['orders', 'orders_dead_letters'])('%s takes TLS only', (name) => {
    const policy = JSON.parse(
      String(argumentsAt(config, `aws_sqs_queue_policy.queues_${name}_policy`)['policy']),
    ) as { Statement: unknown };
    expect(policy.Statement).toEqual([
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: `\${aws_sqs_queue.queues_${name}.arn}`,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('has an alarm on what lies in the dead-letter queue', () => {
    expect(
      argumentsAt(config, 'aws_cloudwatch_metric_alarm.alarms_queues_orders_dead_letters'),
    ).toMatchObject({
      namespace: 'AWS/SQS',
      metric_name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: '${aws_sqs_queue.queues_orders_dead_letters.name}' },
      threshold: 0,
    });
  });

  test('lets producers send and consumers receive', () => {
    const queue = { Effect: 'Allow', Resource: [ARN] };
    const send = {
      ...queue,
      Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
    };
    const receive = {
      ...queue,
      Action: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
      ],
    };
    expect(statementsOf(config)).toContainEqual(send);
    expect(statementsOf(config)).not.toContainEqual(receive);
    const consumed = withKeys({ queues: [{ ...orders, producers: [], consumers: ['devloop-server'] }] });
    expect(statementsOf(consumed)).toContainEqual(receive);
    expect(statementsOf(consumed)).not.toContainEqual(send);
    expect(script(config)).toContain(`QUEUE_ORDERS=\${${QUEUE}.url}`);
  });
});

describe('Mail', () => {
  const mail = { domain: 'shop.example.com', clients: ['devloop-server'] };
  const dkim = (config: Config) =>
    addressesOf(config).filter((address) => /aws_route53_record\.mail/.test(address));

  test('is signed, and sent from the domain alone', () => {
    const config = withKeys({ mail });
    expect(argumentsAt(config, 'aws_sesv2_email_identity.mail')).toEqual({
      email_identity: 'shop.example.com',
      dkim_signing_attributes: { next_signing_key_length: 'RSA_2048_BIT' },
      tags: { Name: 'shop.example.com' },
    });
    expect(statementsOf(config)).toContainEqual({
      Effect: 'Allow',
      Action: ['ses:SendEmail', 'ses:SendRawEmail'],
      Resource: ['${aws_sesv2_email_identity.mail.arn}'],
    });
    expect(script(config)).toContain('MAIL_DOMAIN=shop.example.com');
  });

  test('has its records in its zone, or in that of the load balancer', () => {
    const own = withKeys({ mail: { ...mail, zone: 'example.com' } });
    const records = ['1', '2', '3'].map((key) => `aws_route53_record.mail_dkim_${key}`);
    expect(dkim(own)).toEqual(records);
    expect(argumentsAt(own, 'aws_route53_record.mail_dkim_2')).toMatchObject({
      type: 'CNAME',
      name: '${element(aws_sesv2_email_identity.mail.dkim_signing_attributes[0].tokens, 1)}._domainkey.shop.example.com',
      records: [
        '${element(aws_sesv2_email_identity.mail.dkim_signing_attributes[0].tokens, 1)}.dkim.amazonses.com',
      ],
    });
    const domain = { 'loadBalancer.domain': { name: 'www.example.com', zone: 'example.com' } };
    expect(dkim(withKeys({ mail, ...domain }))).toEqual(records);
    expect(own.output).not.toHaveProperty('mail_records');
  });

  test('lists the records to create where DNS is elsewhere', () => {
    const domain = { 'loadBalancer.domain': { name: 'www.example.org', zone: 'example.org' } };
    const config = withKeys({ mail, ...domain });
    expect(dkim(config)).toEqual([]);
    expect(config.output['mail_records']?.value).toHaveLength(3);
    // Terraform rejects an output of one(): it is sensitive, as the private key beside the tokens.
    expect(JSON.stringify(config.output['mail_records'])).not.toContain('one(');
  });
});
