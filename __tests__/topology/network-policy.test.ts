import { App, Testing } from 'cdktf';
import { loadEnvironment } from '../../src/config';
import { networkPolicy } from '../../src/stacks/network-proof';
import { PlatformStack } from '../../src/stacks/platform-stack';
import { violations } from '../../src/topology/policy/verify';
import { MUTATIONS } from './mutations';
import { environmentJson, environmentOf } from './support/environment';

const broken = (environment: string, change: (json: ReturnType<typeof environmentJson>) => void) => {
  const json = environmentJson(environment);
  change(json);
  return violations(json, networkPolicy(new PlatformStack(new App(), environmentOf(environment))));
};

/** What a change breaks: the resource, and a part of the reason. */
const BREAKS: readonly (readonly [mutation: string, address: string, reason: string])[] = [
  [
    'give a private server a public address, a table to the internet and an open port',
    'aws_instance.servers_elk_server',
    'internet reaches it on tcp 9200',
  ],
  ["widen the administrators' rule to the world", 'aws_instance.bastion', 'internet reaches it on tcp 22'],
  ["drop the administrators' validation", 'aws_instance.bastion', 'cannot be ruled out'],
  ["drop the administrators' rule", 'aws_instance.bastion', 'ingress rule'],
  ["move the administrators' rule to another port", 'aws_instance.bastion', 'ingress rule'],
  [
    'take the elastic address off the bastion, and the subnet assigns none',
    'aws_instance.bastion',
    'no public address',
  ],
  ['drop the private default route of zone c', 'aws_instance.servers_elk_server', 'no route'],
  ['make the NAT gateway private', 'aws_instance.servers_devloop_server', 'private NAT gateway'],
  ['deny the private subnets the answers of the internet', 'aws_instance.servers_elk_server', 'ACL'],
  [
    'drop the way from the load balancer to its target',
    'aws_instance.servers_devloop_server',
    'ingress rule',
  ],
  ['drop the egress rule of the load balancer', 'aws_instance.servers_devloop_server', 'egress rule'],
  ['register a target on a port that nobody opened', 'aws_instance.servers_devloop_server', 'egress rule'],
  ['check health on a port that nobody opened', 'aws_instance.servers_devloop_server', '9091'],
  [
    'open the database to another server, which is let out',
    'aws_db_instance.database',
    'aws_instance.servers_jenkins_server reaches it',
  ],
  ['let the database out', 'aws_db_instance.database', 'it reaches internet on every port'],
  ['move the database to another port', 'aws_db_instance.database', 'does not reach it'],
  ['let a server out to everything', 'aws_instance.servers_elk_server', 'it reaches internet on every port'],
];

describe('Network policy', () => {
  it.each(['dev', 'prod', 'counted'])('holds for %s', (name) => {
    expect(broken(name, () => undefined)).toEqual([]);
  });

  it.each(BREAKS)('is violated by: %s', (name, address, reason) => {
    const mutation = MUTATIONS.find((one) => one.name === name && one.environment === 'dev');
    const found = mutation ? broken('dev', mutation.change) : [];
    expect(found.filter((one) => one.address === address && one.message.includes(reason))).not.toEqual([]);
  });

  it('fails the synth of a stack that violates it', () => {
    const stack = new PlatformStack(new App(), loadEnvironment('dev'));
    stack.addOverride('resource.aws_vpc_security_group_ingress_rule.open', {
      security_group_id: '${aws_security_group.bastion_security_group.id}',
      ip_protocol: 'tcp',
      from_port: 22,
      to_port: 22,
      cidr_ipv4: '0.0.0.0/0',
    });
    expect(() => Testing.synth(stack, true)).toThrow(
      /aws_instance\.bastion: internet reaches it on tcp 22 through aws_vpc_security_group_ingress_rule\.open, which nothing declares/,
    );
  });

  it('does not change the synthesized JSON', () => {
    const stack = (): PlatformStack => new PlatformStack(new App(), loadEnvironment('dev'));
    expect(Testing.synth(stack(), true)).toBe(Testing.synth(stack()));
  });
});
