import { dev } from '../support/fixtures/configured';
import { type Changes, certificateArn, changed } from '../support/fixtures/environments';
import { argumentsAt, synth } from '../support/fixtures/synth';

test('The plan asks AWS about every instance type in every zone where it is used', () => {
  const { data } = synth(changed({ 'servers.1.instanceType': 't4g.medium' })) as unknown as {
    data: Record<string, Record<string, Record<string, unknown>>>;
  };
  const offerings = data['aws_ec2_instance_type_offerings'] ?? {};
  expect(Object.keys(offerings).sort()).toEqual([
    'instance_types_t2_medium_ap_northeast_2a',
    'instance_types_t2_micro_ap_northeast_2a',
    'instance_types_t4g_medium_ap_northeast_2c',
  ]);
  expect(offerings['instance_types_t4g_medium_ap_northeast_2c']).toEqual({
    location_type: 'availability-zone',
    filter: [
      { name: 'instance-type', values: ['t4g.medium'] },
      { name: 'location', values: ['ap-northeast-2c'] },
    ],
    lifecycle: {
      postcondition: [
        {
          condition: '${length(self.instance_types) > 0}',
          error_message:
            'instanceType: AWS does not offer t4g.medium in ap-northeast-2c; accepted: a type that every zone of the server offers, e.g. t3.medium.',
        },
      ],
    },
  });
});

describe('A certificate', () => {
  const listener = (changes: Changes) =>
    argumentsAt(synth(changed(changes)), 'aws_lb_listener.load_balancer_https');

  test('of another account is refused at plan', () => {
    const account = 'data.aws_caller_identity.account.account_id';
    expect(listener({ 'loadBalancer.certificateArn': certificateArn })['lifecycle']).toEqual({
      precondition: [
        {
          condition: `\${${account} == "123456789012"}`,
          error_message: `loadBalancer.certificateArn: the certificate is of account 123456789012; accepted: a certificate of account \${${account}}, which the load balancer is in.`,
        },
      ],
    });
  });

  test('that is not there asks for no account', () => {
    expect(JSON.stringify(synth(dev))).not.toContain('aws_caller_identity');
  });
});
