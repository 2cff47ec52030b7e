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
      'an ACL that allows everything lets everything through',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [], [])),
      ['an ACL without rules denies everything in', 'internet', WEB, 80, 'no: ACL'],
      ['an ACL without rules denies everything out', WEB, 'internet', 443, 'no: ACL'],
      ['an ACL without rules denies other subnets', WEB, APP, 8080, 'no: ACL'],
    ),
    ...rows(
      page,
      withAcl(acl('public', [rule(100, 'allow', 80)], [rule(100, 'allow', 0, EPHEMERAL)])),
      ['an ACL admits a port with its responses', 'internet', WEB, 80, 'yes'],
      ['an ACL denies every other port', 'internet', 'aws_subnet.public', 81, 'no: ACL'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [rule(100, 'allow', 80)], [rule(100, 'allow', 443)])),
      ['an ACL that denies responses denies the connection', 'internet', WEB, 80, 'no: ACL'],
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
      [
        'an ACL with a part of the ephemeral ports leaves the answer open',
        'internet',
        WEB,
        80,
        'unknown',
        'ephemeral',
      ],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [rule(100, 'allow', 80)], [rule(100, 'allow', 3306)])),
      ['a single ephemeral port does not admit responses', 'internet', WEB, 80, 'no: ACL'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [all()], [rule(90, 'deny', 0, { from_port: 40000, to_port: 50000 }), all()])),
      ['a denied part of the ephemeral ports denies responses', 'internet', WEB, 80, 'no: ACL'],
    ),
    ...rows(
      'custom-network-acl',
      withAcl(acl('public', [rule(100, 'allow', 0, EPHEMERAL)], [rule(100, 'allow', 443)])),
      ['an ACL admits outbound traffic with its responses', WEB, 'internet', 443, 'yes'],
      ['an ACL denies an outbound port without a rule', WEB, 'internet', 80, 'no: ACL'],
    ),
    ...rows('custom-network-acl', withAcl(acl('public', [rule(100, 'allow', 443)], [all()])), [
      'an ACL that denies inbound responses denies outbound traffic',
      WEB,
      'internet',
      443,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all()], [all(90, 'deny'), all()])), [
      'the rule with the lower number decides',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all(), all(110, 'deny')], [all()])), [
      'the rule with the higher number decides nothing',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [all(110), rule(100, 'deny', 80)], [all()])),
      ['the number decides, and not the order in the file', 'internet', WEB, 80, 'no: ACL'],
      ['a denied port denies no other port', 'internet', 'aws_subnet.public', 443, 'yes'],
    ),
    ...rows(
      page,
      withAcl(acl('public', [all(90, 'deny', { cidr_block: '203.0.113.0/24' }), all()], [all()])),
      ['a denied CIDR block is rejected', '203.0.113.9', WEB, 80, 'no: ACL'],
      ['a denied CIDR block does not reject its neighbors', '203.0.114.9', WEB, 80, 'yes'],
      ['a denied CIDR block does not reject the internet', 'internet', WEB, 80, 'yes'],
      ['a denied CIDR block rejects a block that contains it', '203.0.112.0/23', WEB, 80, 'no: ACL'],
    ),
    ...rows(page, withAcl(acl('public', [all(90, 'deny', { cidr_block: '0.0.0.0/1' }), all()], [all()])), [
      'denying half of the internet rejects the internet',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all(90, 'deny', { cidr_block: '0.0.0.0/2' }), all()], [all()])), [
      'denying a quarter of the internet does not reject it',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [all(100, 'allow', { cidr_block: '203.0.113.0/24' })], [all()])),
      ['an allowed CIDR block does not admit the internet', 'internet', WEB, 80, 'no: ACL'],
      ['an allowed CIDR block admits itself', '203.0.113.9', WEB, 80, 'yes'],
    ),
    ...rows(page, withAcl(acl('public', [all(100, 'allow', { protocol: '17' })], [all()])), [
      'a rule for another protocol admits nothing',
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
      ['a rule for IPv6 admits no IPv4', 'internet', WEB, 80, 'no: ACL'],
    ),
    ...rows(page, withAcl(acl('public', [all(100, 'allow', { cidr_block: '${var.range}' })], [all()])), [
      'an unknown allowed CIDR block leaves the answer open',
      'internet',
      WEB,
      80,
      'unknown',
    ]),
    ...rows(
      page,
      withAcl(acl('public', [all(100, 'deny', { cidr_block: '${var.range}' }), all(110)], [all()])),
      ['an unknown denied CIDR block leaves the answer open', 'internet', WEB, 80, 'unknown'],
    ),
    ...rows(
      page,
      withAcl(acl('public', [all(), all(110, 'deny', { cidr_block: '${var.range}' })], [all()])),
      ['an unknown CIDR block after the deciding rule changes nothing', 'internet', WEB, 80, 'yes'],
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
      ['the ACL of a subnet decides on traffic from another subnet', WEB, APP, 8080, 'no: ACL'],
      ['the ACL of a subnet decides on outbound traffic', APP, 'internet', 443, 'no: ACL'],
    ),
    ...rows(page, withAcl(shut, inside), ['an ACL does not apply within its subnet', WEB, APP, 8080, 'yes']),
    ...rows(
      page,
      withAcl(
        acl(
          'private',
          [rule(100, 'allow', 8080, { cidr_block: '10.0.0.0/24' })],
          [rule(100, 'allow', 0, { ...EPHEMERAL, cidr_block: '10.0.0.0/24' })],
        ),
      ),
      ['an ACL can admit another subnet by its CIDR block', WEB, APP, 8080, 'yes'],
      [
        'an ACL that admits another subnet only denies responses of the internet',
        APP,
        'internet',
        443,
        'no: ACL',
      ],
    ),
    ...rows(page, withAcl(acl('private', [all(100, 'allow', { cidr_block: '10.0.0.0/25' })], [all()])), [
      'an ACL that admits half of another subnet leaves the answer open',
      WEB,
      APP,
      8080,
      'unknown',
    ]),
    ...rows(
      'vpc-nat-gateway',
      withAcl(acl('public', [rule(100, 'allow', 443), rule(110, 'allow', 0, EPHEMERAL)], [all()])),
      ["the NAT gateway's subnet lets outbound traffic through", APP, 'internet', 443, 'yes'],
      ["the NAT gateway's subnet denies outbound traffic", APP, 'internet', 80, 'no: ACL'],
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
      ['a NAT gateway uses ports from 1024', APP, 'internet', 443, 'unknown', '1024'],
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
      'the default ACL lets everything through',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows('default-network-acl', withAcl(adopted({})), [
      'an adopted default ACL without rules denies everything',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows('default-network-acl', withAcl(adopted({ ingress: [all()], egress: [all()] })), [
      'an adopted default ACL has the rules that it states',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows('default-network-acl', withAcl(standalone('deny', main, false, 50, 'deny')), [
      'a rule added to the default ACL counts',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(own, joined), [
      'an associated ACL without rules denies everything',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(own, joined, both(ref('aws_network_acl.own'))), [
      'an associated ACL has its standalone rules',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(page, withAcl(own, both(ref('aws_network_acl.own')), adopted({})), [
      'an ACL without subnets does not apply',
      'internet',
      WEB,
      80,
      'no: ACL',
    ]),
    ...rows(page, withAcl(acl('public', [all()], [all()]), adopted({})), [
      'the ACL of a subnet precedes the default one',
      'internet',
      WEB,
      80,
      'yes',
    ]),
    ...rows(
      page,
      withAcl({ 'aws_network_acl.x': { vpc_id: ref('aws_vpc.main'), subnet_ids: '${var.subnets}' } }),
      ['an ACL of subnets from a variable does not apply', 'internet', WEB, 80, 'yes'],
    ),
    ...rows(
      page,
      withAcl({
        'aws_network_acl.x': {
          vpc_id: ref('aws_vpc.main'),
          subnet_ids: ['${var.x ? aws_subnet.public.id : aws_subnet.private.id}'],
        },
      }),
      ['an ACL of one of two subnets leaves the answer open', 'internet', WEB, 80, 'unknown'],
    ),
    ...rows(
      page,
      withAcl({
        'aws_network_acl_association.x': { network_acl_id: 'acl-1', subnet_id: ref('aws_subnet.public') },
      }),
      ['an ACL outside the file leaves the answer open', 'internet', WEB, 80, 'unknown', 'acl-1'],
      ['a security group rejects whatever the ACL is', 'internet', WEB, 22, 'no: ingress rule'],
    ),
    ...rows(
      page,
      withAcl(
        standalone('perhaps', '${var.x ? aws_vpc.main.default_network_acl_id : "acl-1"}', false, 50, 'deny'),
      ),
      ['a rule of an unknown ACL leaves the answer open', 'internet', WEB, 80, 'unknown'],
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
