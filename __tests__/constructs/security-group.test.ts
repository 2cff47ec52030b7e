import { Testing } from 'cdktf';
import { cidrPeer, INTERNET, SecurityGroup } from '../../src/constructs/security-group';
import { BaseStack } from '../../src/stacks/base-stack';
import { addressesOf, argumentsAt, type Config } from '../support/fixtures/synth';

class GroupsStack extends BaseStack {
  public readonly front = this.group('front');
  public readonly back = this.group('back');

  constructor() {
    super(Testing.app(), 'groups', {
      region: 'ap-northeast-2',
      tags: {},
      state: { type: 's3', bucket: 'a-bucket', region: 'ap-northeast-2', key: 'groups' },
    });
  }

  private group(name: string): SecurityGroup {
    return new SecurityGroup(this, name, { name, namePrefix: `${name}-`, vpcId: 'vpc-1' });
  }
}

function synthesized(open: (stack: GroupsStack) => void): Config {
  const stack = new GroupsStack();
  open(stack);
  return JSON.parse(Testing.synth(stack, true)) as Config;
}

const rulesIn = (config: Config) => addressesOf(config).filter((address) => address.includes('_rule.'));

test('SecurityGroup has no rules by default', () => {
  const config = synthesized(() => undefined);
  expect(addressesOf(config)).toEqual(['aws_security_group.back', 'aws_security_group.front']);
  expect(argumentsAt(config, 'aws_security_group.back')).toEqual({
    name_prefix: 'back-',
    description: 'Traffic of back',
    vpc_id: 'vpc-1',
    tags: { Name: 'back' },
    lifecycle: { create_before_destroy: true },
  });
});

test('SecurityGroup.allowFrom creates the ingress rule and the matching egress rule', () => {
  const config = synthesized(({ front, back }) => {
    back.allowFrom(front, { port: 5044, description: 'Beats' });
  });
  const ports = { ip_protocol: 'tcp', from_port: 5044, to_port: 5044 };
  expect(argumentsAt(config, 'aws_vpc_security_group_ingress_rule.back_from_front_tcp_5044')).toEqual({
    security_group_id: '${aws_security_group.back.id}',
    referenced_security_group_id: '${aws_security_group.front.id}',
    ...ports,
    description: 'Beats from front',
    tags: { Name: 'back from front' },
  });
  expect(argumentsAt(config, 'aws_vpc_security_group_egress_rule.front_to_back_tcp_5044')).toEqual({
    security_group_id: '${aws_security_group.front.id}',
    referenced_security_group_id: '${aws_security_group.back.id}',
    ...ports,
    description: 'Beats to back',
    tags: { Name: 'front to back' },
  });
  expect(rulesIn(config)).toHaveLength(2);
});

test('SecurityGroup.allowFrom creates separate rules for two protocols on one port', () => {
  const config = synthesized(({ front, back }) => {
    back.allowFrom(front, { port: 53, description: 'DNS' });
    back.allowFrom(front, { port: 53, protocol: 'udp', description: 'DNS' });
  });
  expect(rulesIn(config)).toEqual([
    'aws_vpc_security_group_egress_rule.front_to_back_tcp_53',
    'aws_vpc_security_group_egress_rule.front_to_back_udp_53',
    'aws_vpc_security_group_ingress_rule.back_from_front_tcp_53',
    'aws_vpc_security_group_ingress_rule.back_from_front_udp_53',
  ]);
});

test('SecurityGroup.allowFrom accepts rules in both directions and within one group', () => {
  const opening = { port: 9300, description: 'Cluster' };
  const config = synthesized(({ front, back }) => {
    back.allowFrom(front, opening);
    front.allowFrom(back, opening);
    front.allowFrom(front, opening);
  });
  expect(rulesIn(config)).toHaveLength(6);
});

test('SecurityGroup.allowToInternet opens single TCP ports, each with a description', () => {
  const config = synthesized(({ front }) => {
    front.allowToInternet([443, 8443]);
  });
  const descriptions = rulesIn(config).map((address) => argumentsAt(config, address)['description']);
  expect(descriptions).toEqual(['HTTPS to internet', 'TCP 8443 to internet']);
});

test('cidrPeer labels 0.0.0.0/0 as internet and another CIDR block by its numbers', () => {
  expect(cidrPeer('0.0.0.0/0')).toBe(INTERNET);
  expect(cidrPeer('198.51.100.0/24')).toEqual({
    label: '198-51-100-0-24',
    cidrIpv4: '198.51.100.0/24',
  });
});
