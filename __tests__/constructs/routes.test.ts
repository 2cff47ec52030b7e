import { isDeepStrictEqual } from 'node:util';
import { api, apiRoute, withApplications } from '../support/fixtures/applications';
import { certificateArn, changed } from '../support/fixtures/environments';
import { argumentsAt, byAddress, ofType, rulesOf, synth } from '../support/fixtures/synth';

const RULE = 'aws_lb_listener_rule.load_balancer_routes_api';
const GROUP = 'aws_lb_target_group.load_balancer_routes_api_target_group';
const input = withApplications([api], [apiRoute]);
const config = synth(input);

/** Without the key pair, whose preconditions check every image. */
const without = (blocks: ReadonlyMap<string, unknown>) =>
  new Map([...blocks].filter(([address]) => address !== 'aws_key_pair.key_pair'));

describe('Route', () => {
  test('forwards requests of its paths to servers of its own', () => {
    expect(argumentsAt(config, RULE)).toEqual({
      listener_arn: '${aws_lb_listener.load_balancer_http.arn}',
      priority: 11_540,
      condition: [{ path_pattern: { values: ['/api/*'] } }],
      action: [{ type: 'forward', target_group_arn: `\${${GROUP}.arn}` }],
      tags: { Name: 'devloop-dev-api' },
    });
    expect(
      argumentsAt(config, 'aws_lb_target_group_attachment.load_balancer_routes_api_target_api_server'),
    ).toEqual({
      target_group_arn: `\${${GROUP}.arn}`,
      target_id: '${aws_instance.servers_api_server.id}',
      port: 8081,
      lifecycle: { create_before_destroy: true },
    });
  });

  test('has a health check, stickiness and a slow start of its own', () => {
    const settings = { healthCheckPath: '/alive', stickySeconds: 60, slowStartSeconds: 30 };
    expect(argumentsAt(synth(withApplications([api], [{ ...apiRoute, ...settings }])), GROUP)).toEqual({
      ...argumentsAt(config, GROUP),
      health_check: {
        path: '/alive',
        matcher: '200',
        interval: 15,
        healthy_threshold: 2,
        unhealthy_threshold: 10,
      },
      stickiness: { type: 'lb_cookie', cookie_duration: 60, enabled: true },
      slow_start: 30,
    });
  });

  test('opens the port of its servers to the load balancer alone', () => {
    expect(rulesOf(config, 'ingress').filter((rule) => rule.includes('-> api-server'))).toEqual([
      'bastion-server -> api-server tcp 22',
      'load-balancer -> api-server tcp 8081',
    ]);
  });

  test('leaves the actuator hidden: that rule comes first', () => {
    expect(argumentsAt(config, 'aws_lb_listener_rule.load_balancer_actuator')['priority']).toBe(1);
  });

  test('comes before the rules of pages, which AWS numbers after those that are there', () => {
    const pages = {
      'loadBalancer.certificateArn': certificateArn,
      'servers.2.hostName': 'jenkins.example.com',
    };
    const rule = 'aws_lb_listener_rule.load_balancer_jenkins_server_from_administrators';
    const own = withApplications([api], [{ ...apiRoute, hosts: ['api.example.com'] }]);
    expect(argumentsAt(synth(changed(pages, own)), rule)).toMatchObject({
      depends_on: ['aws_lb_listener_rule.load_balancer_actuator', RULE],
    });
    expect(argumentsAt(synth(changed(pages)), rule)['depends_on']).toBeUndefined();
  });

  test('is for the name of the domain, which it shares, and a host name of its own gets a certificate', () => {
    const routed = synth(
      withApplications(
        [api],
        [apiRoute, { ...apiRoute, name: 'admin', paths: [], hosts: ['admin.example.com'] }],
        {
          'loadBalancer.domain': { name: 'shop.example.com', zone: 'example.com' },
        },
      ),
    );
    const conditionOf = (name: string) =>
      argumentsAt(routed, `aws_lb_listener_rule.load_balancer_routes_${name}`)['condition'];
    expect(conditionOf('api')).toEqual([
      { host_header: { values: ['shop.example.com'] } },
      { path_pattern: { values: ['/api/*'] } },
    ]);
    expect(conditionOf('admin')).toEqual([{ host_header: { values: ['admin.example.com'] } }]);
    expect(
      argumentsAt(routed, 'aws_acm_certificate.domain_certificate')['subject_alternative_names'],
    ).toEqual(['admin.example.com', 'shop.example.com']);
    expect(Object.keys(ofType(routed, 'aws_route53_record'))).toContain('domain_admin_example_com');
  });

  test('sends requests of two routes to one server through one opening', () => {
    const twice = synth(
      withApplications([api], [apiRoute, { ...apiRoute, name: 'files', paths: ['/files/*'] }]),
    );
    expect(rulesOf(twice, 'ingress')).toEqual(rulesOf(config, 'ingress'));
    expect(Object.keys(ofType(twice, 'aws_lb_target_group'))).toEqual([
      'load_balancer_routes_api_target_group',
      'load_balancer_routes_files_target_group',
      'load_balancer_target_group',
    ]);
  });

  test('changes nothing else where it comes, goes or moves in the list', () => {
    const files = { ...api, name: 'files-server', container: { port: 8082, image: 'files' } };
    const filesRoute = {
      ...apiRoute,
      name: 'files',
      target: 'files-server',
      port: 8082,
      paths: ['/files/*'],
    };
    const both = without(byAddress(synth(withApplications([files, api], [filesRoute, apiRoute]))));
    const reversed = without(byAddress(synth(withApplications([api, files], [apiRoute, filesRoute]))));
    expect(Object.fromEntries(both)).toEqual(Object.fromEntries(reversed));
    const one = without(byAddress(config));
    expect([...one].filter(([address, block]) => !isDeepStrictEqual(both.get(address), block))).toEqual([]);
    const more = [...both.keys()].filter((address) => !one.has(address));
    expect(more.filter((address) => !address.includes('files'))).toEqual([]);
  });
});

describe('Applications with images of their own', () => {
  test('read them from var.images, and are checked each', () => {
    expect(config.variable['images']).toMatchObject({ type: 'map(string)', nullable: false });
    expect(config.locals).toMatchObject({ image_api: '${lookup(var.images, "api", "")}' });
    const { precondition } = argumentsAt(config, 'aws_key_pair.key_pair')['lifecycle'] as {
      precondition: { condition: string; error_message: string }[];
    };
    expect(precondition.map(({ condition }) => condition)).toEqual([
      '${local.ssh_public_key_is_valid}',
      '${local.app_image_is_valid}',
      '${local.image_api_is_valid}',
    ]);
    expect(precondition[2]?.error_message).toMatch(
      /^images\["api"\]: \$\{.*\} is not an image reference; accepted: /,
    );
  });

  test('do not ask for app_image where all have one', () => {
    const input = withApplications([api], [apiRoute], { 'servers.0.container.image': 'shop' });
    expect(Object.keys(synth(input).variable)).toEqual(['admin_cidrs', 'images', 'ssh_public_key']);
  });
});
