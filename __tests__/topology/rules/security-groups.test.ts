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
      ['a referenced group lets its members in', WEB, APP, 8080, 'yes'],
      ['on that port alone', WEB, APP, 8081, 'no: ingress rule'],
      ['the answers need no rule', WEB, APP, 8080, 'yes'],
      ['and nobody the other way', APP, WEB, 8080, 'no: egress rule'],
      ['a range is no member', '10.0.0.0/24', APP, 8080, 'no: ingress rule'],
    ),
    ...rows(page, ruled(ingress('app', 8080, members('web'))), [
      'Terraform takes away the egress that AWS gives',
      WEB,
      APP,
      8080,
      'no: egress rule',
    ]),
    ...rows(
      page,
      ruled(egress('web', 8080, members('app')), ingress('app', 8080, members('web'))),
      ['egress to a group', WEB, APP, 8080, 'yes'],
      ['not to others', WEB, 'internet', 8080, 'no: egress rule'],
    ),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: '10.0.0.0/24' })),
      ['the subnet of the source', WEB, APP, 8080, 'yes'],
      ['as a range', '10.0.0.0/24', APP, 8080, 'yes'],
      ['a part of a range is not all of it', '10.0.0.0/16', APP, 8080, 'no: ingress rule'],
    ),
    ...rows(page, ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: '10.0.0.0/25' })), [
      'half of the subnet: which address it is nobody knows',
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
      ['a stated address in it', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        ingress('app', 8080, { cidr_ipv4: '10.0.0.0/25' }),
        instance('web', 'public', { private_ip: '10.0.0.200' }),
      ),
      ['a stated address outside it', WEB, APP, 8080, 'no: ingress rule'],
    ),
    ...rows(page, ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: '10.5.0.0/16' })), [
      'a range elsewhere',
      WEB,
      APP,
      8080,
      'no: ingress rule',
    ]),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: ref('aws_vpc.main', 'cidr_block') })),
      ['the range of the VPC', WEB, APP, 8080, 'yes'],
      ['not the internet', 'internet', APP, 8080, 'no: no route'],
    ),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 8080, { cidr_ipv4: `${ref(WEB, 'private_ip')}/32` })),
      ['the address of one instance', WEB, APP, 8080, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 8080, ANYWHERE, { ip_protocol: 'udp' })),
      ['another protocol', WEB, APP, 8080, 'no: ingress rule'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 8000, ANYWHERE, { to_port: 9000 })),
      ['a range of ports, first', WEB, APP, 8000, 'yes'],
      ['last', WEB, APP, 9000, 'yes'],
      ['beyond', WEB, APP, 9001, 'no: ingress rule'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 0, ANYWHERE, { ip_protocol: '-1' })),
      ['every protocol is every port', WEB, APP, 65535, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 0, ANYWHERE, { ip_protocol: 'all' })),
      ['by name', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { ip_protocol: '6' })),
      ['tcp by number', WEB, APP, 22, 'yes'],
    ),
    ...rows('security-group-rules', ruled(everythingOut('web'), ingress('app', 0, ANYWHERE)), [
      'tcp from 0 to 0 is port 0',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', -1, ANYWHERE, { ip_protocol: 'icmp' })),
      ['icmp is no tcp', WEB, APP, 22, 'no: ingress rule'],
    ),
    ...rows('security-group-rules', ruled(everythingOut('web'), ingress('app', 22, { cidr_ipv6: '::/0' })), [
      'IPv6 rules mean nothing to IPv4',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, { prefix_list_id: 'pl-1' })),
      ['a prefix list is not known', WEB, APP, 22, 'unknown', 'prefix list'],
    ),
    ...rows(
      'security-group-rules',
      ruled(
        everythingOut('web'),
        ingress('app', 22, { prefix_list_id: 'pl-1' }),
        ingress('app', 22, ANYWHERE),
      ),
      ['where another rule suffices it does not matter', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { count: '${var.open ? 1 : 0}' })),
      ['a rule that may not be there', WEB, APP, 22, 'unknown', 'aws_vpc_security_group_ingress_rule'],
    ),
    ...rows('security-group-rules', ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { count: 0 })), [
      'one that is not',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { from_port: '${var.port}' })),
      ['an unknown port', WEB, APP, 22, 'unknown', 'var.port'],
    ),
    ...rows(
      'security-group-rules',
      ruled(everythingOut('web'), ingress('app', 22, ANYWHERE, { security_group_id: '${var.group}' })),
      ['a rule of a group elsewhere', WEB, APP, 22, 'no: ingress rule'],
    ),
    ...rows(
      'security-group-rules',
      ruled(
        everythingOut('web'),
        ingress('app', 22, ANYWHERE, {
          security_group_id: `\${var.x ? ${'aws_security_group.app.id'} : aws_security_group.web.id}`,
        }),
      ),
      ['a rule of one of two groups', WEB, APP, 22, 'unknown'],
    ),
  ]);
});

describe('Security groups of an endpoint', () => {
  const page = 'vpc-security-groups';
  const two = instance('app', 'private', { vpc_security_group_ids: [sg('app'), sg('more')] });
  check([
    ...rows(page, ruled(group('more'), two, everythingOut('web'), ingress('more', 22, ANYWHERE)), [
      'several groups add up',
      WEB,
      APP,
      22,
      'yes',
    ]),
    ...rows(
      page,
      ruled(everythingOut('web'), instance('app', 'private', { vpc_security_group_ids: ['sg-0123'] })),
      ['a group that is not in the file', WEB, APP, 22, 'unknown', 'sg-0123'],
    ),
    ...rows(
      page,
      ruled(
        everythingOut('web'),
        ingress('app', 22, ANYWHERE),
        instance('app', 'private', { vpc_security_group_ids: ['sg-0123', sg('app')] }),
      ),
      ['does not matter where another suffices', WEB, APP, 22, 'yes'],
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
      ['a group attached to the interface of an instance', WEB, APP, 22, 'yes'],
    ),
    ...rows(
      page,
      ruled(everythingOut('web'), ingress('app', 22, { referenced_security_group_id: sg('app') })),
      ['its own members only', WEB, APP, 22, 'no: ingress rule'],
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
      ['members reach each other', WEB, APP, 22, 'yes'],
      ['and the internet', WEB, 'internet', 443, 'yes'],
      ['which does not reach them', 'internet', WEB, 443, 'no: ingress rule'],
    ),
    ...rows(
      page,
      ruled(both, adopted({})),
      ['adopted and emptied: nothing out', WEB, APP, 22, 'no: egress rule'],
      ['nothing in', 'internet', WEB, 22, 'no: ingress rule'],
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
      ['adopted with rules', WEB, APP, 22, 'yes'],
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
      ['with a rule added', 'internet', WEB, 22, 'yes'],
    ),
    ...rows(page, ruled(both, { [APP]: { ...bare, vpc_security_group_ids: [byDefault] } }), [
      'named as an argument',
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
      ['adopted, a rule of its own', APP, 'internet', 443, 'yes'],
    ),
  ]);
});
