import type { Ec2Reader } from '../../src/aws/ec2-reader';
import { StateIndex } from '../../src/drift/state-index';
import type { Plan } from '../../src/plan/plan';
import { unmanagedResources } from '../../src/drift/unmanaged';

const GROUP = 'sg-own';
const TABLE = 'rtb-own';

/** A state with one of each that owns something, and configuration that lists the rules of another group inline. */
const plan: Plan = {
  prior_state: {
    values: {
      root_module: {
        resources: Object.entries({
          'aws_vpc.own': { id: 'vpc-own' },
          'aws_security_group.own': { id: GROUP },
          'aws_security_group.inline': { id: 'sg-inline' },
          'aws_security_group_rule.old': { id: 'sgrule-1', security_group_rule_id: 'sgr-old' },
          'aws_route_table.own': { id: TABLE },
          'aws_route.own': { id: 'r-1', route_table_id: TABLE, destination_cidr_block: '0.0.0.0/0' },
          'aws_network_acl_rule.own': { id: 'n', network_acl_id: 'acl-1', egress: false, rule_number: 70 },
          'aws_autoscaling_group.own': { id: 'fleet' },
          'aws_instance.own': { id: 'i-own', root_block_device: [{ volume_id: 'vol-root' }] },
        }).map(([address, values]) => ({
          address,
          values,
          type: address.split('.')[0] ?? '',
          mode: 'managed',
        })),
      },
    },
  },
  configuration: {
    root_module: { resources: [{ address: 'aws_security_group.inline', expressions: { ingress: {} } }] },
  },
};

const rule = (GroupId: string, SecurityGroupRuleId: string, more = {}) => ({
  GroupId,
  SecurityGroupRuleId,
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
  CidrIpv4: '0.0.0.0/0',
  ...more,
});

const route = (DestinationCidrBlock: string, GatewayId: string, Origin = 'CreateRoute') => ({
  DestinationCidrBlock,
  GatewayId,
  Origin,
});

const entry = (RuleNumber: number, more: object) => ({
  RuleNumber,
  Egress: false,
  RuleAction: 'deny',
  Protocol: '6',
  PortRange: { From: 22, To: 22 },
  CidrBlock: '198.51.100.0/24',
  ...more,
});

const lists = {
  rules: [
    rule(GROUP, 'sgr-old'),
    rule(GROUP, 'sgr-1', { Description: 'today' }),
    rule(GROUP, 'sgr-2', { IsEgress: true, IpProtocol: '-1' }),
    rule(GROUP, 'sgr-3', {
      FromPort: 1,
      ToPort: 9,
      CidrIpv4: undefined,
      ReferencedGroupInfo: { GroupId: 'sg-inline' },
    }),
    rule('sg-inline', 'sgr-4'),
    rule('sg-elsewhere', 'sgr-5'),
  ],
  routeTables: [
    {
      RouteTableId: TABLE,
      VpcId: 'vpc-own',
      Routes: [
        route('10.0.0.0/16', 'local', 'CreateRouteTable'),
        route('0.0.0.0/0', 'igw-1'),
        route('10.9.0.0/16', 'igw-1'),
        route('10.8.0.0/16', 'vgw-1', 'EnableVgwRoutePropagation'),
        route('10.7.0.0/16', 'vpce-1'),
      ],
    },
    {
      RouteTableId: 'rtb-main',
      VpcId: 'vpc-own',
      Associations: [{ Main: true }],
      Routes: [route('1.0.0.0/8', 'igw-1')],
    },
  ],
  groups: [
    { GroupId: GROUP, GroupName: 'own' },
    { GroupId: 'sg-default', GroupName: 'default' },
  ],
  instances: [
    { InstanceId: 'i-own' },
    { InstanceId: 'i-fleet', Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'fleet' }] },
    { InstanceId: 'i-ended', State: { Name: 'terminated' } },
    { InstanceId: 'i-1', VpcId: 'vpc-own', Tags: [{ Key: 'Name', Value: 'by hand' }] },
  ],
  subnets: [],
  natGateways: [{ NatGatewayId: 'nat-1', State: 'deleted' }],
  internetGateways: [],
  networkAcls: [
    {
      NetworkAclId: 'acl-1',
      VpcId: 'vpc-own',
      IsDefault: true,
      Entries: [
        entry(100, { RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' }),
        entry(101, { RuleAction: 'allow', Protocol: '-1', CidrBlock: undefined, Ipv6CidrBlock: '::/0' }),
        entry(32_767, { Protocol: '-1', CidrBlock: '0.0.0.0/0' }),
        entry(50, {}),
        entry(60, { Egress: true, Protocol: '-1', CidrBlock: '0.0.0.0/0' }),
        entry(70, {}),
      ],
    },
  ],
  endpoints: [{ VpcEndpointId: 'vpce-1', VpcId: 'vpc-own', State: 'Available' }],
  taggedVpcs: [{ VpcId: 'vpc-own' }, { VpcId: 'vpc-lost' }],
  taggedAddresses: [],
  taggedFreeVolumes: [{ VolumeId: 'vol-root' }, { VolumeId: 'vol-1' }],
};

const aws = Object.fromEntries(
  Object.entries(lists).map(([name, items]) => [name, async () => items]),
) as unknown as Ec2Reader;

describe('unmanagedResources', () => {
  test('lists resources missing from the state, except those that AWS manages or has deleted', async () => {
    const state = new StateIndex(plan);
    const found = (await unmanagedResources(aws, state)).map(({ container, description }) =>
      [state.addressOf(container) ?? 'none', description].join(': '),
    );
    expect(found.sort()).toEqual([
      'aws_route_table.own: route 10.9.0.0/16 to igw-1',
      'aws_security_group.own: egress rule all traffic to 0.0.0.0/0 (sgr-2)',
      'aws_security_group.own: ingress rule tcp 1-9 from aws_security_group.inline (sgr-3)',
      'aws_security_group.own: ingress rule tcp 22 from 0.0.0.0/0 (sgr-1, "today")',
      'aws_vpc.own: VPC endpoint vpce-1',
      'aws_vpc.own: egress entry 60 of network ACL acl-1, deny all traffic to 0.0.0.0/0,',
      'aws_vpc.own: ingress entry 50 of network ACL acl-1, deny tcp 22 from 198.51.100.0/24,',
      'aws_vpc.own: instance i-1 ("by hand")',
      'none: VPC vpc-lost',
      'none: volume vol-1',
    ]);
  });
});
