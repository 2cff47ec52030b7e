import {
  APP,
  WEB,
  WEB_AND_APP,
  check,
  group,
  ingress,
  ref,
  rows,
  sg,
  terraform,
  type Body,
} from '../support/network';
import { block } from '../support/security-group';

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
