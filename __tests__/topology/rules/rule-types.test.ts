import {
  APP,
  WEB,
  WEB_AND_APP,
  check,
  everythingOut,
  group,
  ingress,
  instance,
  rows,
  sg,
  terraform,
  type Body,
  type Resources,
} from '../support/network';
import { ruled, block } from '../support/security-group';

describe('Terraform resource types for security group rules', () => {
  const page = 'security-group-rules';
  const legacy = (type: string, more: Body): Resources => ({
    [`aws_security_group_rule.${type}`]: { type, security_group_id: sg('app'), ...more },
  });
  check([
    ...rows(
      page,
      ruled(everythingOut('web'), legacy('ingress', block(22, { source_security_group_id: sg('web') }))),
      ['a legacy rule', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        legacy('ingress', block(22, { cidr_blocks: ['10.0.0.0/24', '10.9.0.0/16'] })),
      ),
      ['with ranges', WEB, APP, 22, 'yes'],
    ),
    ...rows(page, ruled(everythingOut('web'), legacy('ingress', block(22, { ipv6_cidr_blocks: ['::/0'] }))), [
      'with IPv6 ranges',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(page, ruled(everythingOut('web'), legacy('ingress', block(22, { prefix_list_ids: ['pl-1'] }))), [
      'with a prefix list',
      WEB,
      APP,
      22,
      'unknown',
    ]),
    ...rows(
      page,
      ruled(legacy('egress', { protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] })),
      ['a legacy egress rule', APP, 'internet', 443, 'yes'],
    ),
    ...rows(
      page,
      ruled(
        legacy('egress', block(22, { self: true })),
        legacy('ingress', block(22, { self: true })),
        instance('web', 'public', { vpc_security_group_ids: [sg('app')] }),
      ),
      ['both in one group, by itself: out is still needed', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      page,
      ruled(everythingOut('web'), group('app', { ingress: [block(22, { security_groups: [sg('web')] })] })),
      ['inline rules', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      page,
      ruled(
        group('web', { egress: block(22, { cidr_blocks: ['0.0.0.0/0'] }) }),
        group('app', { ingress: block(22, { cidr_blocks: ['0.0.0.0/0'] }) }),
      ),
      ['inline rules as single blocks', WEB, APP, 22, 'yes'],
    ),
    ...rows(page, ruled(everythingOut('web'), group('app', { ingress: [] })), [
      'inline, none',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        group('app', {
          dynamic: {
            ingress: {
              for_each: [22, 23],
              content: block(0, {
                from_port: '${ingress.value}',
                to_port: '${ingress.value}',
                cidr_blocks: ['0.0.0.0/0'],
              }),
            },
          },
        }),
      ),
      ['a dynamic block', WEB, APP, 23, 'yes'],
      ['and no more', WEB, APP, 24, 'no: ingress rule'],
    ),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        group('app', {
          dynamic: {
            ingress: { for_each: '${var.ports}', content: block(22, { cidr_blocks: ['0.0.0.0/0'] }) },
          },
        }),
      ),
      ['a dynamic block of unknown length', WEB, APP, 22, 'unknown'],
    ),
  ]);
});

describe('Rules for the internet and parts of it', () => {
  const page = 'security-group-rules';
  const openTo = (...cidrs: string[]) =>
    terraform(
      WEB_AND_APP,
      { 'aws_vpc_security_group_ingress_rule.web': null },
      ...cidrs.map((cidr_ipv4) => ingress('web', 80, { cidr_ipv4 })),
    );
  check([
    ...rows(
      page,
      openTo('203.0.113.0/24'),
      ['a rule for some range does not let the internet in', 'internet', WEB, 80, 'no: ingress rule'],
      ['but that range', '203.0.113.0/24', WEB, 80, 'yes'],
      ['and what is in it', '203.0.113.77', WEB, 80, 'yes'],
      ['not what is wider', '203.0.112.0/23', WEB, 80, 'no: ingress rule'],
    ),
    ...rows(page, openTo('0.0.0.0/1'), ['one half', 'internet', WEB, 80, 'no: ingress rule']),
    ...rows(
      page,
      openTo('0.0.0.0/1', '128.0.0.0/1'),
      ['two halves are the whole', 'internet', WEB, 80, 'yes'],
      ['as 0.0.0.0/0 is', '0.0.0.0/0', WEB, 80, 'yes'],
    ),
    ...rows(page, openTo('0.0.0.0/1', '128.0.0.0/2'), [
      'three quarters are not',
      'internet',
      WEB,
      80,
      'no: ingress rule',
    ]),
    ...rows(page, openTo('0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3'), [
      'what is left out is no internet',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(page, openTo('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'), [
      'private ranges are none',
      'internet',
      WEB,
      80,
      'no: ingress rule',
    ]),
  ]);
});
