import { changed, plain } from '../support/fixtures/environments';
import { argumentsAt, ofType, synth, waitsFor } from '../support/fixtures/synth';

const config = synth(changed({}));
const withoutElk = synth(changed(plain(1)));

describe('PrivateDns', () => {
  test('has a zone for the VPC alone, named after environment and project', () => {
    expect(argumentsAt(config, 'aws_route53_zone.private_dns')).toEqual({
      name: 'dev.devloop.internal',
      comment: 'Servers of dev.devloop.internal',
      vpc: [{ vpc_id: '${aws_vpc.network_vpc.id}' }],
      tags: { Name: 'dev.devloop.internal' },
    });
  });

  test('has the address of the elk server for a minute, whatever the name of the server', () => {
    const record = {
      zone_id: '${aws_route53_zone.private_dns.zone_id}',
      name: 'elk.dev.devloop.internal',
      type: 'A',
      ttl: 60,
    };
    expect(ofType(config, 'aws_route53_record')).toEqual({
      private_dns_elk: { ...record, records: ['${aws_instance.servers_elk_server.private_ip}'] },
    });
    expect(ofType(synth(changed({ 'servers.1.name': 'logs-server' })), 'aws_route53_record')).toEqual({
      private_dns_elk: { ...record, records: ['${aws_instance.servers_logs_server.private_ip}'] },
    });
  });

  test('is absent without an elk server', () => {
    expect(withoutElk.resource).not.toHaveProperty('aws_route53_zone');
    expect(withoutElk.resource).not.toHaveProperty('aws_route53_record');
  });
});

describe('The script of an application', () => {
  const script = 'servers_devloop_server_script';

  test('is the same with an elk server and without', () => {
    expect(config.locals?.[script]).toBe(withoutElk.locals?.[script]);
    expect(String(config.locals?.[script])).toContain("ELK_ADDRESS='elk.dev.devloop.internal'");
  });

  test('makes the application depend neither on the elk server nor on its record', () => {
    const waits = waitsFor(config, 'aws_instance.servers_devloop_server');
    expect(waits.filter((address) => /elk|route53/.test(address))).toEqual([]);
  });
});
