import { testProblems } from '../support/fixtures/bad-input';
import { changed } from '../support/fixtures/environments';
import { argumentsAt, ofType, synth } from '../support/fixtures/synth';

const ENDPOINT_GROUP = 'aws_security_group.endpoints_security_group';

describe('Interface endpoints', () => {
  const config = synth(changed({ 'network.endpoints': ['ecr', 'ssm'] }));

  test('are those that the clients of each service need, and the gateway for S3', () => {
    expect(
      Object.fromEntries(
        Object.entries(ofType(config, 'aws_vpc_endpoint')).map(([name, { service_name }]) => [
          name,
          service_name,
        ]),
      ),
    ).toEqual({
      endpoints_ecr_api: 'com.amazonaws.ap-northeast-2.ecr.api',
      endpoints_ecr_dkr: 'com.amazonaws.ap-northeast-2.ecr.dkr',
      endpoints_ssm: 'com.amazonaws.ap-northeast-2.ssm',
      endpoints_ssmmessages: 'com.amazonaws.ap-northeast-2.ssmmessages',
      network_s3_endpoint: 'com.amazonaws.ap-northeast-2.s3',
    });
  });

  test('have private DNS, the private subnet of each zone, and a policy for principals of the account', () => {
    const { policy, ...endpoint } = argumentsAt(config, 'aws_vpc_endpoint.endpoints_ecr_api');
    expect(endpoint).toEqual({
      vpc_id: '${aws_vpc.network_vpc.id}',
      service_name: 'com.amazonaws.ap-northeast-2.ecr.api',
      vpc_endpoint_type: 'Interface',
      private_dns_enabled: true,
      subnet_ids: ['${aws_subnet.network_private_a.id}', '${aws_subnet.network_private_c.id}'],
      security_group_ids: [`\${${ENDPOINT_GROUP}.id}`],
      tags: { Name: 'devloop-ecr.api' },
    });
    expect(JSON.parse(String(policy))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: ['*'],
          Resource: ['*'],
          Condition: {
            StringEquals: { 'aws:PrincipalAccount': '${data.aws_caller_identity.account.account_id}' },
          },
        },
      ],
    });
  });

  test('let in every server, the bastion among them, on port 443 alone', () => {
    const rules = Object.values(ofType(config, 'aws_vpc_security_group_ingress_rule')).filter(
      (rule) => rule['security_group_id'] === `\${${ENDPOINT_GROUP}.id}`,
    );
    expect(
      rules.map((rule) => [rule['referenced_security_group_id'], rule['from_port'], rule['to_port']]),
    ).toEqual(
      ['bastion', 'servers_devloop_server', 'servers_elk_server', 'servers_jenkins_server'].map((client) => [
        `\${aws_security_group.${client}_security_group.id}`,
        443,
        443,
      ]),
    );
  });

  test('are absent by default', () => {
    expect(Object.keys(ofType(synth(changed({})), 'aws_vpc_endpoint'))).toEqual(['network_s3_endpoint']);
  });
});

describe('network.endpoints', () => {
  testProblems([
    [
      'a service twice',
      { 'network.endpoints': ['ecr', 'logs', 'ecr'] },
      'dev.network.endpoints[2]: "ecr" is a duplicate; accepted: each service once [NAME_DUPLICATE]',
    ],
    [
      'no service',
      { 'network.endpoints': ['s3'] },
      'dev.network.endpoints[0]: "s3" is not one of the values; accepted: "ec2", "ecr", "kms", "logs", "monitoring", "secretsmanager", "sns", "sqs", "ssm", "sts" [CONFIG_INVALID]',
    ],
  ]);
});
