import { Topology } from '../../../src/topology';

export type Values = Readonly<Record<string, unknown>>;

export interface Planned {
  readonly values: Values;
  readonly unknown?: Values;
  readonly expressions?: Values;
  /** What it is before the plan is applied. @default it is not there */
  readonly before?: Values;
}

/** An expression that mentions attributes. */
export const of = (...names: string[]): Values => ({
  references: names.flatMap((name) => [name, name.replace(/\.\w+$/, '')]),
});

/**
 * A public subnet with servers of the groups web, front and jump, all of which a plan creates.
 * @param told what data sources told
 * @param others more resources, or others of the same addresses
 */
export function plan(
  web: Planned,
  told: readonly object[] = [],
  others: Readonly<Record<string, Planned>> = {},
): Topology {
  const named = (address: string): Values => {
    const [type, name] = address.split('.');
    return { address, mode: 'managed', type, name };
  };
  const server = (name: string): [string, Planned] => [
    `aws_instance.${name}`,
    {
      values: {},
      unknown: { subnet_id: true, vpc_security_group_ids: true },
      expressions: {
        subnet_id: of('aws_subnet.a.id'),
        vpc_security_group_ids: of(`aws_security_group.${name}.id`),
      },
    },
  ];
  const out = { protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] };
  const inVpc = { unknown: { vpc_id: true, id: true }, expressions: { vpc_id: of('aws_vpc.main.id') } };
  const open = { ...inVpc, values: { egress: [out] } };
  const resources: Record<string, Planned> = {
    'aws_vpc.main': { values: { cidr_block: '10.0.0.0/16' }, unknown: { id: true } },
    'aws_subnet.a': { ...inVpc, values: { cidr_block: '10.0.0.0/24', map_public_ip_on_launch: true } },
    'aws_internet_gateway.main': { ...inVpc, values: {} },
    'aws_vpc.ipam': { values: {}, unknown: { id: true, cidr_block: true } },
    'aws_route_table.a': {
      values: { route: [{ cidr_block: '0.0.0.0/0' }] },
      unknown: { vpc_id: true, route: [{ gateway_id: true }] },
      expressions: { vpc_id: of('aws_vpc.main.id'), route: of('aws_internet_gateway.main.id') },
    },
    'aws_route_table_association.a': {
      values: {},
      unknown: { subnet_id: true, route_table_id: true },
      expressions: { subnet_id: of('aws_subnet.a.id'), route_table_id: of('aws_route_table.a.id') },
    },
    'aws_security_group.front': open,
    'aws_security_group.jump': open,
    'aws_security_group.web': {
      values: web.values,
      unknown: { ...inVpc.unknown, ...web.unknown },
      expressions: { ...inVpc.expressions, ...web.expressions },
      ...(web.before && { before: web.before }),
    },
    ...Object.fromEntries(['front', 'jump', 'web'].map(server)),
    ...others,
  };
  const entries = Object.entries(resources);
  return Topology.read({
    format_version: '1.2',
    planned_values: {
      root_module: { resources: entries.map(([address, { values }]) => ({ ...named(address), values })) },
    },
    resource_changes: entries.map(([address, { unknown = {}, before = null }]) => ({
      address,
      change: { before, after_unknown: unknown },
    })),
    prior_state: { values: { root_module: { resources: told } } },
    configuration: {
      root_module: {
        resources: entries.map(([address, { expressions = {} }]) => ({ ...named(address), expressions })),
      },
    },
  });
}

/** An inline block. */
export const rule = (port: number, more: Values = {}): Values => ({
  protocol: 'tcp',
  from_port: port,
  to_port: port,
  ...more,
});
