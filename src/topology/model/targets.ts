import type { Arguments } from '../fields';
import type { Link } from '../link';
import { Reference, Unknown } from '../value';
import type { Context } from './context';

/**
 * Targets in the file. `transit`: a transit gateway; `inspection`: an endpoint of a firewall; `appliance`: an instance, or
 * a network interface of one, that forwards what is not for itself.
 */
type Named = 'gateway' | 'egress-only' | 'nat' | 'peering' | 'transit' | 'inspection' | 'appliance';

export type Target =
  | { readonly kind: 'local' }
  | { [K in Named]: { readonly kind: K; readonly address: string } }[Named]
  | { readonly kind: 'default-gateway' }
  | { readonly kind: 'blackhole'; readonly why: string }
  /** `middlebox`: it may take traffic within the VPC as well, from under the local route. */
  | { readonly kind: 'unknown'; readonly why: string; readonly middlebox?: boolean };

const KNOWN: Readonly<Record<string, Named>> = {
  aws_internet_gateway: 'gateway',
  aws_egress_only_internet_gateway: 'egress-only',
  aws_nat_gateway: 'nat',
  aws_vpc_peering_connection: 'peering',
  aws_vpc_peering_connection_accepter: 'peering',
  aws_ec2_transit_gateway: 'transit',
  aws_vpc_endpoint: 'inspection',
  aws_networkfirewall_firewall: 'inspection',
  aws_instance: 'appliance',
  aws_spot_instance_request: 'appliance',
  aws_network_interface: 'appliance',
};

/** Where a route may lead, by argument; what is not in {@link KNOWN} is not understood. */
const TARGETS = [
  'gateway_id',
  'nat_gateway_id',
  'vpc_peering_connection_id',
  'network_interface_id',
  'instance_id',
  'transit_gateway_id',
  'vpc_endpoint_id',
  'carrier_gateway_id',
  'local_gateway_id',
  'core_network_arn',
  'egress_only_gateway_id',
];

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#subnet-route-tables */
const MIDDLEBOXES: readonly string[] = [
  'nat_gateway_id',
  'network_interface_id',
  'instance_id',
  'vpc_endpoint_id',
];

/** Whether it may take traffic within the VPC as well, from under the local route. */
export const isMiddlebox = (target: Target): boolean =>
  ['nat', 'appliance', 'inspection'].includes(target.kind) ||
  (target.kind === 'unknown' && target.middlebox === true);

/** Where a route, or a block that states one, leads: one of these. */
export function targetsOf(context: Context, args: Arguments): Target[] {
  const by = args.owner.address;
  const state = args.text('state');
  if (state === 'blackhole') return [{ kind: 'blackhole', why: `${by} is a blackhole` }];
  const stated = TARGETS.filter((name) => args.has(name)).map((name) => ({ name, link: args.link(name) }));
  const sure = stated.find(({ link }) => link.isCertain);
  const none: Target[] = sure ? [] : [{ kind: 'blackhole', why: `${by} has no target` }];
  return [
    ...(sure ? [sure] : stated).flatMap(({ name, link }) => targetsBy(context, args, name, link)),
    ...none,
  ];
}

function targetsBy(context: Context, args: Arguments, name: string, link: Link): Target[] {
  if (args.raw(name) === 'local') return [{ kind: 'local' }];
  const middlebox = MIDDLEBOXES.includes(name);
  return ownTo(context, args, link)
    .stated((one) =>
      one instanceof Unknown
        ? [{ kind: 'unknown', why: one.why, middlebox } as const]
        : referred(context, args, one, middlebox),
    )
    .flat();
}

const HELD = /^aws_(\w*internet_gateway|vpn_gateway)$/;

/** Where a route may lead to one of several gateways, one of another VPC is none of them: AWS refuses it. */
function ownTo(context: Context, args: Arguments, link: Link): Link {
  if (link.sure) return link;
  const table = args.has('route_table_id')
    ? args.link('route_table_id').sure
    : new Reference(args.owner.address, 'id');
  const vpc = table && vpcOf(context, table);
  if (vpc === undefined) return link;
  return link.without(({ address }) => {
    const gateway = context.at(address);
    const held = gateway && HELD.test(gateway.owner.type) ? gateway.link('vpc_id').sure : undefined;
    return held !== undefined && held.address !== vpc;
  });
}

/** The VPC of a route table, where it is certain. */
function vpcOf(context: Context, { address, path }: Reference): string | undefined {
  const table = context.at(address);
  if (table === undefined) return undefined;
  if (/_route_table_id$/.test(path)) return address;
  const adopted = table.link('default_route_table_id').sure;
  return adopted && adopted.address !== address ? adopted.address : table.link('vpc_id').sure?.address;
}

function referred(context: Context, args: Arguments, { address }: Reference, middlebox: boolean): Target[] {
  const target = context.at(address);
  const kind = KNOWN[target?.owner.type ?? ''];
  if (!target || kind === undefined)
    return [
      { kind: 'unknown', why: `where ${address} leads to (a route of ${args.owner.address})`, middlebox },
    ];
  if (target.owner.type === 'aws_vpc_peering_connection_accepter') return accepted(target);
  return [{ kind, address }];
}

/** An accepter stands for its peering. */
const accepted = (accepter: Arguments): Target[] =>
  accepter
    .link('vpc_peering_connection_id')
    .each((one): Target =>
      one instanceof Reference
        ? { kind: 'peering', address: one.address }
        : { kind: 'unknown', why: one?.why ?? `the peering of ${accepter.owner.address}` },
    );
