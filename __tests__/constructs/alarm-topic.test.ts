import { changed } from '../support/fixtures/environments';
import { argumentsAt, synth } from '../support/fixtures/synth';

const config = synth(changed({ alarms: {} }));

describe('AlarmTopic', () => {
  const topic = argumentsAt(config, 'aws_sns_topic.alarm_topic');

  test('is encrypted with a rotating key that services of the account may use', () => {
    expect(topic['kms_master_key_id']).toBe('${aws_kms_key.alarm_topic_key.arn}');
    const key = argumentsAt(config, 'aws_kms_key.alarm_topic_key');
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 7 });
    expect(JSON.parse(String(key['policy']))).toMatchObject({
      Statement: [
        { Principal: { AWS: 'arn:aws:iam::${data.aws_caller_identity.account.account_id}:root' } },
        {
          Principal: {
            Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com', 'events.amazonaws.com'],
          },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        },
      ],
    });
  });

  test('lets those services alone publish, over TLS', () => {
    const { policy } = argumentsAt(config, 'aws_sns_topic_policy.alarm_topic_policy');
    const own = { StringEquals: { 'aws:SourceAccount': '${data.aws_caller_identity.account.account_id}' } };
    const publish = { Action: 'sns:Publish', Resource: '${aws_sns_topic.alarm_topic.arn}' };
    expect(JSON.parse(String(policy))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Publishers',
          Effect: 'Allow',
          Principal: { Service: ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'] },
          ...publish,
          Condition: own,
        },
        { Sid: 'Events', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, ...publish },
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          ...publish,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  });

  test('sends mails to the address of the variable, which is validated', () => {
    expect(argumentsAt(config, 'aws_sns_topic_subscription.alarm_topic_email')).toMatchObject({
      protocol: 'email',
      endpoint: '${var.alarm_email}',
    });
    const { validation } = config.variable['alarm_email'] as { validation: { condition: string }[] };
    const [, pattern = ''] = /regex\("(.+)", var/.exec(validation[0]?.condition ?? '') ?? [];
    const accepted = new RegExp(pattern);
    const good = ['ops@example.com', 'o.p+alarms@mail.example.co.kr', "o'neil@a-b.io"];
    const bad = [
      '',
      'ops',
      'ops@example',
      '@example.com',
      'a b@example.com',
      'ops@-a.com',
      'a@b.com, c@d.com',
      'ops@b..com',
    ];
    expect([...good, ...bad].filter((address) => accepted.test(address))).toEqual(good);
  });
});
