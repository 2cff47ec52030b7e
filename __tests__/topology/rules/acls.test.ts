import {
  ANYWHERE,
  APP,
  WEB,
  WEB_AND_APP,
  associate,
  check,
  ingress,
  ref,
  rows,
  terraform,
  type Body,
  type Resources,
} from '../support/network';

const EPHEMERAL = { from_port: 1024, to_port: 65535 };

function rule(rule_no: number, action: 'allow' | 'deny', port: number, more: Body = {}): Body {
  return {
    rule_no,
    action,
    protocol: 'tcp',
    from_port: port,
    to_port: port,
    cidr_block: '0.0.0.0/0',
    ...more,
  };
}
const all = (rule_no = 100, action: 'allow' | 'deny' = 'allow', more: Body = {}): Body =>
  rule(rule_no, action, 0, { protocol: '-1', ...more });

/** An ACL of its own for one subnet. */
const acl = (subnet: string, ingress: readonly Body[], egress: readonly Body[]): Resources => ({
  [`aws_network_acl.${subnet}`]: {
    vpc_id: ref('aws_vpc.main'),
    subnet_ids: [ref(`aws_subnet.${subnet}`)],
    ingress,
    egress,
  },
});
const withAcl = (...parts: readonly Resources[]) => terraform(WEB_AND_APP, ...parts);

describe('Network ACLs', () => {
  const page = 'nacl-rules';
  check([
    ...rows(page, withAcl(acl('public', [all()], [all()])), [
      'everything through',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [], [])),
      ['an ACL without rules denies everything in', 'internet', WEB, 80, 'no: ACL'],
      ['and out', WEB, 'internet', 443, 'no: ACL'],
      ['to other subnets too', WEB, APP, 8080, 'no: ACL'],
    ),
    ...rows(
      page,
      withAcl(acl('public', [rule(100, 'allow', 80)], [rule(100, 'allow', 0, EPHEMERAL)])),
      ['the port in, the answers out', 'internet', WEB, 80, 'yes'],
      ['nothing else in', 'internet', 'aws_subnet.public', 81, 'no: ACL'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [rule(100, 'allow', 80)], [rule(100, 'allow', 443)])),
      ['without a way for the answers', 'internet', WEB, 80, 'no: ACL'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(
        acl(
          'public',
          [rule(100, 'allow', 80)],
          [rule(100, 'allow', 0, { from_port: 32768, to_port: 65535 })],
        ),
      ),
      ["the range of AWS's own example", 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(
        acl(
          'public',
          [rule(100, 'allow', 80)],
          [rule(100, 'allow', 0, { from_port: 49152, to_port: 65535 })],
        ),
      ),
      ['the range of some clients alone', 'internet', WEB, 80, 'unknown', 'ephemeral'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [rule(100, 'allow', 80)], [rule(100, 'allow', 3306)])),
      ['a port among them is not the range', 'internet', WEB, 80, 'no: ACL'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [all()], [rule(90, 'deny', 0, { from_port: 40000, to_port: 50000 }), all()])),
      ['a hole in the range', 'internet', WEB, 80, 'no: ACL'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [rule(100, 'allow', 0, EPHEMERAL)], [rule(100, 'allow', 443)])),
      ['out, with the answers in', WEB, 'internet', 443, 'yes'],
      ['without the port out', WEB, 'internet', 80, 'no: ACL'],
    ),
    ...rows('custom-network-acl', withAcl(acl('public', [rule(100, 'allow', 443)], [all()])), [
      'out, without the answers in',
      WEB,
      'internet',
      443,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all()], [all(90, 'deny'), all()])), [
      'the lower number first',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all(), all(110, 'deny')], [all()])), [
      'the higher one is never asked',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [all(110), rule(100, 'deny', 80)], [all()])),
      ['by number, not as written', 'internet', WEB, 80, 'no: ACL'],
      ['for that port alone', 'internet', 'aws_subnet.public', 443, 'yes'],
    ),
    ...rows(
      page,
      withAcl(acl('public', [all(90, 'deny', { cidr_block: '203.0.113.0/24' }), all()], [all()])),
      ['a denied range', '203.0.113.9', WEB, 80, 'no: ACL'],
      ['its neighbours', '203.0.114.9', WEB, 80, 'yes'],
      ['does not shut out the internet', 'internet', WEB, 80, 'yes'],
      ['a range of which it is a part', '203.0.112.0/23', WEB, 80, 'no: ACL'],
    ),
    ...rows(page, withAcl(acl('public', [all(90, 'deny', { cidr_block: '0.0.0.0/1' }), all()], [all()])), [
      'half of it does',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all(90, 'deny', { cidr_block: '0.0.0.0/2' }), all()], [all()])), [
      'a quarter does not',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [all(100, 'allow', { cidr_block: '203.0.113.0/24' })], [all()])),
      ['an allowed range is no internet', 'internet', WEB, 80, 'no: ACL'],
      ['but itself', '203.0.113.9', WEB, 80, 'yes'],
    ),
    ...rows(page, withAcl(acl('public', [all(100, 'allow', { protocol: '17' })], [all()])), [
      'another protocol',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(
      page,
      withAcl(
        acl('public', [all(100, 'allow', { cidr_block: undefined, ipv6_cidr_block: '::/0' })], [all()]),
      ),
      ['IPv6 rules mean nothing to IPv4', 'internet', WEB, 80, 'no: ACL'],
    ),
    ...rows(page, withAcl(acl('public', [all(100, 'allow', { cidr_block: '${var.range}' })], [all()])), [
      'an unknown range',
      'internet',
      WEB,
      80,
      'unknown',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [all(100, 'deny', { cidr_block: '${var.range}' }), all(110)], [all()])),
      ['denied by an unknown range', 'internet', WEB, 80, 'unknown'],
    ),
    ...rows(
      page,
      withAcl(acl('public', [all(), all(110, 'deny', { cidr_block: '${var.range}' })], [all()])),
      ['an unknown one that comes too late', 'internet', WEB, 80, 'yes'],
    ),
  ]);
});

describe('Network ACLs at a subnet boundary', () => {
  const page = 'nacl-basics';
  const shut = acl('private', [], []);
  const inside: Resources = {
    'aws_instance.web': {
      subnet_id: ref('aws_subnet.private'),
      vpc_security_group_ids: [ref('aws_security_group.web')],
    },
  };
  check([
    ...rows(
      page,
      withAcl(shut),
      ['from another subnet', WEB, APP, 8080, 'no: ACL'],
      ['and to it', APP, 'internet', 443, 'no: ACL'],
    ),
    ...rows(page, withAcl(shut, inside), ['within one subnet no ACL is asked', WEB, APP, 8080, 'yes']),
    ...rows(
      page,
      withAcl(
        acl(
          'private',
          [rule(100, 'allow', 8080, { cidr_block: '10.0.0.0/24' })],
          [rule(100, 'allow', 0, { ...EPHEMERAL, cidr_block: '10.0.0.0/24' })],
        ),
      ),
      ['the other subnet by its range', WEB, APP, 8080, 'yes'],
      ['the answers of what it starts itself', APP, 'internet', 443, 'no: ACL'],
    ),
    ...rows(page, withAcl(acl('private', [all(100, 'allow', { cidr_block: '10.0.0.0/25' })], [all()])), [
      'half of the other subnet',
      WEB,
      APP,
      8080,
      'unknown',
    ]),
    ...rows(
      'vpc-nat-gateway',
      withAcl(acl('public', [rule(100, 'allow', 443), rule(110, 'allow', 0, EPHEMERAL)], [all()])),
      ["the NAT gateway's subnet lets outbound traffic through", APP, 'internet', 443, 'yes'],
      ['or not', APP, 'internet', 80, 'no: ACL'],
    ),
    ...rows(
      'vpc-nat-gateway',
      withAcl(
        acl(
          'public',
          [rule(100, 'allow', 443), rule(110, 'allow', 0, { from_port: 32768, to_port: 65535 })],
          [all()],
        ),
      ),
      ['a NAT gateway takes ports from 1024', APP, 'internet', 443, 'unknown', '1024'],
    ),
  ]);
});

describe('Network ACL associations', () => {
  const page = 'nacl-basics';
  const main = ref('aws_vpc.main', 'default_network_acl_id');
  const adopted = (more: Body): Resources => ({
    'aws_default_network_acl.main': { default_network_acl_id: main, ...more },
  });
  const standalone = (
    name: string,
    of: string,
    egress: boolean,
    number: number,
    action: string,
  ): Resources => ({
    [`aws_network_acl_rule.${name}`]: {
      network_acl_id: of,
      egress,
      rule_number: number,
      rule_action: action,
      protocol: '-1',
      cidr_block: '0.0.0.0/0',
    },
  });
  const own = { 'aws_network_acl.own': { vpc_id: ref('aws_vpc.main') } };
  const joined = {
    'aws_network_acl_association.own': {
      network_acl_id: ref('aws_network_acl.own'),
      subnet_id: ref('aws_subnet.public'),
    },
  };
  const both = (of: string): Resources => ({
    ...standalone('in', of, false, 100, 'allow'),
    ...standalone('out', of, true, 100, 'allow'),
  });
  check([
    ...rows('default-network-acl', withAcl(), [
      'the default one lets everything through',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows('default-network-acl', withAcl(adopted({})), [
      'adopted without rules it denies',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows('default-network-acl', withAcl(adopted({ ingress: [all()], egress: [all()] })), [
      'adopted with rules',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows('default-network-acl', withAcl(standalone('deny', main, false, 50, 'deny')), [
      'a rule put into it',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(own, joined), ['by an association, without rules', 'internet', WEB, 80, 'no: ACL']),
    ...rows(page, withAcl(own, joined, both(ref('aws_network_acl.own'))), [
      'with standalone rules',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(page, withAcl(own, both(ref('aws_network_acl.own')), adopted({})), [
      'an ACL of no subnet serves nobody',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all()], [all()]), adopted({})), [
      'its own comes before the default one',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl({ 'aws_network_acl.x': { vpc_id: ref('aws_vpc.main'), subnet_ids: '${var.subnets}' } }),
      ['of unknown subnets that come from elsewhere', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      withAcl({
        'aws_network_acl.x': {
          vpc_id: ref('aws_vpc.main'),
          subnet_ids: ['${var.x ? aws_subnet.public.id : aws_subnet.private.id}'],
        },
      }),
      ['of one of two subnets', 'internet', WEB, 80, 'unknown'],
    ),
    ...rows(
      page,
      withAcl({
        'aws_network_acl_association.x': { network_acl_id: 'acl-1', subnet_id: ref('aws_subnet.public') },
      }),
      ['an ACL that is not in the file', 'internet', WEB, 80, 'unknown', 'acl-1'],
      ['but for what no rule lets in', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      withAcl(
        standalone('perhaps', '${var.x ? aws_vpc.main.default_network_acl_id : "acl-1"}', false, 50, 'deny'),
      ),
      ['a rule of some ACL', 'internet', WEB, 80, 'unknown'],
    ),
    ...rows('subnet-route-tables', withAcl(associate('public', 'public'), ingress('app', 22, ANYWHERE)), [
      'a second rule changes nothing else',
      'internet',
      WEB,
      80,
      'yes',
    ]),
  ]);
});
