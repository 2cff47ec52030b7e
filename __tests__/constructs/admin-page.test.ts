import { Topology } from '../../src/topology';
import { addTopologyMatchers } from '../../src/topology/matchers';
import { certificateArn, changed } from '../support/fixtures/environments';
import { argumentsAt, ofType, platformStack, synth } from '../support/fixtures/synth';

addTopologyMatchers(expect);

const input = changed({
  'loadBalancer.certificateArn': certificateArn,
  'servers.2.hostName': 'jenkins.example.com',
});
const config = synth(input);
const LOAD_BALANCER = 'aws_lb.load_balancer';
const GROUP = 'aws_lb_target_group.load_balancer_jenkins_server_target_group';

test('LoadBalancer forwards HTTPS for the host name to the admin page, with a rule per administrator CIDR block', () => {
  expect(ofType(config, 'aws_lb_listener_rule')).toEqual({
    load_balancer_actuator: expect.anything(),
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

test('LoadBalancer adds a target group with a health check for the admin page', () => {
  expect(argumentsAt(config, GROUP)).toMatchObject({
    port: 8080,
    protocol: 'HTTP',
    health_check: { path: '/login', matcher: '200', interval: 15, healthy_threshold: 2 },
  });
  expect(
    argumentsAt(config, 'aws_lb_target_group_attachment.load_balancer_jenkins_server_target_jenkins_server'),
  ).toEqual({
    target_group_arn: `\${${GROUP}.arn}`,
    target_id: '${aws_instance.servers_jenkins_server.id}',
    port: 8080,
  });
});

test('Admin page is reachable only from the load balancer when admin_cidrs is known', () => {
  const administrators = { ...config.variable['admin_cidrs'], default: ['203.0.113.7/32'] };
  const known = { ...config, variable: { ...config.variable, admin_cidrs: administrators } };
  expect(known).toReach({ from: LOAD_BALANCER, to: 'aws_instance.servers_jenkins_server', port: 8080 });
  expect(known).not.toReach({ from: 'internet', to: 'aws_instance.servers_jenkins_server', port: 8080 });
  expect(known).not.toReach({ from: LOAD_BALANCER, to: 'aws_instance.servers_elk_server', port: 5601 });
});

// An empty list would make no rule that leads to the page.
test('Admin page has unknown reachability while admin_cidrs is unknown', () => {
  const topology = Topology.read(config, 'the environment');
  expect(topology.reach(LOAD_BALANCER, 'aws_instance.servers_jenkins_server', 'tcp', 8080).verdict).toBe(
    'unknown',
  );
});

test('LoadBalancer admits administrators on HTTPS when allowFrom names only other CIDR blocks', () => {
  const closed = changed({ 'loadBalancer.allowFrom': ['198.51.100.0/24'] }, input);
  expect(platformStack(closed)).toReach({ from: 'administrators', to: 'load-balancer', port: 443 });
});

test('without a host name there is neither a rule for a page nor its group', () => {
  const { aws_lb_listener_rule: rules, aws_lb_target_group: groups } = synth(changed({})).resource;
  expect(Object.keys(rules ?? {})).toEqual(['load_balancer_actuator']);
  expect(Object.keys(groups ?? {})).toEqual(['load_balancer_target_group']);
});
