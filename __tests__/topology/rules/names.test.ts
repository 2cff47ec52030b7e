import { ELB, SCALING, classic, scaling } from '../support/registrations';
import {
  APP,
  WEB,
  WEB_AND_APP,
  check,
  everythingOut,
  group,
  ingress,
  members,
  ref,
  rows,
  sg,
  terraform,
  type Body,
  type Resources,
  type Row,
} from '../support/network';

const COMPUTED = '${var.project}-data';
const FROM_AWS = '${random_pet.name.id}';
const EVERY = [
  'data',
  '${var.project}',
  COMPUTED,
  FROM_AWS,
  '${var.stage}-data',
  '${lower(var.project)}',
  '${local.prefix}-data',
  '${terraform.workspace}-data',
];

const network = (...parts: readonly Resources[]): object => ({
  ...terraform(WEB_AND_APP, group('data'), ingress('data', 0, members('app'), { to_port: 65535 }), ...parts),
  variable: { project: { type: 'string' }, stage: { default: 'dev' } },
  locals: { prefix: '${var.project}-${terraform.workspace}' },
});

/** Two groups of subnets with names of one kind: only the reference tells which of them it is. */
const groupsOf = (type: string, name: string): Resources => ({
  [`${type}.private`]: { name, subnet_ids: [ref('aws_subnet.private')] },
  [`${type}.public`]: { name: '${var.project}-public', subnet_ids: [ref('aws_subnet.public')] },
});
const inGroup = (type: string): Body => ({ db_subnet_group_name: ref(`${type}.private`, 'name') });
const groups = { vpc_security_group_ids: [sg('data')] };

type Names = (name: string) => Row[];

const placed =
  (type: string, holder: string, argument: string, body: Body): Names =>
  (name) =>
    rows(
      holder,
      network(groupsOf(holder, name), everythingOut('data'), {
        [`${type}.data`]: { [argument]: ref(`${holder}.private`, 'name'), ...body },
      }),
      [name, APP, `${type}.data`, Number(body['port']), 'yes'],
      [name, `${type}.data`, 'internet', 443, 'yes', 'aws_nat_gateway.main'],
    );

const inSubnetGroup = placed('aws_db_instance', 'aws_db_subnet_group', 'db_subnet_group_name', {
  engine: 'mysql',
  port: 3306,
  ...groups,
});

const KINDS: readonly Names[] = [
  placed('aws_rds_cluster', 'aws_db_subnet_group', 'db_subnet_group_name', { port: 3306, ...groups }),
  placed('aws_elasticache_cluster', 'aws_elasticache_subnet_group', 'subnet_group_name', {
    port: 6379,
    security_group_ids: [sg('data')],
  }),
  placed('aws_redshift_cluster', 'aws_redshift_subnet_group', 'cluster_subnet_group_name', {
    port: 5439,
    ...groups,
  }),
  (name) =>
    rows(
      'aws_rds_cluster_instance',
      network(groupsOf('aws_db_subnet_group', 'data'), {
        'aws_rds_cluster.data': {
          cluster_identifier: name,
          engine: 'aurora-postgresql',
          ...inGroup('aws_db_subnet_group'),
          ...groups,
        },
        'aws_rds_cluster.other': { cluster_identifier: '${var.project}-other', engine: 'aurora-mysql' },
        'aws_rds_cluster_instance.one': {
          cluster_identifier: ref('aws_rds_cluster.data', 'cluster_identifier'),
        },
      }),
      [name, APP, 'aws_rds_cluster_instance.one', 5432, 'yes'],
    ),
  (name) =>
    rows(
      'aws_db_instance',
      network(groupsOf('aws_db_subnet_group', 'data'), {
        'aws_db_instance.source': { identifier: name, engine: 'postgres' },
        'aws_db_instance.replica': {
          replicate_source_db: ref('aws_db_instance.source', 'identifier'),
          ...inGroup('aws_db_subnet_group'),
          ...groups,
        },
      }),
      [name, APP, 'aws_db_instance.replica', 5432, 'yes'],
      [name, APP, 'aws_db_instance.replica', 3306, 'no: no listener'],
    ),
  (name) =>
    rows(
      'aws_launch_configuration',
      network({
        ...scaling({
          launch_template: null,
          launch_configuration: ref('aws_launch_configuration.app', 'name'),
        }),
        'aws_launch_configuration.app': { name, security_groups: [sg('app')] },
        'aws_launch_configuration.other': { name: '${var.project}-other', security_groups: [sg('web')] },
      }),
      [name, WEB, SCALING, 8080, 'yes'],
      [name, WEB, SCALING, 80, 'no: ingress rule'],
    ),
  (name) =>
    rows(
      'aws_elb',
      network(group('lb'), everythingOut('lb'), classic({ name }), ingress('app', 8080, members('lb')), {
        ...scaling({ load_balancers: [ref(ELB, 'name')] }),
      }),
      [name, ELB, SCALING, 8080, 'yes'],
    ),
  (name) =>
    rows(
      'aws_autoscaling_attachment',
      network(group('lb'), everythingOut('lb'), classic(), ingress('app', 8080, members('lb')), {
        ...scaling({ name }),
        'aws_autoscaling_attachment.app': { autoscaling_group_name: ref(SCALING, 'name'), elb: ref(ELB) },
      }),
      [name, ELB, SCALING, 8080, 'yes'],
    ),
];

const NAMED = 'aws_instance.named';
/** An instance in the default VPC that names its group, and a group of another VPC with the same name. */
const inDefaultVpc = (name: unknown, groupName: string, more: Body = {}): object =>
  network(everythingOut('data'), {
    'aws_security_group.data': { vpc_id: ref('aws_vpc.main'), name: 'web' },
    'aws_security_group.named': {
      name: groupName,
      ingress: { from_port: 80, to_port: 80, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] },
      ...more,
    },
    [NAMED]: { security_groups: [name] },
  });

const byName = (name: unknown, groupName: string): Row[] =>
  rows(
    'default-vpc',
    inDefaultVpc(name, groupName),
    [`${String(name)} of a group`, 'internet', NAMED, 80, 'yes'],
    [`${String(name)} of a group alone`, 'internet', NAMED, 22, 'no: ingress rule'],
  );

describe('Names of security groups', () => {
  const reference = ref('aws_security_group.named', 'name');
  check([
    ...byName('web', 'web'),
    ...[...EVERY, 'web'].flatMap((name) => byName(reference, name)),
    ...rows('default-vpc', inDefaultVpc('api', 'web'), [
      'of no group',
      'internet',
      NAMED,
      80,
      'unknown',
      'api',
    ]),
    ...rows('default-vpc', inDefaultVpc('web', 'web', { vpc_id: ref('aws_vpc.main') }), [
      'of a group of another VPC',
      'internet',
      NAMED,
      80,
      'unknown',
      'web',
    ]),
    ...rows('default-vpc', inDefaultVpc('web', 'web', { vpc_id: '${var.project}' }), [
      'of a group of any VPC',
      'internet',
      NAMED,
      80,
      'unknown',
      'web',
    ]),
  ]);
});

describe('Names by which resources refer to each other', () => {
  check([
    ...EVERY.flatMap(inSubnetGroup),
    ...['data', COMPUTED, FROM_AWS].flatMap((name) => KINDS.flatMap((kind) => kind(name))),
  ]);
});
