import {
  ANYWHERE,
  APP,
  BASE,
  WEB,
  WEB_AND_APP,
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
  terraform,
  type Body,
  type Resources,
} from '../support/network';

/** Web and app with these groups' rules and no others. */
const ruled = (...rules: readonly Resources[]) =>
  terraform(
    BASE,
    group('web'),
    group('app'),
    instance('web', 'public'),
    instance('app', 'private'),
    ...rules,
  );
const block = (port: number, more: Body) => ({ protocol: 'tcp', from_port: port, to_port: port, ...more });

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

describe('Input variables with CIDR blocks', () => {
  const page = 'terraform: input variables';
  const NARROW = '${alltrue([for c in var.admins : try(tonumber(split("/", c)[1]) >= 16, true)])}';
  const admin = (
    conditions: string[],
    rule: Body = { for_each: '${toset(var.admins)}', cidr_ipv4: '${each.value}' },
  ) => ({
    ...terraform(WEB_AND_APP, { 'aws_vpc_security_group_ingress_rule.web': null }, ingress('web', 22, rule)),
    variable: {
      admins: {
        type: 'list(string)',
        validation: conditions.map((condition) => ({ condition, error_message: 'No.' })),
      },
      others: { type: 'list(string)' },
    },
  });
  const v = 'var.admins';
  check([
    ...rows(
      page,
      admin([NARROW]),
      ['the variable itself', v, WEB, 22, 'yes'],
      ['another one', 'var.others', WEB, 22, 'no: ingress rule'],
      ['a literal address', '203.0.113.9', WEB, 22, 'unknown', 'var.admins'],
      ['the internet, where wide ranges are ruled out', 'internet', WEB, 22, 'no: ingress rule'],
      ['on another port', v, WEB, 80, 'no: ingress rule'],
    ),
    ...rows(page, admin([]), [
      'the internet, where they are not',
      'internet',
      WEB,
      22,
      'unknown',
      'var.admins',
    ]),
    ...rows(page, admin(['${!contains(var.admins, "0.0.0.0/0")}']), [
      'its halves are not ruled out',
      'internet',
      WEB,
      22,
      'unknown',
    ]),
    ...rows(page, admin(['${alltrue([for c in var.admins : can(regex("/(2[4-9]|3[0-2])$", c))])}']), [
      'a pattern rules them out',
      'internet',
      WEB,
      22,
      'no: ingress rule',
    ]),
    ...rows(
      page,
      admin(['${alltrue([for c in var.admins : anytrue([endswith(c, "/32"), endswith(c, "/24")])])}']),
      ['so do suffixes', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(page, admin(['${alltrue([for c in var.admins : !startswith(c, "0.0.0.0")])}']), [
      'refusing one part rules out no more than that',
      'internet',
      WEB,
      22,
      'unknown',
    ]),
    ...rows(page, admin(['${alltrue([for c in var.admins : tonumber(regex("/([0-9]+)$", c)[0]) >= 8])}']), [
      'a prefix by pattern',
      'internet',
      WEB,
      22,
      'no: ingress rule',
    ]),
    ...rows(page, admin(['${alltrue([for c in var.admins : can(cidrhost(c, 0))])}']), [
      'being a range does not',
      'internet',
      WEB,
      22,
      'unknown',
    ]),
    ...rows(page, admin(['${mystery(var.admins)}']), [
      'a rule that nobody understands rules nothing out',
      'internet',
      WEB,
      22,
      'unknown',
    ]),
    ...rows(page, admin([NARROW], { for_each: '${var.admins}', cidr_ipv4: '${each.key}' }), [
      'for_each without a set',
      v,
      WEB,
      22,
      'yes',
    ]),
    ...rows(
      page,
      admin([NARROW], { count: '${length(var.admins)}', cidr_ipv4: '${var.admins[count.index]}' }),
      ['by count', v, WEB, 22, 'yes'],
      ['and the internet', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      {
        ...admin([NARROW]),
        ...terraform(WEB_AND_APP, group('web', { ingress: [block(22, { cidr_blocks: '${var.admins}' })] }), {
          'aws_vpc_security_group_ingress_rule.web': null,
        }),
      },
      ['as the ranges of an inline rule', v, WEB, 22, 'yes'],
      ['to the internet', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(page, { ...admin([NARROW]), ...terraform(WEB_AND_APP) }, [
      'what lets everybody in lets it in',
      v,
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      {
        ...admin([NARROW]),
        ...terraform(
          WEB_AND_APP,
          { 'aws_vpc_security_group_ingress_rule.web': null },
          ingress('web', 22, { cidr_ipv4: '203.0.113.0/24' }),
        ),
      },
      ['a literal range is not it', v, WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      {
        ...terraform(
          WEB_AND_APP,
          { 'aws_vpc_security_group_ingress_rule.web': null },
          ingress('web', 22, { cidr_ipv4: '${var.office}' }),
        ),
        variable: {
          office: {
            type: 'string',
            validation: [{ condition: '${var.office != "0.0.0.0/0"}', error_message: 'No.' }],
          },
        },
      },
      ['a single range', 'var.office', WEB, 22, 'yes'],
      ['that is not everything', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      {
        ...admin([NARROW]),
        ...terraform(WEB_AND_APP, {
          'aws_instance.web': { subnet_id: ref('aws_subnet.private'), vpc_security_group_ids: [sg('web')] },
        }),
      },
      ['no route to a private one', v, WEB, 80, 'no: no route'],
    ),
  ]);
});

describe('Input variable as the CIDR block of a VPC', () => {
  const sized = (fallback: object) => ({
    ...terraform(
      WEB_AND_APP,
      { 'aws_vpc.main': { cidr_block: '${var.size}' } },
      ingress('app', 22, { cidr_ipv4: '${var.size}' }),
      ingress('web', 22, { cidr_ipv4: '${var.size}' }),
    ),
    variable: { size: { type: 'string', ...fallback } },
  });
  const page = 'vpc-cidr-blocks';
  check([
    ...rows(
      page,
      sized({ default: '10.0.0.0/16' }),
      ['lets its servers in', WEB, APP, 22, 'yes'],
      ['and is never the internet', 'internet', WEB, 22, 'no: ingress rule'],
      ['nor a part of it', '203.0.113.9', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      sized({}),
      ['even where it has no default', WEB, APP, 22, 'yes'],
      ['in both respects', 'internet', WEB, 22, 'no: ingress rule'],
    ),
  ]);
});
