import {
  ANYWHERE,
  APP,
  BASE,
  WEB_AND_APP,
  associate,
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

const LB = 'aws_lb.web';

const balancer = (
  more: Body = {},
  listener: Body = {},
  targets: Body = {},
  attachment: Body = {},
): Resources => ({
  [LB]: { subnets: [ref('aws_subnet.public')], security_groups: [sg('lb')], ...more },
  'aws_lb_listener.http': {
    load_balancer_arn: ref(LB, 'arn'),
    port: 80,
    protocol: 'HTTP',
    default_action: { type: 'forward', target_group_arn: ref('aws_lb_target_group.app', 'arn') },
    ...listener,
  },
  'aws_lb_target_group.app': { port: 8080, protocol: 'HTTP', vpc_id: ref('aws_vpc.main'), ...targets },
  'aws_lb_target_group_attachment.app': {
    target_group_arn: ref('aws_lb_target_group.app', 'arn'),
    target_id: ref(APP),
    ...attachment,
  },
});
const network = (...parts: readonly Resources[]) =>
  terraform(
    BASE,
    group('lb'),
    group('app'),
    instance('app', 'private'),
    balancer(),
    everythingOut('lb'),
    ingress('lb', 80, ANYWHERE),
    ingress('app', 8080, members('lb')),
    ...parts,
  );
const nlb = (more: Body = {}, targets: Body = {}) =>
  balancer(
    { load_balancer_type: 'network', security_groups: undefined, ...more },
    { protocol: 'TCP' },
    { protocol: 'TCP', ...targets },
  );

describe('Load balancer as destination', () => {
  const page = 'load-balancer-listeners';
  check([
    ...rows(
      page,
      network(),
      ['on its listener', 'internet', LB, 80, 'yes', 'aws_lb_listener.http'],
      ['not on another port', 'internet', LB, 443, 'no: ingress rule'],
      ['a connection to it is none to its target', 'internet', APP, 8080, 'no: no route'],
    ),
    ...rows(page, network(ingress('lb', 443, ANYWHERE)), [
      'an open port without a listener',
      'internet',
      LB,
      443,
      'no: no listener',
    ]),
    ...rows(page, network({ 'aws_lb_listener.http': null }), [
      'without listeners',
      'internet',
      LB,
      80,
      'no: no listener',
    ]),
    ...rows(page, network(balancer({}, { port: '${var.port}' })), [
      'an unknown port',
      'internet',
      LB,
      80,
      'unknown',
      'var.port',
    ]),
    ...rows(
      'application-load-balancers',
      network(balancer({ internal: true })),
      ['an internal one', 'internet', LB, 80, 'no: no public address'],
      ['from within', APP, LB, 80, 'no: egress rule'],
    ),
    ...rows('application-load-balancers', network(balancer({ internal: true }), everythingOut('app')), [
      'from within, let out',
      APP,
      LB,
      80,
      'yes',
    ]),
    ...rows('application-load-balancers', network(balancer({ subnets: [ref('aws_subnet.private')] })), [
      'in private subnets',
      'internet',
      LB,
      80,
      'no: no route',
    ]),
    ...rows('application-load-balancers', network(balancer({ security_groups: undefined })), [
      'without groups it has the default one',
      'internet',
      LB,
      80,
      'no: ingress rule',
    ]),
    ...rows(
      'load-balancer-security-groups',
      network(nlb()),
      ['a network one without groups filters nothing', 'internet', LB, 80, 'yes'],
      ['but listens', 'internet', LB, 81, 'no: no listener'],
    ),
    ...rows('load-balancer-security-groups', network(nlb({ security_groups: [sg('app')] })), [
      'with groups it does',
      'internet',
      LB,
      80,
      'no: ingress rule',
    ]),
    ...rows(
      'load-balancer-listeners',
      network(balancer({ load_balancer_type: 'network', security_groups: undefined }, { protocol: 'UDP' })),
      ['udp is not tcp', 'internet', LB, 80, 'no: no listener'],
    ),
    ...rows(
      'application-load-balancers',
      network(balancer({ subnets: undefined, subnet_mapping: [{ subnet_id: ref('aws_subnet.public') }] })),
      ['subnets by mapping', 'internet', LB, 80, 'yes'],
    ),
    ...rows('gateway-load-balancers', network(balancer({ load_balancer_type: 'gateway' })), [
      'a type that is not understood',
      'internet',
      LB,
      80,
      'unknown',
      'another type',
    ]),
  ]);
});

describe('Load balancer as source', () => {
  const page = 'load-balancer-target-groups';
  const elsewhere = {
    ...group('other'),
    ...instance('other', 'private'),
    ...ingress('other', 8080, ANYWHERE),
  };
  check([
    ...rows(
      page,
      network(),
      ['to its target', LB, APP, 8080, 'yes'],
      ['on no other port', LB, APP, 22, 'no: not a target'],
      ['nor out', LB, 'internet', 443, 'no: not a target'],
    ),
    ...rows(page, network(elsewhere), [
      'to what is no target',
      LB,
      'aws_instance.other',
      8080,
      'no: not a target',
    ]),
    ...rows(page, network(ingress('app', 22, ANYWHERE)), [
      'to an open port that it does not use',
      LB,
      APP,
      22,
      'no: not a target',
    ]),
    ...rows(
      'target-group-health-checks',
      network(balancer({}, {}, { health_check: { port: '8081' } }), ingress('app', 8081, members('lb'))),
      ['on the health check port', LB, APP, 8081, 'yes'],
      ['and the traffic port', LB, APP, 8080, 'yes'],
    ),
    ...rows('target-group-health-checks', network(balancer({}, {}, { health_check: { port: '8081' } })), [
      'a health check that nobody lets in',
      LB,
      APP,
      8081,
      'no: ingress rule',
    ]),
    ...rows(
      'target-group-register-targets',
      network(balancer({}, {}, {}, { port: 9000 }), ingress('app', 9000, ANYWHERE)),
      ["the attachment's own port", LB, APP, 9000, 'yes'],
      ["in place of the group's", LB, APP, 8080, 'no: not a target'],
    ),
    ...rows(page, network({ 'aws_lb_target_group_attachment.app': null }), [
      'nothing registered',
      LB,
      APP,
      8080,
      'no: not a target',
    ]),
    ...rows(page, network(balancer({}, { default_action: { type: 'fixed-response' } })), [
      'a group that no listener forwards to',
      LB,
      APP,
      8080,
      'no: not a target',
    ]),
    ...rows(
      'load-balancer-listeners',
      network(balancer({}, { default_action: { type: 'fixed-response' } }), {
        'aws_lb_listener_rule.r': {
          listener_arn: ref('aws_lb_listener.http', 'arn'),
          action: [
            { type: 'forward', forward: { target_group: [{ arn: ref('aws_lb_target_group.app', 'arn') }] } },
          ],
        },
      }),
      ['but a rule of it', LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'load-balancer-security-groups',
      network(group('lb2'), balancer({ security_groups: [sg('lb2')] })),
      ['its group must let it out', LB, APP, 8080, 'no: egress rule'],
    ),
    ...rows(
      'load-balancer-security-groups',
      network(nlb({}, { preserve_client_ip: false }), ingress('app', 8080, { cidr_ipv4: '10.0.0.0/24' })),
      ['a network one comes from its own subnets', LB, APP, 8080, 'yes'],
    ),
    ...rows('load-balancer-security-groups', network(nlb()), [
      'and is of no group',
      LB,
      APP,
      8080,
      'no: ingress rule',
    ]),
    ...rows(
      'target-group-register-targets',
      network(
        balancer({}, {}, { target_type: 'ip' }, { target_id: '10.0.16.9' }),
        instance('app', 'private', { private_ip: '10.0.16.9' }),
      ),
      ['a target by address', LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'target-group-register-targets',
      network(balancer({}, {}, { target_type: 'ip' }, { target_id: ref(APP, 'private_ip') })),
      ['by the address of an instance', LB, APP, 8080, 'yes'],
    ),
    ...rows(
      'disable-zones',
      network({
        'aws_subnet.public': {
          vpc_id: ref('aws_vpc.main'),
          cidr_block: '10.0.0.0/24',
          availability_zone: 'z-a',
        },
        'aws_subnet.private': {
          vpc_id: ref('aws_vpc.main'),
          cidr_block: '10.0.16.0/24',
          availability_zone: 'z-c',
        },
      }),
      ['a target in a zone without it gets nothing', LB, APP, 8080, 'no: not a target'],
    ),
    ...rows(
      'elb-listener-config',
      terraform(
        BASE,
        group('lb'),
        group('app'),
        instance('app', 'private'),
        everythingOut('lb'),
        ingress('lb', 80, ANYWHERE),
        ingress('app', 8080, members('lb')),
        {
          'aws_elb.old': {
            subnets: [ref('aws_subnet.public')],
            security_groups: [sg('lb')],
            instances: [ref(APP)],
            listener: { lb_port: 80, instance_port: 8080, lb_protocol: 'http', instance_protocol: 'http' },
          },
        },
      ),
      ['a classic one', 'internet', 'aws_elb.old', 80, 'yes'],
      ['to its instances', 'aws_elb.old', APP, 8080, 'yes'],
      ['on their port', 'aws_elb.old', APP, 80, 'no: not a target'],
    ),
    ...rows(
      'attach-load-balancer-asg',
      network({
        'aws_lb_target_group_attachment.app': null,
        'aws_launch_template.app': { vpc_security_group_ids: [sg('app')] },
        'aws_autoscaling_group.app': {
          vpc_zone_identifier: [ref('aws_subnet.private')],
          launch_template: { id: ref('aws_launch_template.app') },
          target_group_arns: [ref('aws_lb_target_group.app', 'arn')],
        },
      }),
      ['the instances of an auto scaling group', LB, 'aws_autoscaling_group.app', 8080, 'yes'],
    ),
  ]);
});

describe('Databases', () => {
  const page = 'USER_VPC.WorkingWithRDSInstanceinaVPC';
  const DB = 'aws_db_instance.db';
  const db = (more: Body = {}, subnets = ['private']): Resources => ({
    'aws_db_subnet_group.db': { subnet_ids: subnets.map((name) => ref(`aws_subnet.${name}`)) },
    [DB]: {
      engine: 'mysql',
      db_subnet_group_name: ref('aws_db_subnet_group.db', 'name'),
      vpc_security_group_ids: [sg('db')],
      ...more,
    },
  });
  const dbNetwork = (...parts: readonly Resources[]) =>
    terraform(WEB_AND_APP, group('db'), db(), ingress('db', 3306, members('app')), ...parts);
  const engines: [string, number][] = [
    ['mysql', 3306],
    ['mariadb', 3306],
    ['postgres', 5432],
    ['oracle-ee', 1521],
    ['sqlserver-ex', 1433],
    ['db2-se', 50000],
  ];
  check([
    ...rows(
      page,
      dbNetwork(),
      ['its client', APP, DB, 3306, 'yes'],
      ['nobody else', 'aws_instance.web', DB, 3306, 'no: ingress rule'],
      ['nor the internet', 'internet', DB, 3306, 'no: no route'],
      ['it reaches nothing', DB, APP, 22, 'no: egress rule'],
    ),
    ...engines.flatMap(([engine, port]) =>
      rows(
        'API_CreateDBInstance',
        dbNetwork(db({ engine }), ingress('db', 1, ANYWHERE, { to_port: 65535 })),
        [`the default port of ${engine}`, APP, DB, port, 'yes'],
        ['alone', APP, DB, port + 1, 'no: no listener'],
      ),
    ),
    ...rows(
      page,
      dbNetwork(db({ port: 3307 }), ingress('db', 3307, ANYWHERE)),
      ['its own port', APP, DB, 3307, 'yes'],
      ['in place of the default', APP, DB, 3306, 'no: no listener'],
    ),
    ...rows(page, dbNetwork(db({ engine: '${var.engine}' })), [
      'an unknown engine',
      APP,
      DB,
      3306,
      'unknown',
      'port',
    ]),
    ...rows(page, dbNetwork(db({ publicly_accessible: true }, ['public']), ingress('db', 3306, ANYWHERE)), [
      'a public one in public subnets',
      'internet',
      DB,
      3306,
      'yes',
    ]),
    ...rows(page, dbNetwork(db({}, ['public']), ingress('db', 3306, ANYWHERE)), [
      'one that is not public',
      'internet',
      DB,
      3306,
      'no: no public address',
    ]),
    ...rows(
      page,
      dbNetwork(db({ publicly_accessible: true }, ['public', 'private']), ingress('db', 3306, ANYWHERE)),
      ['in one of two subnets that differ', 'internet', DB, 3306, 'unknown', 'which of its subnets'],
    ),
    ...rows(page, dbNetwork(db({ db_subnet_group_name: undefined })), [
      'without subnets it is in the default VPC',
      APP,
      DB,
      3306,
      'unknown',
      'default VPC',
    ]),
    ...rows(page, dbNetwork(db({ vpc_security_group_ids: undefined })), [
      'without groups it has the default one',
      APP,
      DB,
      3306,
      'no: ingress rule',
    ]),
    ...rows(page, dbNetwork(db({ count: '${var.n}' })), [
      'one that may not be there',
      APP,
      DB,
      3306,
      'unknown',
      'count',
    ]),
    ...rows(page, dbNetwork(db({ count: 0 })), ['one that is not', APP, DB, 3306, 'no: not there']),
  ]);
});

describe('VPC peering', () => {
  const page = 'vpc-peering-basics';
  const vpc = (name: string, second: number): Resources => ({
    [`aws_vpc.${name}`]: { cidr_block: `10.${second}.0.0/16` },
    [`aws_subnet.${name}`]: { vpc_id: ref(`aws_vpc.${name}`), cidr_block: `10.${second}.0.0/24` },
    [`aws_route_table.${name}`]: { vpc_id: ref(`aws_vpc.${name}`) },
    ...associate(name, name),
    ...group(name, {}, name),
    ...instance(name, name),
    ...everythingOut(name),
    ...ingress(name, 22, ANYWHERE),
  });
  const peer = (a: string, b: string, more: Body = { auto_accept: true }): Resources => ({
    [`aws_vpc_peering_connection.${a}${b}`]: {
      vpc_id: ref(`aws_vpc.${a}`),
      peer_vpc_id: ref(`aws_vpc.${b}`),
      ...more,
    },
  });
  const via = (from: string, second: number, peering: string): Resources => ({
    [`aws_route.${from}_${second}`]: {
      route_table_id: ref(`aws_route_table.${from}`),
      destination_cidr_block: `10.${second}.0.0/16`,
      vpc_peering_connection_id: ref(`aws_vpc_peering_connection.${peering}`),
    },
  });
  const two = (...parts: readonly Resources[]) => terraform(vpc('a', 1), vpc('b', 2), ...parts);
  const joined = [peer('a', 'b'), via('a', 2, 'ab'), via('b', 1, 'ab')];
  const [A, B, C] = ['aws_instance.a', 'aws_instance.b', 'aws_instance.c'];
  check([
    ...rows(
      page,
      two(...joined),
      ['with routes on both sides', A, B, 22, 'yes', 'aws_vpc_peering_connection.ab'],
      ['and back', B, A, 22, 'yes'],
      ['subnets as ends', 'aws_subnet.a', 'aws_subnet.b', 22, 'yes'],
      ['and a range of the other side', A, '10.2.0.0/24', 22, 'yes'],
    ),
    ...rows(page, two(), ['VPCs apart', A, B, 22, 'no: no route']),
    ...rows(page, two(peer('a', 'b'), via('a', 2, 'ab')), ['without a route back', A, B, 22, 'no: no route']),
    ...rows(page, two(peer('a', 'b'), via('b', 1, 'ab')), [
      'without a route there',
      A,
      B,
      22,
      'no: no route',
    ]),
    ...rows('accept-vpc-peering-connection', two(peer('a', 'b', {}), via('a', 2, 'ab'), via('b', 1, 'ab')), [
      'not accepted',
      A,
      B,
      22,
      'no: no route',
    ]),
    ...rows(
      'accept-vpc-peering-connection',
      two(peer('a', 'b', {}), via('a', 2, 'ab'), via('b', 1, 'ab'), {
        'aws_vpc_peering_connection_accepter.ab': {
          vpc_peering_connection_id: ref('aws_vpc_peering_connection.ab'),
          auto_accept: true,
        },
      }),
      ['accepted by an accepter', A, B, 22, 'yes'],
    ),
    ...rows(
      'accept-vpc-peering-connection',
      two(peer('a', 'b', { auto_accept: '${var.x}' }), via('a', 2, 'ab'), via('b', 1, 'ab')),
      ['nobody knows', A, B, 22, 'unknown', 'auto accept'],
    ),
    ...rows(
      'invalid-peering-configurations',
      terraform(
        vpc('a', 1),
        vpc('b', 2),
        vpc('c', 3),
        ...joined,
        peer('b', 'c'),
        via('b', 3, 'bc'),
        via('c', 2, 'bc'),
        via('a', 3, 'ab'),
        via('c', 1, 'bc'),
      ),
      ['peering is not transitive', A, C, 22, 'no: no route'],
      ['its neighbours are joined', B, C, 22, 'yes'],
    ),
    ...rows(
      'vpc-peering-security-groups',
      two(...joined, {
        ...group(
          'b',
          { ingress: [{ protocol: 'tcp', from_port: 23, to_port: 23, security_groups: [sg('a')] }] },
          'b',
        ),
      }),
      ['a group of the other side', A, B, 23, 'yes'],
    ),
    ...rows(
      'invalid-peering-configurations',
      two(...joined, {
        'aws_internet_gateway.b': { vpc_id: ref('aws_vpc.b') },
        'aws_route.b': {
          route_table_id: ref('aws_route_table.b'),
          destination_cidr_block: '0.0.0.0/0',
          gateway_id: ref('aws_internet_gateway.b'),
        },
        'aws_route.a': {
          route_table_id: ref('aws_route_table.a'),
          destination_cidr_block: '0.0.0.0/0',
          vpc_peering_connection_id: ref('aws_vpc_peering_connection.ab'),
        },
      }),
      ["another VPC's gateway serves nobody", A, 'internet', 443, 'no: no route'],
    ),
    ...rows(page, two(peer('a', 'b', { peer_vpc_id: 'vpc-1' }), via('a', 9, 'ab')), [
      'into a VPC that is not in the file',
      A,
      '10.9.0.9',
      22,
      'unknown',
      'aws_vpc_peering_connection.ab',
    ]),
    ...rows(
      'tgw-vpc-attachments',
      two({
        'aws_route.a_2': {
          route_table_id: ref('aws_route_table.a'),
          destination_cidr_block: '10.2.0.0/16',
          transit_gateway_id: 'tgw-1',
        },
        'aws_route.b_1': {
          route_table_id: ref('aws_route_table.b'),
          destination_cidr_block: '10.1.0.0/16',
          transit_gateway_id: 'tgw-1',
        },
      }),
      ['through a transit gateway', A, B, 22, 'unknown', 'tgw-1'],
      ['where no rule lets it in', A, B, 23, 'no: ingress rule'],
    ),
  ]);
});

describe('Other endpoints', () => {
  const lambda = {
    'aws_lambda_function.f': {
      vpc_config: { subnet_ids: [ref('aws_subnet.private')], security_group_ids: [sg('app')] },
    },
  };
  const nic = {
    'aws_network_interface.n': {
      subnet_id: ref('aws_subnet.private'),
      security_groups: [sg('app')],
      attachment: { instance: ref('aws_instance.web'), device_index: 1 },
    },
  };
  check([
    ...rows(
      'configuration-vpc',
      terraform(WEB_AND_APP, lambda),
      ['a function goes out', 'aws_lambda_function.f', 'internet', 443, 'yes'],
      ['and is not connected to', 'aws_instance.web', 'aws_lambda_function.f', 8080, 'no: no listener'],
    ),
    ...rows(
      'using-eni',
      terraform(WEB_AND_APP, group('web'), nic, egress('web', 8080, ANYWHERE)),
      ['a second interface serves as well', 'aws_instance.web', 'aws_instance.web', 8080, 'yes'],
      ['an interface is an end', 'aws_instance.web', 'aws_network_interface.n', 8080, 'yes'],
    ),
    ...rows(
      'terraform: count',
      terraform(WEB_AND_APP, instance('app', 'private', { count: '${var.n}' })),
      ['a count that is not known', 'aws_instance.web', APP, 8080, 'unknown', 'count'],
      ['where it could not matter', 'internet', APP, 8080, 'no: no route'],
      ['one of them', 'aws_instance.web', `${APP}[0]`, 8080, 'unknown'],
    ),
    ...rows(
      'terraform: count',
      terraform(WEB_AND_APP, instance('app', 'private', { count: 2 })),
      ['each of them', 'aws_instance.web', `${APP}[1]`, 8080, 'yes'],
      ['all of them', 'aws_instance.web', APP, 8080, 'yes'],
    ),
    ...rows(
      'terraform: for_each',
      terraform(
        WEB_AND_APP,
        instance('app', 'private', {
          for_each: { a: 'public', b: 'private' },
          subnet_id: '${each.key == "a" ? aws_subnet.public.id : aws_subnet.private.id}',
        }),
      ),
      ['by key', 'internet', `${APP}["b"]`, 8080, 'no: no route'],
      ['whichever it is', 'aws_instance.web', `${APP}["a"]`, 8080, 'yes'],
    ),
    ...rows(
      'terraform: data sources',
      {
        ...terraform(WEB_AND_APP, {
          [APP]: { subnet_id: '${data.aws_subnet.x.id}', vpc_security_group_ids: [sg('app')] },
        }),
        data: { aws_subnet: { x: {} } },
      },
      ["a data source's subnet", 'aws_instance.web', APP, 8080, 'unknown', 'data.aws_subnet.x'],
      ['where no rule lets it in', 'aws_instance.web', APP, 22, 'no: ingress rule'],
      ['as an end', 'internet', 'data.aws_subnet.x', 22, 'unknown'],
    ),
    ...rows(
      'terraform: modules',
      { ...terraform(WEB_AND_APP), module: { m: { source: './m', groups: [sg('app')] } } },
      ['a module that is given a group may open it', 'aws_instance.web', APP, 22, 'unknown', 'module.m'],
      ['what is open stays open', 'aws_instance.web', APP, 8080, 'yes'],
      ['what is in it', 'internet', 'module.m.aws_instance.x', 22, 'unknown', 'module.m'],
    ),
    ...rows(
      'terraform: modules',
      { ...terraform(WEB_AND_APP), module: { m: { source: './m', name: 'x' } } },
      ['one that is given nothing opens nothing', 'aws_instance.web', APP, 22, 'no: ingress rule'],
    ),
    ...rows(
      'introduction-global-accelerator',
      terraform(WEB_AND_APP, {
        'aws_globalaccelerator_endpoint_group.g': { endpoint_configuration: [{ endpoint_id: ref(APP) }] },
      }),
      ['an accelerator may bring the internet in', 'internet', APP, 8080, 'unknown', 'accelerator'],
    ),
    ...rows(
      'security-vpc-bpa',
      terraform(WEB_AND_APP, {
        'aws_vpc_block_public_access_options.all': { internet_gateway_block_mode: 'block-ingress' },
      }),
      ['an account that blocks gateways', 'internet', 'aws_instance.web', 80, 'unknown', 'block'],
      ['within it', 'aws_instance.web', APP, 8080, 'yes'],
    ),
    ...rows(
      'default-vpc',
      terraform(
        {
          'aws_default_vpc.d': {},
          'aws_default_subnet.a': { availability_zone: 'z-a' },
          'aws_security_group.web': { vpc_id: ref('aws_default_vpc.d') },
          'aws_instance.web': { subnet_id: ref('aws_default_subnet.a'), vpc_security_group_ids: [sg('web')] },
        },
        ingress('web', 80, ANYWHERE),
      ),
      ['the default VPC is public', 'internet', 'aws_instance.web', 80, 'yes'],
    ),
  ]);
});
