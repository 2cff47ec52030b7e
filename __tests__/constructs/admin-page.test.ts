import { addTopologyMatchers } from '../../src/topology/matchers';
import { certificateArn, changed } from '../support/environments';
import { argumentsAt, ofType, platformStack, synth } from '../support/synth';

addTopologyMatchers(expect);

const input = changed({
  'loadBalancer.certificateArn': certificateArn,
  'servers.2.hostName': 'jenkins.example.com',
});
const config = synth(input);
const GROUP = 'aws_lb_target_group.load_balancer_jenkins_server_target_group';

test('what an administrator asks of the host name over HTTPS goes to the page, a rule for each of their ranges', () => {
  expect(ofType(config, 'aws_lb_listener_rule')).toEqual({
    load_balancer_jenkins_server_from_administrators: {
      listener_arn: '${aws_lb_listener.load_balancer_https.arn}',
      for_each: '${toset(var.admin_cidrs)}',
      condition: [
        { host_header: { values: ['jenkins.example.com'] } },
        { source_ip: { values: ['${each.value}'] } },
      ],
      action: [{ type: 'forward', target_group_arn: `\${${GROUP}.arn}` }],
      tags: { Name: 'devloop-dev-jenkins-server from administrators' },
    },
  });
});

test('the page has a target group of its own, which asks it whether it is well', () => {
  expect(argumentsAt(config, GROUP)).toMatchObject({
    port: 8080,
    protocol: 'HTTP',
    health_check: { path: '/login', matcher: '200', interval: 10, healthy_threshold: 2 },
  });
  expect(
    argumentsAt(config, 'aws_lb_target_group_attachment.load_balancer_jenkins_server_target_jenkins_server'),
  ).toEqual({
    target_group_arn: `\${${GROUP}.arn}`,
    target_id: '${aws_instance.servers_jenkins_server.id}',
    port: 8080,
  });
});

test('the load balancer reaches it, and nobody beside', () => {
  const stack = platformStack(input);
  expect(stack).toReach({ from: 'load-balancer', to: 'jenkins-server', port: 8080 });
  expect(stack).not.toReach({ from: 'internet', to: 'jenkins-server', port: 8080 });
  expect(stack).not.toReach({ from: 'load-balancer', to: 'elk-server', port: 5601 });
});

test('administrators reach the listener where configuration opens it to others only', () => {
  const closed = changed({ 'loadBalancer.allowFrom': ['198.51.100.0/24'] }, input);
  expect(platformStack(closed)).toReach({ from: 'administrators', to: 'load-balancer', port: 443 });
});

test('without a host name there is neither rule nor group', () => {
  const { aws_lb_listener_rule: rules, aws_lb_target_group: groups } = synth(changed({})).resource;
  expect(rules).toBeUndefined();
  expect(Object.keys(groups ?? {})).toEqual(['load_balancer_target_group']);
});
