import type { StackJson } from './support/environment';

export interface Mutation {
  readonly name: string;
  readonly environment: 'dev' | 'prod' | 'counted';
  readonly change: (json: StackJson) => void;
}

type Body = Record<string, unknown>;
const at = ({ resource }: StackJson, address: string): Body => {
  const [type = '', name = ''] = address.split('.');
  const body = resource[type]?.[name];
  if (!body) throw new Error(`${address} is not in this stack`);
  return body;
};
const drop = (address: string) => (json: StackJson) => {
  at(json, address);
  const [type = '', name = ''] = address.split('.');
  delete json.resource[type]?.[name];
};
const edit = (address: string, more: Body) => (json: StackJson) => {
  Object.assign(at(json, address), more);
};
const add = (address: string, body: Body) => (json: StackJson) => {
  const [type = '', name = ''] = address.split('.');
  (json.resource[type] ??= {})[name] = body;
};
const id = (address: string, attribute = 'id') => `\${${address}.${attribute}}`;
const ingress = (name: string) => `aws_vpc_security_group_ingress_rule.${name}`;
const egress = (name: string) => `aws_vpc_security_group_egress_rule.${name}`;
const route = (name: string) => `aws_route.network_${name}_default_route`;
const association = (name: string) => `aws_route_table_association.network_${name}_association`;
const subnet = (name: string) => `aws_subnet.network_${name}`;
const server = (name: string) => `aws_instance.servers_${name}_server`;
const group = (name: string) => id(`aws_security_group.${name}_security_group`);
const opening = (to: string, port: number, from: Body): Body => ({
  security_group_id: group(to),
  ip_protocol: 'tcp',
  from_port: port,
  to_port: port,
  ...from,
});
const ANYWHERE = { cidr_ipv4: '0.0.0.0/0' };
const VPC = 'aws_vpc.network_vpc';
const ADMINS = ingress('bastion_security_group_from_administrators_tcp_22');
const WORLD = ingress('load_balancer_security_group_from_internet_tcp_80');
const acl = (subnets: string[], rules: Body[], egressRules: Body[]): Body => ({
  vpc_id: id(VPC),
  subnet_ids: subnets.map((name) => id(subnet(name))),
  ingress: rules,
  egress: egressRules,
});
const all = (rule_no: number, action: string, more: Body = {}): Body => ({
  rule_no,
  action,
  protocol: '-1',
  from_port: 0,
  to_port: 0,
  cidr_block: '0.0.0.0/0',
  ...more,
});
const LISTENER = 'aws_lb_listener.load_balancer_http';
const TARGET_GROUP = 'aws_lb_target_group.load_balancer_target_group';

const dev = (name: string, change: Mutation['change']): Mutation => ({ name, environment: 'dev', change });
const prod = (name: string, change: Mutation['change']): Mutation => ({ name, environment: 'prod', change });
/** For servers in several zones, and for a group over them. */
const several = (name: string, change: Mutation['change']): Mutation[] => [
  { name, environment: 'counted', change },
  prod(name, change),
];
const counted = (name: string, change: Mutation['change']): Mutation => ({
  name,
  environment: 'counted',
  change,
});

export const MUTATIONS: readonly Mutation[] = [
  // Routes, tables, gateways.
  dev('drop the public default route', drop(route('public'))),
  dev('drop the private default route of zone a', drop(route('private_a'))),
  dev('drop the private default route of zone c', drop(route('private_c'))),
  ...several('drop the private default route of zone c', drop(route('private_c'))),
  dev('drop the association of public a', drop(association('public_a'))),
  dev('drop the association of public c', drop(association('public_c'))),
  dev('drop the association of private c', drop(association('private_c'))),
  dev(
    'move public a to a private table',
    edit(association('public_a'), { route_table_id: id('aws_route_table.network_private_a_routes') }),
  ),
  dev(
    'move private c to the public table',
    edit(association('private_c'), { route_table_id: id('aws_route_table.network_public_routes') }),
  ),
  dev(
    'detach the internet gateway',
    edit('aws_internet_gateway.network_internet_gateway', { vpc_id: undefined }),
  ),
  dev(
    'put the NAT gateway into a private subnet',
    edit('aws_nat_gateway.network_nat_a', { subnet_id: id(subnet('private_a')) }),
  ),
  dev(
    'make the NAT gateway private',
    edit('aws_nat_gateway.network_nat_a', { connectivity_type: 'private', allocation_id: undefined }),
  ),
  ...several(
    'make the NAT gateway of zone a private',
    edit('aws_nat_gateway.network_nat_a', { connectivity_type: 'private', allocation_id: undefined }),
  ),
  dev(
    'swap the gateways: private a to the internet gateway',
    edit(route('private_a'), {
      nat_gateway_id: undefined,
      gateway_id: id('aws_internet_gateway.network_internet_gateway'),
    }),
  ),
  dev(
    'swap the gateways: public to the NAT gateway',
    edit(route('public'), { gateway_id: undefined, nat_gateway_id: id('aws_nat_gateway.network_nat_a') }),
  ),
  dev(
    'lead the public default route to a transit gateway',
    edit(route('public'), { gateway_id: undefined, transit_gateway_id: 'tgw-1' }),
  ),
  dev(
    'narrow the public default route to a half',
    edit(route('public'), { destination_cidr_block: '0.0.0.0/1' }),
  ),
  dev(
    'put a route into the emptied default table',
    edit('aws_default_route_table.network_default_route_table', {
      route: [{ cidr_block: '0.0.0.0/0', gateway_id: id('aws_internet_gateway.network_internet_gateway') }],
    }),
  ),
  // Addresses.
  dev('take the elastic address off the bastion, and the subnet assigns none', (json) => {
    drop('aws_eip_association.bastion_address_association')(json);
    edit(subnet('public_a'), { map_public_ip_on_launch: false })(json);
  }),
  dev(
    'take the elastic address off the bastion alone',
    drop('aws_eip_association.bastion_address_association'),
  ),
  dev('give a private server a public address', edit(server('elk'), { associate_public_ip_address: true })),
  dev('give a private server a public address, a table to the internet and an open port', (json) => {
    edit(server('elk'), { associate_public_ip_address: true })(json);
    edit(association('private_c'), { route_table_id: id('aws_route_table.network_public_routes') })(json);
    add(ingress('open'), opening('servers_elk_server', 9200, ANYWHERE))(json);
  }),
  dev('make the load balancer internal', edit('aws_lb.load_balancer', { internal: true })),
  dev(
    'put the load balancer into private subnets',
    edit('aws_lb.load_balancer', { subnets: [id(subnet('private_a')), id(subnet('private_c'))] }),
  ),
  dev('put a server into a public subnet', edit(server('jenkins'), { subnet_id: id(subnet('public_a')) })),
  // Rules.
  dev("drop the load balancer's opening", drop(WORLD)),
  dev("narrow the load balancer's opening", edit(WORLD, { cidr_ipv4: '203.0.113.0/24' })),
  dev("split the load balancer's opening in two halves", (json) => {
    edit(WORLD, { cidr_ipv4: '0.0.0.0/1' })(json);
    add(ingress('other_half'), opening('load_balancer', 80, { cidr_ipv4: '128.0.0.0/1' }))(json);
  }),
  dev("make the load balancer's opening IPv6", edit(WORLD, { cidr_ipv4: undefined, cidr_ipv6: '::/0' })),
  dev(
    'drop the way from the load balancer to its target',
    drop(ingress('servers_devloop_server_security_group_from_load_balancer_tcp_8080')),
  ),
  dev(
    'drop the egress rule of the load balancer',
    drop(egress('load_balancer_security_group_to_devloop_server_tcp_8080')),
  ),
  dev("widen the administrators' rule to the world", edit(ADMINS, { for_each: undefined, ...ANYWHERE })),
  dev("drop the administrators' rule", drop(ADMINS)),
  dev("drop the administrators' validation", (json) => {
    delete json.variable['admin_cidrs']?.['validation'];
  }),
  dev("move the administrators' rule to another port", edit(ADMINS, { from_port: 2222, to_port: 2222 })),
  dev('let the bastion out no more', drop(egress('bastion_security_group_to_elk_server_tcp_22'))),
  dev(
    'let the bastion in no more',
    drop(ingress('servers_jenkins_server_security_group_from_bastion_server_tcp_22')),
  ),
  dev(
    'open the database to the VPC',
    add(ingress('open'), opening('database', 3306, { cidr_ipv4: id(VPC, 'cidr_block') })),
  ),
  dev('open the database to another server, which is let out', (json) => {
    add(
      ingress('open'),
      opening('database', 3306, { referenced_security_group_id: group('servers_jenkins_server') }),
    )(json);
    add(
      egress('open'),
      opening('servers_jenkins_server', 3306, { referenced_security_group_id: group('database') }),
    )(json);
  }),
  dev(
    'let the database out',
    add(egress('open'), { security_group_id: group('database'), ip_protocol: '-1', ...ANYWHERE }),
  ),
  dev('move the database to another port', edit('aws_db_instance.database', { port: 3307 })),
  dev(
    'let a server out to everything',
    add(egress('open'), { security_group_id: group('servers_elk_server'), ip_protocol: '-1', ...ANYWHERE }),
  ),
  dev(
    'put two servers into one group',
    edit(server('jenkins'), { vpc_security_group_ids: [group('servers_devloop_server')] }),
  ),
  dev('take the groups of a server away', edit(server('jenkins'), { vpc_security_group_ids: undefined })),
  dev(
    'open a server to a prefix list',
    add(ingress('open'), opening('servers_elk_server', 22, { prefix_list_id: 'pl-1' })),
  ),
  dev(
    'make an egress rule depend on a variable',
    edit(egress('servers_devloop_server_security_group_to_database_tcp_3306'), { count: '${var.open}' }),
  ),
  // ACLs.
  dev(
    'deny everything into the public subnets',
    add('aws_network_acl.x', acl(['public_a', 'public_c'], [all(100, 'deny')], [all(100, 'allow')])),
  ),
  dev(
    'deny everything out of public a',
    add('aws_network_acl.x', acl(['public_a'], [all(100, 'allow')], [all(100, 'deny')])),
  ),
  dev(
    'deny the private subnets the answers of the internet',
    add(
      'aws_network_acl.x',
      acl(
        ['private_a', 'private_c'],
        [all(100, 'allow', { cidr_block: '10.0.0.0/16' })],
        [all(100, 'allow')],
      ),
    ),
  ),
  dev(
    'deny a minority of the internet',
    add(
      'aws_network_acl.x',
      acl(
        ['public_a', 'public_c'],
        [all(90, 'deny', { cidr_block: '203.0.113.0/24' }), all(100, 'allow')],
        [all(100, 'allow')],
      ),
    ),
  ),
  ...several(
    'deny the isolated subnets zone c',
    add(
      'aws_network_acl.x',
      acl(
        ['isolated_a', 'isolated_c'],
        [all(90, 'deny', { cidr_block: '10.0.18.0/24' }), all(100, 'allow')],
        [all(100, 'allow')],
      ),
    ),
  ),
  dev(
    'adopt the default ACL without rules',
    add('aws_default_network_acl.x', { default_network_acl_id: id(VPC, 'default_network_acl_id') }),
  ),
  // Load balancer and targets.
  dev('drop the listener', drop(LISTENER)),
  dev('move the listener to 8081', edit(LISTENER, { port: 8081 })),
  dev('drop the target', drop('aws_lb_target_group_attachment.load_balancer_target_devloop_server')),
  prod('drop the target', drop('aws_autoscaling_attachment.load_balancer_target_devloop_server')),
  counted(
    'drop one of two targets',
    drop('aws_lb_target_group_attachment.load_balancer_target_devloop_server_c_1'),
  ),
  dev(
    'register a target on a port that nobody opened',
    edit('aws_lb_target_group_attachment.load_balancer_target_devloop_server', { port: 9090 }),
  ),
  dev('check health on a port that nobody opened', edit(TARGET_GROUP, { health_check: { port: '9091' } })),
  dev('forward to no group', edit(LISTENER, { default_action: [{ type: 'fixed-response' }] })),
  dev('make the load balancer a network one', (json) => {
    edit('aws_lb.load_balancer', { load_balancer_type: 'network', security_groups: undefined })(json);
    edit(LISTENER, { protocol: 'TCP' })(json);
    edit(TARGET_GROUP, { protocol: 'TCP' })(json);
  }),
  counted('drop a server that is a target', (json) => {
    drop('aws_instance.servers_devloop_server_c_1')(json);
    drop('aws_lb_target_group_attachment.load_balancer_target_devloop_server_c_1')(json);
  }),
  prod('move the isolated subnets to the public table', (json) => {
    for (const zone of ['a', 'c'])
      edit(association(`isolated_${zone}`), { route_table_id: id('aws_route_table.network_public_routes') })(
        json,
      );
  }),
  prod('make the database public', (json) => {
    for (const zone of ['a', 'c'])
      edit(association(`isolated_${zone}`), { route_table_id: id('aws_route_table.network_public_routes') })(
        json,
      );
    edit('aws_db_instance.database', { publicly_accessible: true })(json);
    add(ingress('open'), opening('database', 3306, ANYWHERE))(json);
  }),
  // What changes nothing.
  dev('an unrelated bucket', add('aws_s3_bucket.x', { bucket: 'x' })),
  dev('rename a group', (json) => {
    const text = JSON.stringify(json).replaceAll('servers_elk_server_security_group', 'renamed');
    Object.assign(json, JSON.parse(text));
  }),
];
