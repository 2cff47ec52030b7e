import { App } from 'cdktf';
import { loadEnvironment } from '../../src/config';
import { PlatformStack } from '../../src/stacks/platform-stack';
import { Topology } from '../../src/topology';
import { addTopologyMatchers } from '../../src/topology/matchers';
import { WEB_AND_APP, group, instance, terraform } from './support/network';

const environment = loadEnvironment('dev');
addTopologyMatchers(expect, { 'web-server': ['aws_instance.web'] });

const network = terraform(WEB_AND_APP);
const failure = (assertion: () => void): string => {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  return 'passed';
};

describe('toReach', () => {
  it('accepts a stack with its own roles', () => {
    const stack = new PlatformStack(new App(), environment);
    expect(stack).toReach({ from: 'internet', to: 'load-balancer', port: 80 });
    expect(stack).not.toReach({ from: 'internet', to: 'database', port: 3306 });
  });

  it('accepts JSON, its text, or a topology', () => {
    for (const received of [network, JSON.stringify(network), Topology.read(network)]) {
      expect(received).toReach({ from: 'internet', to: 'aws_instance.web', port: 80 });
    }
  });

  it('accepts additional role names', () => {
    expect(network).toReach({ from: 'internet', to: 'web-server', port: 80 });
  });

  it('fails with the reason', () => {
    expect(
      failure(() => expect(network).toReach({ from: 'internet', to: 'aws_instance.web', port: 22 })),
    ).toBe(
      [
        'expected internet to reach aws_instance.web on tcp 22, but the answer is',
        'no: internet to aws_instance.web, tcp 22',
        '  ingress rule: aws_security_group.web has no ingress rule for tcp 22 from internet',
      ].join('\n'),
    );
  });

  it('fails with the path when negated', () => {
    const message = failure(() =>
      expect(network).not.toReach({ from: 'internet', to: 'aws_instance.web', port: 80 }),
    );
    expect(message).toContain(
      'expected internet not to reach aws_instance.web on tcp 80, but the answer is\nyes: ',
    );
    expect(message).toContain('aws_internet_gateway.main');
  });

  it('fails either way when the answer is unknown', () => {
    const open = terraform(
      WEB_AND_APP,
      group('web'),
      instance('web', 'public', { vpc_security_group_ids: ['sg-1'] }),
    );
    const question = { from: 'internet', to: 'aws_instance.web', port: 80 };
    expect(failure(() => expect(open).toReach(question))).toContain('sg-1');
    expect(failure(() => expect(open).not.toReach(question))).toContain('sg-1');
  });
});
