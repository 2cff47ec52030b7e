import {
  ANYWHERE,
  APP,
  WEB,
  check,
  egress,
  everythingOut,
  group,
  ingress,
  instance,
  members,
  ref,
  rows,
  sg,
  type Body,
  type Resources,
} from '../support/network';
import { ruled, block } from '../support/security-group';

describe('Security group rules', () => {
  const page = 'vpc-security-groups';
  const open = ruled(everythingOut('web'), ingress('app', 8080, members('web')));
  check([
    ...rows(
      page,
      open,
      ['a rule that references a group admits its members', WEB, APP, 8080, 'yes'],
      ['a rule admits its port only', WEB, APP, 8081, 'no: ingress rule'],
      ['a response needs no rule', WEB, APP, 8080, 'yes'],
      ['a rule admits one direction only', APP, WEB, 8080, 'no: egress rule'],
      ['a CIDR block is no member of a group', '10.0.0.0/24', APP, 8080, 'no: ingress rule'],
    ),
    ...rows(page, ruled(ingress('app', 8080, members('web'))), [
      'Terraform removes the default egress rule',
      WEB,
      APP,
      8080,
      'no: egress rule',
    ]),
    ...rows(
      page,
      ruled(egress('web', 8080, members('app')), ingress('app', 8080, members('web'))),
      ['an egress rule that references a group admits its members', WEB, APP, 8080, 'yes'],
      [
        'an egress rule that references a group admits nothing else',
        WEB,
        'internet',
        8080,
        'no: egress rule',
      ],
    ),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: '10.0.0.0/24' })),
      ['a rule for a CIDR block admits a server in it', WEB, APP, 8080, 'yes'],
      ['a rule for a CIDR block admits that block', '10.0.0.0/24', APP, 8080, 'yes'],
      ['a rule for a part does not admit the whole CIDR block', '10.0.0.0/16', APP, 8080, 'no: ingress rule'],
    ),
    ...rows(page, ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: '10.0.0.0/25' })), [
      'a rule for half of the subnet may admit a server in it',
      WEB,
      APP,
      8080,
      'unknown',
      'address',
    ]),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        ingress('app', 8080, { cidr_ipv4: '10.0.0.0/25' }),
        instance('web', 'public', { private_ip: '10.0.0.9' }),
      ),
      ['a rule for half of the subnet admits a stated address in it', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        ingress('app', 8080, { cidr_ipv4: '10.0.0.0/25' }),
        instance('web', 'public', { private_ip: '10.0.0.200' }),
      ),
      [
        'a rule for half of the subnet rejects a stated address outside it',
        WEB,
        APP,
        8080,
        'no: ingress rule',
      ],
    ),
    ...rows(page, ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: '10.5.0.0/16' })), [
      'a rule for another CIDR block admits nothing',
      WEB,
      APP,
      8080,
      'no: ingress rule',
    ]),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: ref('aws_vpc.main', 'cidr_block') })),
      ['a rule for the CIDR block of the VPC admits a server in it', WEB, APP, 8080, 'yes'],
      [
        'a rule for the CIDR block of the VPC does not admit the internet',
        'internet',
        APP,
        8080,
        'no: no route',
      ],
    ),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: `${ref(WEB, 'private_ip')}/32` })),
      ['a rule for the address of an instance admits it', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 8080, ANYWHERE, { ip_protocol: 'udp' })),
      ['a rule for another protocol admits nothing', WEB, APP, 8080, 'no: ingress rule'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 8000, ANYWHERE, { to_port: 9000 })),
      ['a range of ports contains its first', WEB, APP, 8000, 'yes'],
      ['a range of ports contains its last', WEB, APP, 9000, 'yes'],
      ['a range of ports contains none beyond its last', WEB, APP, 9001, 'no: ingress rule'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 0, ANYWHERE, { ip_protocol: '-1' })),
      ['protocol -1 opens every port', WEB, APP, 65535, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 0, ANYWHERE, { ip_protocol: 'all' })),
      ['protocol all opens every port', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { ip_protocol: '6' })),
      ['protocol 6 is tcp', WEB, APP, 22, 'yes'],
    ),
    ...rows('security-group-rules', ruled(everythingOut('web'), ingress('app', 0, ANYWHERE)), [
      'tcp from 0 to 0 opens port 0 only',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', -1, ANYWHERE, { ip_protocol: 'icmp' })),
      ['a rule for icmp admits no tcp', WEB, APP, 22, 'no: ingress rule'],
    ),
    ...rows('security-group-rules', ruled(everythingOut('web'), ingress('app', 22, { cidr_ipv6: '::/0' })), [
      'a rule for an IPv6 CIDR block admits no IPv4',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, { prefix_list_id: 'pl-1' })),
      ['a rule for an unknown prefix list leaves the answer open', WEB, APP, 22, 'unknown', 'prefix list'],
    ),
    ...rows(
      'security-group-rules',
      ruled(
        everythingOut('web'),
        ingress('app', 22, { prefix_list_id: 'pl-1' }),
        ingress('app', 22, ANYWHERE),
      ),
      ['another rule that suffices settles an unknown prefix list', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { count: '${var.open ? 1 : 0}' })),
      [
        'a rule with an unknown count leaves the answer open',
        WEB,
        APP,
        22,
        'unknown',
        'aws_vpc_security_group_ingress_rule',
      ],
    ),
    ...rows('security-group-rules', ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { count: 0 })), [
      'a rule with count 0 admits nothing',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { from_port: '${var.port}' })),
      ['a rule for an unknown port leaves the answer open', WEB, APP, 22, 'unknown', 'var.port'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { security_group_id: '${var.group}' })),
      ['a rule of an unknown group admits nothing', WEB, APP, 22, 'no: ingress rule'],
    ),
    ...rows(
      'security-group-rules',
      ruled(
        everythingOut('web'),
        ingress('app', 22, ANYWHERE, {
          security_group_id: `\${var.x ? ${'aws_security_group.app.id'} : aws_security_group.web.id}`,
        }),
      ),
      ['a rule of one of two groups leaves the answer open', WEB, APP, 22, 'unknown'],
    ),
  ]);
});

describe('Security groups of an endpoint', () => {
  const page = 'vpc-security-groups';
  const two = instance('app', 'private', { vpc_security_group_ids: [sg('app'), sg('more')] });
  check([
    ...rows(page, ruled(group('more'), two, everythingOut('web'), ingress('more', 22, ANYWHERE)), [
      'the rules of several groups add up',
      WEB,
      APP,
      22,
      'yes',
    ]),
    ...rows(
      page,
      ruled(everythingOut('web'), instance('app', 'private', { vpc_security_group_ids: ['sg-0123'] })),
      ['a group outside the file leaves the answer open', WEB, APP, 22, 'unknown', 'sg-0123'],
    ),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        ingress('app', 22, ANYWHERE),
        instance('app', 'private', { vpc_security_group_ids: ['sg-0123', sg('app')] }),
      ),
      ['another group that suffices settles a group outside the file', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        {
          'aws_network_interface_sg_attachment.more': {
            security_group_id: sg('more'),
            network_interface_id: ref(APP, 'primary_network_interface_id'),
          },
        },
        group('more'),
        ingress('more', 22, ANYWHERE),
      ),
      ['a group attached to the interface of an instance counts', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 22, { referenced_security_group_id: sg('app') })),
      ['a group that references itself admits its members only', WEB, APP, 22, 'no: ingress rule'],
    ),
  ]);
});

describe('Default security group', () => {
  const page = 'default-security-group';
  const bare = { subnet_id: ref('aws_subnet.private') };
  const both = { [WEB]: { subnet_id: ref('aws_subnet.public') }, [APP]: bare };
  const adopted = (more: Body): Resources => ({
    'aws_default_security_group.main': { vpc_id: ref('aws_vpc.main'), ...more },
  });
  const byDefault = ref('aws_vpc.main', 'default_security_group_id');
  check([
    ...rows(
      page,
      ruled(both),
      ['members of the default group reach each other', WEB, APP, 22, 'yes'],
      ['members of the default group reach the internet', WEB, 'internet', 443, 'yes'],
      ['the internet does not reach members of the default group', 'internet', WEB, 443, 'no: ingress rule'],
    ),
    ...rows(
      page,
      ruled(both, adopted({})),
      ['an adopted default group without rules lets nothing out', WEB, APP, 22, 'no: egress rule'],
      ['an adopted default group without rules lets nothing in', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      ruled(
        both,
        adopted({
          egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] }],
          ingress: [{ protocol: -1, from_port: 0, to_port: 0, self: true }],
        }),
      ),
      ['an adopted default group has the rules that it states', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      page,
      ruled(both, {
        'aws_security_group_rule.more': {
          type: 'ingress',
          security_group_id: byDefault,
          ...block(22, { cidr_blocks: ['0.0.0.0/0'] }),
        },
      }),
      ['a rule added to the default group counts', 'internet', WEB, 22, 'yes'],
    ),
    ...rows(page, ruled(both, { [APP]: { ...bare, vpc_security_group_ids: [byDefault] } }), [
      'a server that names the default group is a member',
      WEB,
      APP,
      22,
      'yes',
    ]),
    ...rows(
      page,
      ruled(
        both,
        adopted({}),
        { [APP]: { ...bare, vpc_security_group_ids: [ref('aws_default_security_group.main')] } },
        {
          'aws_vpc_security_group_egress_rule.d': {
            security_group_id: ref('aws_default_security_group.main'),
            ip_protocol: '-1',
            cidr_ipv4: '0.0.0.0/0',
          },
        },
      ),
      ['a rule added to an adopted default group counts', APP, 'internet', 443, 'yes'],
    ),
  ]);
});
