import { withCanaries } from '../../src/config/canaries';
import { applicationsOf } from '../../src/rollout/applications';
import { Plan } from '../../src/terraform/planned-resources';
import { api, apiRoute, withApplications } from '../support/fixtures/applications';
import { prod } from '../support/fixtures/configured';
import { changed, environment } from '../support/fixtures/environments';
import {
  addressesOf,
  argumentsAt,
  byAddress,
  ofType,
  rulesOf,
  synth,
  withLocals,
} from '../support/fixtures/synth';

const canary = { image: 'next', weight: 5 };
const input = changed({ 'servers.0.canary': canary });
const config = synth(input);
const GROUP = 'aws_lb_target_group.load_balancer_target_group';
const SECOND = 'aws_lb_target_group.load_balancer_canary_target_group';
const WEIGHT = 'lookup(var.canary_weights, "devloop-server", 5)';
const shares = (first: string, second: string, weight: string) => [
  { arn: `\${${first}.arn}`, weight: `\${100 - ${weight}}` },
  { arn: `\${${second}.arn}`, weight: `\${${weight}}` },
];

describe('Canary', () => {
  test('takes its share by a variable of Terraform', () => {
    expect(argumentsAt(config, 'aws_lb_listener.load_balancer_http')['default_action']).toEqual([
      { type: 'forward', forward: { target_group: shares(GROUP, SECOND, WEIGHT) } },
    ]);
    expect(config.variable['canary_weights']).toMatchObject({ type: 'map(number)', default: {} });
  });

  test('is a server of the same definition with another image, and with the same access', () => {
    const server = 'aws_instance.servers_devloop_server_canary_a_1';
    expect(argumentsAt(config, server)['instance_type']).toBe(
      argumentsAt(config, 'aws_instance.servers_devloop_server')['instance_type'],
    );
    const { user_data: script } = argumentsAt(config, server);
    expect(withLocals(config, String(script))).toContain('${local.image_next}');
    expect(rulesOf(config, 'ingress').filter((rule) => /devloop-server-canary/.test(rule))).toEqual([
      'bastion-server -> devloop-server-canary tcp 22',
      'devloop-server-canary -> database tcp 3306',
      'devloop-server-canary -> elk-server tcp 5044',
      'load-balancer -> devloop-server-canary tcp 8080',
    ]);
  });

  test('changes nothing of its server, and goes without a trace', () => {
    const without = byAddress(synth(changed({})));
    const changes = [...without].filter(
      ([address, block]) => JSON.stringify(byAddress(config).get(address)) !== JSON.stringify(block),
    );
    expect(changes.map(([address]) => address).sort()).toEqual([
      'aws_key_pair.key_pair',
      'aws_lb_listener.load_balancer_http',
    ]);
    expect(addressesOf(config).filter((address) => !without.has(address) && !/canary/.test(address))).toEqual(
      [],
    );
  });

  test('of a route keeps clients at one server, where the route does', () => {
    const routed = synth(withApplications([{ ...api, canary }], [{ ...apiRoute, stickySeconds: 60 }]));
    const groups = ['api', 'api_canary'].map(
      (name) => `aws_lb_target_group.load_balancer_routes_${name}_target_group`,
    );
    expect(argumentsAt(routed, 'aws_lb_listener_rule.load_balancer_routes_api')['action']).toEqual([
      {
        type: 'forward',
        forward: {
          target_group: shares(
            groups[0] ?? '',
            groups[1] ?? '',
            'lookup(var.canary_weights, "api-server", 5)',
          ),
          stickiness: { enabled: true, duration: 60 },
        },
      },
    ]);
  });

  test('of an Auto Scaling group is one as well, with a rollout of its own', () => {
    const scaled = synth(changed({ 'servers.0.canary': canary }, prod));
    expect(Object.keys(ofType(scaled, 'aws_autoscaling_group'))).toEqual([
      'servers_devloop_server',
      'servers_devloop_server_canary',
    ]);
    expect(argumentsAt(scaled, 'aws_autoscaling_group.servers_devloop_server_canary')['min_size']).toBe(1);
    expect(applicationsOf(new Plan(scaled, {})).map(({ name }) => name)).toEqual([
      'devloop-server',
      'devloop-server-canary',
    ]);
  });
});

describe('An environment with canaries', () => {
  test('has them wherever their server is a client, sends traffic or takes it', () => {
    const traffic = [
      { from: 'devloop-server', to: 'elk-server', port: 9200 },
      { from: 'jenkins-server', to: 'devloop-server', port: 8080 },
    ];
    const {
      traffic: all,
      database,
      servers,
    } = withCanaries(environment({ 'servers.0.canary': canary, traffic }));
    expect(all.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'devloop-server elk-server',
      'devloop-server-canary elk-server',
      'jenkins-server devloop-server',
      'jenkins-server devloop-server-canary',
    ]);
    expect(database?.clients).toEqual(['devloop-server', 'devloop-server-canary']);
    expect(servers.map(({ name }) => name).at(-1)).toBe('devloop-server-canary');
  });

  test('is the same without any', () => {
    const plain = environment();
    expect(withCanaries(plain)).toBe(plain);
  });
});
