import {
  ANYWHERE6,
  DUAL_STACK,
  EVERYTHING6,
  OVER_4,
  OVER_6,
  OVER_BOTH,
  dualStack,
} from '../support/dual-stack';
import {
  APP,
  WEB,
  WEB_AND_APP,
  check,
  egress,
  group,
  ingress,
  members,
  ref,
  rows,
  terraform,
  type Body,
} from '../support/network';

describe('Security group rules and network ACLs for IPv6', () => {
  const closed = { 'aws_vpc_security_group_ingress_rule.app': null };
  const only = (from: Body) =>
    terraform(WEB_AND_APP, DUAL_STACK, egress('web', 0, EVERYTHING6), closed, ingress('app', 22, from));
  const acl = (...rules: Body[]) =>
    dualStack({
      'aws_network_acl.private': {
        vpc_id: ref('aws_vpc.main'),
        subnet_ids: [ref('aws_subnet.private')],
        ingress: rules,
        egress: rules,
      },
    });
  const entry = (rule_no: number, action: string, range: Body): Body => ({
    rule_no,
    action,
    protocol: '-1',
    from_port: 0,
    to_port: 0,
    ...range,
  });
  check([
    ...rows(
      'security-group-rules',
      only({ cidr_ipv6: '${aws_vpc.main.ipv6_cidr_block}' }),
      ["the VPC's block", WEB, APP, 22, 'yes', OVER_6],
      ['is not the internet', 'internet', APP, 22, 'no: no route'],
    ),
    ...rows('security-group-rules', only({ cidr_ipv6: '${aws_subnet.public.ipv6_cidr_block}' }), [
      "a subnet's block",
      WEB,
      APP,
      22,
      'yes',
      OVER_6,
    ]),
    ...rows('security-group-rules', only({ cidr_ipv6: '${aws_subnet.private.ipv6_cidr_block}' }), [
      "another subnet's block",
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows('security-group-rules', only({ cidr_ipv6: '2600:1f18::/36' }), [
      'a block that may hold what Amazon will give',
      WEB,
      APP,
      22,
      'unknown',
    ]),
    ...rows('security-group-rules', only({ cidr_ipv6: 'fd00::/8' }), [
      'one that does not',
      WEB,
      APP,
      22,
      'no: ingress rule',
    ]),
    ...rows('security-group-rules', only(members('web')), [
      'members of a group, over both',
      WEB,
      APP,
      22,
      'yes',
      OVER_BOTH,
    ]),
    ...rows(
      'security-group-rules',
      terraform(
        WEB_AND_APP,
        DUAL_STACK,
        closed,
        group('app', {
          ingress: [
            { protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: [], ipv6_cidr_blocks: ['::/0'] },
          ],
        }),
        egress('web', 0, EVERYTHING6),
      ),
      ['an inline rule', WEB, APP, 22, 'yes', OVER_6],
    ),
    ...rows(
      'security-group-rules',
      terraform(WEB_AND_APP, DUAL_STACK, closed, egress('web', 0, EVERYTHING6), {
        'aws_security_group_rule.six': {
          security_group_id: ref('aws_security_group.app'),
          type: 'ingress',
          protocol: 'tcp',
          from_port: 22,
          to_port: 22,
          ipv6_cidr_blocks: ['::/1', '8000::/1'],
        },
      }),
      ['a legacy rule, two halves', WEB, APP, 22, 'yes', OVER_6],
    ),
    ...rows(
      'security-group-rules',
      terraform(WEB_AND_APP, DUAL_STACK, ingress('app', 22, ANYWHERE6)),
      ['an egress rule for IPv4 does not let IPv6 out', WEB, APP, 22, 'no: ingress rule'],
      ['the private subnet neither', APP, '::/0', 443, 'no: egress rule'],
    ),
    ...rows(
      'managed-prefix-lists',
      dualStack(
        closed,
        {
          'aws_ec2_managed_prefix_list.six': {
            address_family: 'IPv6',
            max_entries: 1,
            entry: [{ cidr: '2001:db8::/32' }],
          },
        },
        ingress('web', 25, { prefix_list_id: ref('aws_ec2_managed_prefix_list.six') }),
      ),
      ['a prefix list', '2001:db8::1', WEB, 25, 'yes', OVER_6],
      ['is not the internet', 'internet', WEB, 25, 'no: ingress rule'],
    ),
    ...rows(
      'nacl-rules',
      acl(entry(100, 'allow', { cidr_block: '0.0.0.0/0' })),
      ['an ACL for IPv4 alone stops IPv6', WEB, APP, 22, 'no: ingress rule'],
      ['and not IPv4', WEB, APP, 8080, 'yes', OVER_4],
      ['nor lets it out', APP, '::/0', 443, 'no: ACL'],
    ),
    ...rows(
      'nacl-rules',
      acl(entry(100, 'allow', { cidr_block: '0.0.0.0/0' }), entry(101, 'allow', { ipv6_cidr_block: '::/0' })),
      ['one for both', WEB, APP, 22, 'yes', OVER_6],
      ['out', APP, 'internet', 443, 'yes', OVER_BOTH],
    ),
    ...rows(
      'nacl-rules',
      acl(
        entry(90, 'deny', { ipv6_cidr_block: '::/0' }),
        entry(100, 'allow', { cidr_block: '0.0.0.0/0' }),
        entry(101, 'allow', { ipv6_cidr_block: '::/0' }),
      ),
      ['a denial of IPv6', APP, 'internet', 443, 'yes', OVER_4],
      ['alone', APP, '::/0', 443, 'no: ACL'],
    ),
    ...rows(
      'nacl-rules',
      acl(
        entry(90, 'deny', { ipv6_cidr_block: '2000::/3' }),
        entry(101, 'allow', { ipv6_cidr_block: '::/0' }),
        entry(102, 'allow', { cidr_block: '0.0.0.0/0' }),
      ),
      ['a denial of every public address', APP, '::/0', 443, 'no: ACL'],
    ),
    ...rows(
      'nacl-rules',
      acl(
        entry(90, 'deny', { ipv6_cidr_block: '2001:db8::/32' }),
        entry(101, 'allow', { ipv6_cidr_block: '::/0' }),
      ),
      ['a denial of a few', APP, '::/0', 443, 'yes', OVER_6],
      ['those themselves', APP, '2001:db8::1', 443, 'no: ACL'],
    ),
  ]);
});
