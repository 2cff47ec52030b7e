import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { certificateArn, changed, type Changes } from '../support/fixtures/environments';
import { argumentsAt, ofType, synth, synthText } from '../support/fixtures/synth';

const targetGroup = '${aws_lb_target_group.load_balancer_target_group.arn}';

describe('LoadBalancer with a certificate', () => {
  const input = changed({ 'loadBalancer.certificateArn': certificateArn });
  const stack = synthText(input);

  test('forwards HTTPS with TLS 1.2 or 1.3', () => {
    expect(stack).toHaveResourceWithProperties(LbListener, {
      port: 443,
      protocol: 'HTTPS',
      certificate_arn: certificateArn,
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      default_action: [{ type: 'forward', target_group_arn: targetGroup }],
    });
  });

  test('redirects HTTP permanently', () => {
    expect(stack).toHaveResourceWithProperties(LbListener, {
      port: 80,
      protocol: 'HTTP',
      default_action: [
        { type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } },
      ],
    });
  });

  test('opens the ports of its two listeners', () => {
    for (const port of [80, 443]) {
      expect(stack).toHaveResourceWithProperties(VpcSecurityGroupIngressRule, {
        security_group_id: '${aws_security_group.load_balancer_security_group.id}',
        cidr_ipv4: '0.0.0.0/0',
        from_port: port,
        to_port: port,
      });
    }
    expect(Object.keys(ofType(synth(input), 'aws_lb_listener'))).toEqual([
      'load_balancer_http',
      'load_balancer_https',
    ]);
  });
});

test('LoadBalancer keeps its ingress rule for the internet when a certificate is added', () => {
  const rule = 'aws_vpc_security_group_ingress_rule.load_balancer_security_group_from_internet_tcp_80';
  expect(argumentsAt(synth(changed({ 'loadBalancer.certificateArn': certificateArn })), rule)).toEqual(
    argumentsAt(synth(changed({})), rule),
  );
});

test('LoadBalancer names the ingress rule of a configured CIDR block after the block', () => {
  const config = synth(changed({ 'loadBalancer.allowFrom': ['198.51.100.0/24'] }));
  expect(
    argumentsAt(
      config,
      'aws_vpc_security_group_ingress_rule.load_balancer_security_group_from_198_51_100_0_24_tcp_80',
    ),
  ).toEqual({
    security_group_id: '${aws_security_group.load_balancer_security_group.id}',
    cidr_ipv4: '198.51.100.0/24',
    ip_protocol: 'tcp',
    from_port: 80,
    to_port: 80,
    description: 'HTTP from 198-51-100-0-24',
    tags: { Name: 'load-balancer from 198-51-100-0-24' },
  });
});

describe('The actuator', () => {
  test.each<[string, Changes]>([
    ['http', {}],
    ['https', { 'loadBalancer.certificateArn': certificateArn }],
  ])('is hidden from whoever comes by %s', (listener, changes) => {
    expect(argumentsAt(synth(changed(changes)), 'aws_lb_listener_rule.load_balancer_actuator')).toEqual({
      listener_arn: `\${aws_lb_listener.load_balancer_${listener}.arn}`,
      condition: [{ path_pattern: { values: ['/actuator', '/actuator/*'] } }],
      action: [
        {
          type: 'fixed-response',
          fixed_response: { content_type: 'text/plain', status_code: '404', message_body: 'Not found' },
        },
      ],
      tags: { Name: 'devloop-dev actuator' },
    });
  });
});

describe('The health check', () => {
  const pathOf = (changes: Changes) =>
    argumentsAt(synth(changed(changes)), 'aws_lb_target_group.load_balancer_target_group')['health_check'];
  const check = { matcher: '200', interval: 15, healthy_threshold: 2, unhealthy_threshold: 10 };

  test.each<[string, Changes]>([
    ['/actuator/health/liveness', { 'loadBalancer.healthCheckPath': undefined }],
    ['/alive', { 'loadBalancer.healthCheckPath': '/alive' }],
    ['/login', { loadBalancer: { target: 'jenkins-server', port: 8080, allowFrom: ['0.0.0.0/0'] } }],
  ])('requests %s, and outlasts a failover of the database', (path, changes) => {
    expect(pathOf(changes)).toEqual({ path, ...check });
    expect(check.interval * check.unhealthy_threshold).toBeGreaterThan(120);
  });
});

describe('LoadBalancer names', () => {
  const project = 'a-project-with-a-very-long-name';
  const namesOf = (changes: Changes) => {
    const config = synth(changed(changes));
    const address = (type: string) => argumentsAt(config, `${type}.load_balancer`)['name'];
    const group = argumentsAt(config, 'aws_lb_target_group.load_balancer_target_group')['name'];
    return [address('aws_lb'), group].map(String);
  };

  test('are not cut when they fit, and the target group has a hash', () => {
    expect(namesOf({})).toEqual(['devloop-dev', expect.stringMatching(/^devloop-dev-[0-9a-f]{6}$/)]);
  });

  test('are cut and end in a hash when they are too long', () => {
    for (const name of namesOf({ project })) {
      expect(name).toMatch(
        /^a-project-with-a-very-long-[0-9a-f]{6}$|^a-project-with-a-very-lon-[0-9a-f]{6}$/,
      );
      expect(name.length).toBeLessThanOrEqual(32);
    }
  });

  test('differ between environments with a common prefix', () => {
    const [one, other] = [namesOf({ project, name: 'blue' }), namesOf({ project, name: 'green' })];
    expect(one[0]).not.toBe(other[0]);
    expect(one[1]).not.toBe(other[1]);
  });

  test('differ between target groups with different ports', () => {
    expect(namesOf({})[1]).not.toBe(
      namesOf({ 'loadBalancer.port': 8081, 'servers.0.container.port': 8081 })[1],
    );
    expect(namesOf({})[1]).toBe(namesOf({ 'loadBalancer.healthCheckPath': '/other' })[1]);
  });
});
