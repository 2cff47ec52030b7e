import { api, withApplications } from '../support/fixtures/applications';
import { changed } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, byAddress, ofType, rulesOf, synth } from '../support/fixtures/synth';

const stock = { name: 'stock', target: 'api-server', port: 8081, clients: ['devloop-server'] };
const services = (...all: (typeof stock)[]) => ({ internalLoadBalancer: { services: all } });
const config = synth(withApplications([api], [], services(stock)));
const GROUP = 'aws_lb_target_group.internal_load_balancer_services_stock_target_group';

describe('Internal load balancer', () => {
  test('is internal, in the private subnets', () => {
    expect(argumentsAt(config, 'aws_lb.internal_load_balancer')).toMatchObject({
      name: 'devloop-dev-services',
      internal: true,
      subnets: ['${aws_subnet.network_private_a.id}', '${aws_subnet.network_private_c.id}'],
    });
  });

  test('answers under a name in the private domain', () => {
    expect(argumentsAt(config, 'aws_route53_record.private_dns_stock')).toEqual({
      zone_id: '${aws_route53_zone.private_dns.zone_id}',
      name: 'stock.dev.devloop.internal',
      type: 'A',
      alias: {
        name: '${aws_lb.internal_load_balancer.dns_name}',
        zone_id: '${aws_lb.internal_load_balancer.zone_id}',
        evaluate_target_health: false,
      },
    });
    expect(argumentsAt(config, 'aws_lb_listener_rule.internal_load_balancer_services_stock')).toMatchObject({
      condition: [{ host_header: { values: ['stock.dev.devloop.internal'] } }],
      action: [{ type: 'forward', target_group_arn: `\${${GROUP}.arn}` }],
    });
    expect(
      argumentsAt(config, 'aws_lb_listener.internal_load_balancer_http')['default_action'],
    ).toMatchObject([{ type: 'fixed-response', fixed_response: { status_code: '404' } }]);
  });

  test('lets in the clients of its services alone', () => {
    expect(rulesOf(config, 'ingress').filter((rule) => rule.includes('internal-load-balancer'))).toEqual([
      'devloop-server -> internal-load-balancer tcp 80',
      'internal-load-balancer -> api-server tcp 8081',
    ]);
  });

  test('changes nothing else where a service comes', () => {
    const other = { ...stock, name: 'prices', clients: ['devloop-server', 'jenkins-server'] };
    const more = byAddress(synth(withApplications([api], [], services(other, stock))));
    const before = byAddress(config);
    const changes = [...before].filter(
      ([address, block]) => JSON.stringify(more.get(address)) !== JSON.stringify(block),
    );
    expect(changes).toEqual([]);
    const added = [...more.keys()].filter((address) => !before.has(address));
    expect(added.filter((address) => !/prices|jenkins/.test(address))).toEqual([]);
  });

  test('shares the requests of a service with a canary', () => {
    const canary = { image: 'next', weight: 10 };
    const shared = synth(withApplications([{ ...api, canary }], [], services(stock)));
    expect(Object.keys(ofType(shared, 'aws_lb_target_group'))).toEqual([
      'internal_load_balancer_services_stock_canary_target_group',
      'internal_load_balancer_services_stock_target_group',
      'load_balancer_target_group',
    ]);
    expect(rulesOf(shared, 'ingress')).toContain('internal-load-balancer -> api-server-canary tcp 8081');
  });

  test('has alarms of each service', () => {
    const watched = synth(withApplications([api], [], { ...services(stock), alarms: {} }));
    expect(addressesOf(watched).filter((address) => /metric_alarm.alarms_services_/.test(address))).toEqual(
      ['application_errors', 'latency', 'no_healthy_target', 'unhealthy_target'].map(
        (name) => `aws_cloudwatch_metric_alarm.alarms_services_stock_${name}`,
      ),
    );
  });
});

describe('Private name', () => {
  test('has the addresses of all servers', () => {
    const input = changed({
      'servers.0.count': 2,
      'servers.0.zones': ['a', 'c'],
      'servers.0.privateName': 'shop',
    });
    expect(argumentsAt(synth(input), 'aws_route53_record.private_dns_shop')).toEqual({
      zone_id: '${aws_route53_zone.private_dns.zone_id}',
      name: 'shop.dev.devloop.internal',
      type: 'A',
      ttl: 60,
      records: ['a_1', 'c_1'].map((server) => `\${aws_instance.servers_devloop_server_${server}.private_ip}`),
    });
  });
});
