import { certificateArn, type Changes, changed } from '../support/fixtures/environments';
import { addressesOf, argumentsAt, ofType, synth, waitsFor } from '../support/fixtures/synth';

const DOMAIN: Changes = {
  'loadBalancer.domain': { name: 'shop.example.com', zone: 'example.com' },
  'servers.2.hostName': 'jenkins.example.com',
};
const config = synth(changed(DOMAIN));

/** Addresses of what a domain consists of. */
const partsOf = (changes: Changes): string[] =>
  addressesOf(synth(changed(changes))).filter((address) =>
    /[._](acm_certificate\w*|domain)[._]/.test(address),
  );

describe('Domain', () => {
  test('has one certificate of all names, which has a successor before it goes', () => {
    expect(argumentsAt(config, 'aws_acm_certificate.domain_certificate')).toEqual({
      domain_name: 'shop.example.com',
      subject_alternative_names: ['jenkins.example.com', 'shop.example.com'],
      validation_method: 'DNS',
      tags: { Name: 'devloop-dev' },
      lifecycle: { create_before_destroy: true },
    });
  });

  test('proves each name in the public zone, by a record that later certificates keep', () => {
    const option = (attribute: string) =>
      `\${one([for o in aws_acm_certificate.domain_certificate.domain_validation_options : o.${attribute} if o.domain_name == "shop.example.com"])}`;
    expect(argumentsAt(config, 'data.aws_route53_zone.domain_zone')).toEqual({
      name: 'example.com',
      private_zone: false,
    });
    expect(argumentsAt(config, 'aws_route53_record.domain_proof_shop_example_com')).toEqual({
      zone_id: '${data.aws_route53_zone.domain_zone.zone_id}',
      name: option('resource_record_name'),
      type: 'CNAME',
      ttl: 300,
      records: [option('resource_record_value')],
      lifecycle: { ignore_changes: ['name', 'records'] },
    });
  });

  test('gives the listener a certificate that is issued', () => {
    expect(argumentsAt(config, 'aws_lb_listener.load_balancer_https')).toMatchObject({
      certificate_arn: '${aws_acm_certificate_validation.domain_validation.certificate_arn}',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
    expect(waitsFor(config, 'aws_lb_listener.load_balancer_https')).toEqual(
      expect.arrayContaining([
        'aws_route53_record.domain_proof_jenkins_example_com',
        'aws_route53_record.domain_proof_shop_example_com',
      ]),
    );
  });

  test('points every name to the load balancer', () => {
    for (const name of ['shop.example.com', 'jenkins.example.com'])
      expect(argumentsAt(config, `aws_route53_record.domain_${name.replaceAll('.', '_')}`)).toEqual({
        zone_id: '${data.aws_route53_zone.domain_zone.zone_id}',
        name,
        type: 'A',
        alias: {
          name: '${aws_lb.load_balancer.dns_name}',
          zone_id: '${aws_lb.load_balancer.zone_id}',
          evaluate_target_health: false,
        },
      });
  });

  test('gets two records with a further host name, and keeps the addresses of the others', () => {
    const more = partsOf({
      ...DOMAIN,
      'servers.1.hostName': 'kibana.example.com',
      'servers.1.withoutLogin': true,
    });
    const fewer = partsOf(DOMAIN);
    expect(more.filter((address) => !fewer.includes(address))).toEqual([
      'aws_route53_record.domain_kibana_example_com',
      'aws_route53_record.domain_proof_kibana_example_com',
    ]);
    expect(fewer.filter((address) => !more.includes(address))).toEqual([]);
  });

  test('refuses two names that differ in punctuation alone, whose addresses would be one', () => {
    expect(() =>
      synth(
        changed({
          'loadBalancer.domain': { name: 'a-b.example.com', zone: 'example.com' },
          'servers.2.hostName': 'a.b.example.com',
        }),
      ),
    ).toThrow('is the Terraform address of dev/domain/');
  });

  test('without a zone creates no record, and lists them as an output', () => {
    const elsewhere = synth(changed({ ...DOMAIN, 'loadBalancer.domain': { name: 'shop.example.com' } }));
    expect(addressesOf(elsewhere).filter((address) => /route53.*domain/.test(address))).toEqual([]);
    expect(argumentsAt(elsewhere, 'aws_acm_certificate_validation.domain_validation')).toEqual({
      certificate_arn: '${aws_acm_certificate.domain_certificate.arn}',
    });
    expect(elsewhere.output['dns_records']).toEqual({
      value:
        '${concat([for o in aws_acm_certificate.domain_certificate.domain_validation_options : {name = trimsuffix(o.resource_record_name, "."), type = o.resource_record_type, value = trimsuffix(o.resource_record_value, ".")}], ' +
        '[for n in ["jenkins.example.com","shop.example.com"] : {name = n, type = "CNAME", value = "${aws_lb.load_balancer.dns_name}"}])}',
      description: 'DNS records to create: proofs for the certificate, and the host names',
    });
    expect(config.output['dns_records']).toBeUndefined();
  });

  test('is not there without its key, nor beside a certificate', () => {
    expect(partsOf({})).toEqual([]);
    expect(partsOf({ 'loadBalancer.certificateArn': certificateArn })).toEqual([]);
  });
});

describe('Strict-Transport-Security', () => {
  const header = 'routing_http_response_strict_transport_security_header_value';
  const listeners = (changes: Changes) => Object.values(ofType(synth(changed(changes)), 'aws_lb_listener'));

  test('is sent over HTTPS alone, where hsts is on', () => {
    expect(
      listeners({ ...DOMAIN, 'loadBalancer.hsts': true }).map((one) => [one['port'], one[header]]),
    ).toEqual([
      [80, undefined],
      [443, 'max-age=31536000'],
    ]);
    expect(listeners(DOMAIN).map((one) => one[header])).toEqual([undefined, undefined]);
  });
});
