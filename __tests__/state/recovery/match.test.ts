import { match, type Planned, possibleParts } from '../../../src/state/recovery/match';
import { parse, type Tagged } from '../../../src/state/recovery/tagged';

const tags = (Name: string) => ({ Name, Environment: 'dev' });
const tagged = (kind: string, id: string, Name: string): Tagged => ({
  arn: `arn:aws:${kind}/${id}`,
  kind,
  id,
  tags: tags(Name),
});
const planned = (address: string, Name: string, more: object = {}): Planned => ({
  address,
  type: address.split('.')[0] ?? '',
  after: { tags_all: tags(Name), ...more },
});
const NONE = new Map();

describe('match', () => {
  test('pairs resources by kind and tags, with the import id of the type', () => {
    const untracked = [
      tagged('ec2:vpc', 'vpc-1', 'net'),
      tagged('ec2:natgateway', 'nat-1', 'nat-a'),
      tagged('ec2:elastic-ip', 'eipalloc-1', 'nat-a'),
      tagged('ec2:key-pair', 'key-1', 'keys'),
      tagged('elasticloadbalancing:loadbalancer', 'app/web/1', 'web'),
    ];
    const plan = [
      planned('aws_vpc.v', 'net'),
      planned('aws_nat_gateway.n', 'nat-a'),
      planned('aws_eip.e', 'nat-a'),
      planned('aws_key_pair.k', 'keys', { key_name_prefix: 'devloop-dev-' }),
      planned('aws_lb.l', 'web'),
      planned('aws_subnet.s', 'net'),
    ];
    const details = new Map([['key-1', { key_name: 'devloop-dev-2026' }]]);
    expect(match(untracked, plan, details)).toEqual({
      imports: [
        { address: 'aws_vpc.v', id: 'vpc-1' },
        { address: 'aws_nat_gateway.n', id: 'nat-1' },
        { address: 'aws_eip.e', id: 'eipalloc-1' },
        { address: 'aws_key_pair.k', id: 'devloop-dev-2026' },
        { address: 'aws_lb.l', id: 'arn:aws:elasticloadbalancing:loadbalancer/app/web/1' },
      ],
      others: [],
    });
  });

  test('returns resources without a known import id as others', () => {
    const untracked = [tagged('ec2:key-pair', 'key-1', 'keys')];
    const plan = [planned('aws_key_pair.k', 'keys', { key_name_prefix: 'devloop-dev-' })];
    expect(match(untracked, plan, NONE)).toEqual({ imports: [], others: untracked });
  });

  test('pairs resources that have a name in place of an id', () => {
    const untracked = [
      'arn:aws:iam::1:role/devloop-dev-web',
      'arn:aws:iam::1:instance-profile/devloop-dev-web',
      'arn:aws:logs:ap-northeast-2:1:log-group:/devloop-dev/web',
      'arn:aws:autoscaling:ap-northeast-2:1:autoScalingGroup:0-1:autoScalingGroupName/devloop-dev-web',
    ].map((arn): Tagged => ({ ...parse(arn), tags: tags('web') }));
    const blocks = Object.entries(tags('web')).map(([key, value]) => ({ key, value }));
    const plan = [
      planned('aws_iam_role.r', 'web'),
      planned('aws_iam_instance_profile.p', 'web'),
      planned('aws_cloudwatch_log_group.l', 'web'),
      planned('aws_autoscaling_group.g', '', { tags_all: undefined, tag: blocks }),
    ];
    expect(match(untracked, plan, NONE)).toEqual({
      imports: [
        { address: 'aws_iam_role.r', id: 'devloop-dev-web' },
        { address: 'aws_iam_instance_profile.p', id: 'devloop-dev-web' },
        { address: 'aws_cloudwatch_log_group.l', id: '/devloop-dev/web' },
        { address: 'aws_autoscaling_group.g', id: 'devloop-dev-web' },
      ],
      others: [],
    });
    const others = untracked.map((one) => ({ ...one, tags: tags('another') }));
    expect(match(others, plan, NONE)).toEqual({ imports: [], others });
  });

  test('returns ambiguous resources as others: created twice, or planned twice', () => {
    const twice = [tagged('ec2:vpc', 'vpc-1', 'net'), tagged('ec2:vpc', 'vpc-2', 'net')];
    expect(match(twice, [planned('aws_vpc.v', 'net')], NONE)).toEqual({ imports: [], others: twice });
    const one = [tagged('ec2:vpc', 'vpc-1', 'net')];
    expect(match(one, [planned('aws_vpc.v', 'net'), planned('aws_vpc.w', 'net')], NONE).others).toEqual(one);
    expect(match(one, [planned('aws_vpc.v', 'other')], NONE).others).toEqual(one);
    const unknown = [tagged('kinesis', 'stream/q', 'q')];
    expect(match(unknown, [planned('aws_kinesis_stream.q', 'q')], NONE).others).toEqual(unknown);
  });

  test('distinguishes rules of the same name by their details', () => {
    const untracked = [80, 443].map((port) =>
      tagged('ec2:security-group-rule', `sgr-${port}`, 'app to internet'),
    );
    const rule = (port: number) => ({
      from_port: port,
      to_port: port,
      ip_protocol: 'tcp',
      cidr_ipv4: '0.0.0.0/0',
    });
    const plan = [443, 80].map((port) =>
      planned(`aws_vpc_security_group_egress_rule.to_${port}`, 'app to internet', rule(port)),
    );
    const details = new Map([80, 443].map((port) => [`sgr-${port}`, rule(port)]));
    expect(match(untracked, plan, details)).toEqual({
      imports: [
        { address: 'aws_vpc_security_group_egress_rule.to_80', id: 'sgr-80' },
        { address: 'aws_vpc_security_group_egress_rule.to_443', id: 'sgr-443' },
      ],
      others: [],
    });
    expect(match(untracked, plan, NONE).others).toEqual(untracked);
  });

  test('does not import the default security group and route table, which Terraform adopts', () => {
    const untracked = [
      tagged('ec2:route-table', 'rtb-1', 'default-unused'),
      tagged('ec2:security-group', 'sg-1', 'default-unused'),
    ];
    const plan = [
      planned('aws_default_route_table.t', 'default-unused'),
      planned('aws_default_security_group.g', 'default-unused'),
    ];
    expect(match(untracked, plan, NONE)).toEqual({ imports: [], others: [] });
  });
});

test('possibleParts returns untagged resources whose import id is known', () => {
  const route = { route_table_id: 'rtb-1', destination_cidr_block: '0.0.0.0/0' };
  expect(
    possibleParts([
      planned('aws_route.r', '', route),
      planned('aws_route.unknown', '', { destination_cidr_block: '0.0.0.0/0' }),
      planned('aws_route_table_association.a', '', { subnet_id: 'subnet-1', route_table_id: 'rtb-1' }),
      planned('aws_vpc.v', ''),
      planned('aws_volume_attachment.a', '', {
        device_name: '/dev/sdf',
        volume_id: 'vol-1',
        instance_id: 'i-1',
      }),
    ]),
  ).toEqual([
    { address: 'aws_route.r', id: 'rtb-1_0.0.0.0/0' },
    { address: 'aws_route_table_association.a', id: 'subnet-1/rtb-1' },
    { address: 'aws_volume_attachment.a', id: '/dev/sdf:vol-1:i-1' },
  ]);
});
