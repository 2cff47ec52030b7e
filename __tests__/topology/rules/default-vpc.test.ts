import { ANYWHERE, check, ref, rows, type Body } from '../support/network';

type Section = Readonly<Record<string, Readonly<Record<string, Body>>>>;

const W = 'aws_instance.w';
const VPC = { default: { default: true } };
const inDefault = { filter: [{ name: 'vpc-id', values: [ref('data.aws_vpc.default')] }] };
const SUBNETS = { default: inDefault };
const GROUP = { default: { name: 'default', vpc_id: ref('data.aws_vpc.default') } };
const rule = { ...ANYWHERE, ip_protocol: 'tcp', from_port: 80, to_port: 80 };

/** A group that is open to the world on 80, and an instance with it. */
const network = (
  subnet: unknown,
  data: Section = { aws_vpc: VPC, aws_subnets: SUBNETS },
  more: Section = {},
  vpc: unknown = ref('data.aws_vpc.default'),
) => ({
  data,
  resource: {
    aws_security_group: { w: { vpc_id: vpc } },
    aws_vpc_security_group_ingress_rule: { w: { security_group_id: ref('aws_security_group.w'), ...rule } },
    aws_instance: { w: { subnet_id: subnet, vpc_security_group_ids: [ref('aws_security_group.w')] } },
    ...more,
  },
});
const ids = 'data.aws_subnets.default.ids';

describe('the default VPC by data sources', () => {
  const page = 'default-vpc-components';
  const yes = (claim: string, subnet: unknown, data?: Section, more?: Section, vpc?: unknown) =>
    rows(page, network(subnet, data, more, vpc), [claim, 'internet', W, 80, 'yes']);
  check([
    ...yes('the first of its subnets', `\${${ids}[0]}`),
    ...yes('another one', `\${${ids}[2]}`),
    ...yes('by element()', `\${element(${ids}, 0)}`),
    ...yes('by tolist()', `\${tolist(${ids})[0]}`),
    ...yes('by sort() and slice()', `\${sort(slice(${ids}, 0, 2))[1]}`),
    ...yes('by a local', '${local.subnets[0]}', { aws_vpc: VPC, aws_subnets: SUBNETS }).map((row) => ({
      ...row,
      network: { ...row.network, locals: { subnets: `\${${ids}}` } },
    })),
    ...yes('by the older data source', '${data.aws_subnet_ids.all.ids[0]}', {
      aws_vpc: VPC,
      aws_subnet_ids: { all: { vpc_id: ref('data.aws_vpc.default') } },
    }),
    ...yes('a single one of a zone', ref('data.aws_subnet.a'), {
      aws_vpc: VPC,
      aws_subnet: { a: { vpc_id: ref('data.aws_vpc.default'), availability_zone: 'eu-west-1a' } },
    }),
    ...yes('the default one of a zone', ref('data.aws_subnet.a'), {
      aws_subnet: { a: { default_for_az: true, availability_zone: 'eu-west-1a' } },
    }),
    ...yes('each of its subnets', '${data.aws_subnet.each["subnet-1"].id}', {
      aws_vpc: VPC,
      aws_subnets: SUBNETS,
      aws_subnet: { each: { for_each: `\${toset(${ids})}`, id: '${each.value}' } },
    }),
    ...yes(
      'adopted by the file',
      `\${${ids}[0]}`,
      { aws_subnets: { default: { filter: [{ name: 'vpc-id', values: [ref('aws_default_vpc.d')] }] } } },
      { aws_default_vpc: { d: {} } },
      ref('aws_default_vpc.d'),
    ),
    ...yes('adopted, and found by a data source', `\${${ids}[0]}`, undefined, { aws_default_vpc: { d: {} } }),
    ...rows(
      page,
      network(`\${${ids}[0]}`, {
        aws_vpc: VPC,
        aws_subnets: {
          default: { filter: [...inDefault.filter, { name: 'tag:Tier', values: ['private'] }] },
        },
      }),
      ['chosen by a tag', 'internet', W, 80, 'unknown', 'data.aws_subnets.default'],
    ),
    ...rows(
      page,
      network(`\${${ids}[0]}`, undefined, {
        aws_subnet: { own: { vpc_id: ref('data.aws_vpc.default'), cidr_block: '172.31.200.0/24' } },
      }),
      ['beside others that the file makes', 'internet', W, 80, 'unknown', 'data.aws_subnets.default'],
    ),
    ...rows(
      page,
      network(`\${${ids}[0]}`, {
        aws_vpc: { default: { filter: [{ name: 'tag:Name', values: ['shop'] }] } },
        aws_subnets: SUBNETS,
      }),
      ['another VPC', 'internet', W, 80, 'unknown', 'data source'],
    ),
    ...rows(
      page,
      network(`\${${ids}[0]}`, {
        aws_vpc: { default: { default: true, provider: 'aws.other' } },
        aws_subnets: SUBNETS,
      }),
      ['of another provider', 'internet', W, 80, 'unknown', 'data source'],
    ),
    ...rows(
      page,
      network(`\${${ids}[0]}`, undefined, {
        aws_default_route_table: {
          r: { default_route_table_id: ref('data.aws_vpc.default', 'main_route_table_id'), route: [] },
        },
      }),
      ['whose route table the file empties', 'internet', W, 80, 'no: no route'],
    ),
    ...rows(
      page,
      network(`\${${ids}[0]}`, undefined, {
        aws_default_network_acl: {
          a: { default_network_acl_id: ref('aws_default_vpc.d', 'default_network_acl_id') },
        },
        aws_default_vpc: { d: {} },
      }),
      ['whose ACL the file empties', 'internet', W, 80, 'no: ACL'],
    ),
  ]);
});

describe('the default group of a VPC by a data source', () => {
  const page = 'default-security-group';
  const members = (group: Section, more: Section = {}) => ({
    data: { aws_vpc: VPC, aws_subnets: SUBNETS, ...group },
    resource: {
      aws_instance: {
        w: {
          subnet_id: `\${${ids}[0]}`,
          vpc_security_group_ids: [ref('data.aws_security_group.default')],
        },
        v: { subnet_id: `\${${ids}[1]}` },
      },
      ...more,
    },
  });
  check([
    ...rows(
      page,
      members({ aws_security_group: GROUP }),
      ['its members reach each other', 'aws_instance.v', W, 80, 'yes'],
      ['and the internet', W, 'internet', 443, 'yes'],
      ['which does not reach them', 'internet', W, 80, 'no: ingress rule'],
    ),
    ...rows(
      page,
      members({
        aws_security_group: {
          default: {
            filter: [{ name: 'group-name', values: ['default'] }],
            vpc_id: ref('data.aws_vpc.default'),
          },
        },
      }),
      ['by a filter', 'aws_instance.v', W, 80, 'yes'],
    ),
    ...rows(page, members({ aws_security_group: { default: { name: 'default' } } }), [
      'of whichever VPC',
      'aws_instance.v',
      W,
      80,
      'unknown',
    ]),
    ...rows(
      page,
      members(
        { aws_security_group: GROUP },
        { aws_default_security_group: { g: { vpc_id: ref('data.aws_vpc.default') } } },
      ),
      ['emptied by the file', 'aws_instance.v', W, 80, 'no: egress rule'],
    ),
  ]);
});

describe('the default VPC in a plan', () => {
  const page = 'default-vpc-components';
  const data = (type: string, name: string, values: Body) => ({
    address: `data.${type}.${name}`,
    mode: 'data',
    type,
    name,
    values,
  });
  const vpc = data('aws_vpc', 'default', {
    id: 'vpc-1',
    default: true,
    cidr_block: '172.31.0.0/16',
    main_route_table_id: 'rtb-1',
  });
  const byVpc = [{ name: 'vpc-id', values: ['vpc-1'] }];
  const found = data('aws_subnets', 'default', { filter: byVpc, ids: ['subnet-1', 'subnet-2'] });
  const group = data('aws_security_group', 'default', { id: 'sg-1', name: 'default', vpc_id: 'vpc-1' });
  const planned = (type: string, name: string, values: Body, expressions: Body = {}) => ({
    resource: { address: `${type}.${name}`, mode: 'managed', type, name, values },
    config: { address: `${type}.${name}`, mode: 'managed', type, name, expressions },
  });
  const plan = (told: readonly object[], subnet_id: string, groups: readonly string[] = []) => {
    const own = [
      planned('aws_security_group', 'w', {
        vpc_id: 'vpc-1',
        ingress: [{ protocol: 'tcp', from_port: 80, to_port: 80, cidr_blocks: ['0.0.0.0/0'] }],
      }),
      planned(
        'aws_instance',
        'w',
        { subnet_id, ...(groups.length > 0 && { vpc_security_group_ids: groups }) },
        groups.length > 0 ? {} : { vpc_security_group_ids: { references: ['aws_security_group.w.id'] } },
      ),
    ];
    return {
      format_version: '1.2',
      planned_values: { root_module: { resources: own.map(({ resource }) => resource) } },
      prior_state: { values: { root_module: { resources: told } } },
      configuration: { root_module: { resources: own.map(({ config }) => config) } },
      resource_changes:
        groups.length > 0
          ? []
          : [{ address: W, change: { after_unknown: { vpc_security_group_ids: true } } }],
    };
  };
  check([
    ...rows(page, plan([vpc, found], 'subnet-2'), ['one of its subnets', 'internet', W, 80, 'yes']),
    ...rows(
      page,
      plan(
        [
          vpc,
          data('aws_subnet', 'a', {
            id: 'subnet-7',
            vpc_id: 'vpc-1',
            default_for_az: true,
            cidr_block: '172.31.16.0/20',
            map_public_ip_on_launch: true,
          }),
        ],
        'subnet-7',
      ),
      ['the default one of a zone', 'internet', W, 80, 'yes'],
    ),
    ...rows(
      page,
      plan(
        [
          vpc,
          data('aws_subnets', 'default', {
            filter: [...byVpc, { name: 'tag:Tier', values: ['private'] }],
            ids: ['subnet-2'],
          }),
        ],
        'subnet-2',
      ),
      ['chosen by a tag', 'internet', W, 80, 'unknown', 'subnet-2'],
    ),
    ...rows(page, plan([data('aws_vpc', 'default', { id: 'vpc-1', default: false }), found], 'subnet-2'), [
      'another VPC',
      'internet',
      W,
      80,
      'unknown',
      'subnet-2',
    ]),
    ...rows(
      page,
      plan([vpc, found, group], 'subnet-1', ['sg-1']),
      ['its default group', 'internet', W, 80, 'no: ingress rule'],
      ['lets everything out', W, 'internet', 443, 'yes'],
    ),
  ]);
});
