import {
  ANYWHERE,
  APP,
  WEB,
  WEB_AND_APP,
  check,
  ref,
  rows,
  sg,
  terraform,
  type Body,
} from '../support/network';

const PAGE = 'working-with-aws-managed-prefix-lists';
const CLOUDFRONT = 'com.amazonaws.global.cloudfront.origin-facing';

const LISTED = ref('data.aws_ec2_managed_prefix_list.aws');

/** Web open on 80 to a prefix list that a data source finds. */
const openTo = (list: Body, type = 'aws_ec2_managed_prefix_list', more: Body = {}): object => ({
  ...terraform(WEB_AND_APP, {
    'aws_vpc_security_group_ingress_rule.web': {
      security_group_id: sg('web'),
      ip_protocol: 'tcp',
      from_port: 80,
      to_port: 80,
      prefix_list_id: ref(`data.${type}.aws`),
    },
    ...(more as Record<string, Body>),
  }),
  data: { [type]: { aws: list } },
});

/** App, whose way out is open to a list alone. */
const outTo = (name: string): object => ({
  ...terraform(WEB_AND_APP, {
    'aws_vpc_security_group_egress_rule.app': {
      security_group_id: sg('app'),
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      prefix_list_id: LISTED,
    },
  }),
  data: { aws_ec2_managed_prefix_list: { aws: { name } } },
});

const NAMES = [
  CLOUDFRONT,
  'com.amazonaws.global.ipv6.cloudfront.origin-facing',
  'com.amazonaws.us-east-1.s3',
  'com.amazonaws.${data.aws_region.current.name}.dynamodb',
  'com.amazonaws.${var.region}.ec2-instance-connect',
];

describe('Prefix list of AWS', () => {
  check([
    ...NAMES.flatMap((name) =>
      rows(
        PAGE,
        openTo({ name }),
        [`${name} is not the whole internet`, 'internet', WEB, 80, 'no: ingress rule'],
        [`${name} may have a public address`, '203.0.114.9', WEB, 80, 'unknown', 'the addresses of data.'],
        [`${name} has no address of the VPC`, APP, WEB, 80, 'no: ingress rule'],
        [`${name} has no private address`, '10.0.16.5', WEB, 80, 'no: ingress rule'],
      ),
    ),
    ...rows(
      PAGE,
      openTo({ name: 'com.amazonaws.eu-west-1.s3' }, 'aws_prefix_list'),
      ['the older data source finds it', APP, WEB, 80, 'no: ingress rule'],
      ['the older data source tells no addresses', '203.0.114.9', WEB, 80, 'unknown'],
    ),
    ...rows(
      PAGE,
      outTo('com.amazonaws.us-east-1.s3'),
      ['a list is a way to some of the internet', APP, 'internet', 443, 'no: egress rule'],
      ['some public address may be in it', APP, '52.216.0.1', 443, 'unknown'],
      ['an instance of the VPC is not in it', APP, WEB, 443, 'no: egress rule'],
    ),
    ...rows(
      PAGE,
      openTo({ name: CLOUDFRONT }, undefined, {
        'aws_vpc_security_group_ingress_rule.all': {
          security_group_id: sg('web'),
          ip_protocol: 'tcp',
          from_port: 80,
          to_port: 80,
          ...ANYWHERE,
        },
      }),
      ['another rule still opens it', 'internet', WEB, 80, 'yes'],
    ),
    ...[
      ['of somebody', { name: 'offices' }],
      ['that AWS makes for link-local addresses', { name: 'com.amazonaws.us-east-1.vpc-lattice' }],
      ['of a name that is not known', { name: '${var.list}' }],
      ['found by a filter', { filter: { name: 'prefix-list-name', values: [CLOUDFRONT] } }],
      ['of which nobody knows the number', { name: CLOUDFRONT, count: '${var.count}' }],
    ].flatMap(([what, list]) =>
      rows(
        PAGE,
        openTo(list as Body),
        [`a list ${String(what)} may have any address`, 'internet', WEB, 80, 'unknown'],
        [`a list ${String(what)} may have a private one`, APP, WEB, 80, 'unknown'],
      ),
    ),
  ]);
});
