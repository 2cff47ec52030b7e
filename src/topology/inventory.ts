import type { Arguments } from './fields';
import type { Inventory, InventoryPlace, InventoryResource, InventorySubnet, Tier } from './inventory-types';
import type { Link } from './link';
import { interfacesOf, type Endpoint } from './model/endpoints';
import type { Context } from './model/context';
import type { Subnet, Vpc } from './model/network';
import type { Model } from './model/topology-model';
import { Reference, Unknown, isFields, isList, type Value } from './value';

/** Scalar arguments that an inventory tells. */
export const FACTS = [
  'allocated_storage',
  'cidr_block',
  'desired_capacity',
  'desired_count',
  'engine',
  'engine_version',
  'function_name',
  'instance_class',
  'instance_type',
  'internal',
  'load_balancer_type',
  'max_size',
  'min_size',
  'multi_az',
  'node_type',
  'service_name',
  'size',
] as const;

/** Arguments by which AWS shows a resource, the first that is stated; the tag `Name` goes before them. */
const NAMES = ['name', 'identifier', 'cluster_identifier', 'function_name', 'replication_group_id'];

const literal = (value: string | Unknown | undefined): string | undefined =>
  value instanceof Unknown ? undefined : value;

function tagged(args: Arguments): string | undefined {
  const tags = args.raw('tags');
  const name = isFields(tags) ? tags['Name'] : undefined;
  if (typeof name === 'string') return name;
  const blocks = args.raw('tag');
  const pairs: readonly Value[] = isList(blocks) ? blocks : [blocks];
  const pair = pairs.find((one) => isFields(one) && one['key'] === 'Name');
  const value = isFields(pair) ? pair['value'] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The launch template or configuration of an Auto Scaling group says what its instances are. */
function templateOf(context: Context, args: Arguments): Arguments {
  const links = [
    ...args.blocks('launch_template').map((block) => block.link('id')),
    args.link('launch_configuration'),
  ];
  const [address] = links.flatMap(({ sure }) => (sure ? [sure.address] : []));
  return (address === undefined ? undefined : context.at(address)) ?? args;
}

function resourceOf(context: Context, args: Arguments): InventoryResource {
  const { address, type } = args.owner;
  const name = tagged(args) ?? NAMES.map((one) => literal(args.text(one))).find((one) => one !== undefined);
  const template = templateOf(context, args);
  const facts = FACTS.flatMap((fact) => {
    const text = literal((fact === 'instance_type' ? template : args).text(fact));
    return text === undefined ? [] : [[fact, text] as const];
  });
  return { address, type, ...(name !== undefined && { name }), facts: Object.fromEntries(facts) };
}

const vpcAddress = (vpcs: readonly (Vpc | Unknown)[]): string | undefined => {
  const [only, ...others] = vpcs;
  return others.length > 0 || only instanceof Unknown ? undefined : only?.address;
};

/** By every route that may be there: a way out that is not certain is one that may be used. */
function tierOf(model: Model, subnets: readonly Subnet[]): Tier {
  const kinds = new Set(
    subnets
      .flatMap((subnet) => model.tablesOf(subnet))
      .flatMap(({ routes }) => routes)
      .flatMap(({ targets }) => targets.map(({ kind }) => kind)),
  );
  const hasDefault = subnets.some(({ vpc }) => !(vpc instanceof Unknown) && vpc.isDefault);
  if (kinds.has('gateway') || kinds.has('default-gateway') || hasDefault) return 'public';
  const ways = ['nat', 'egress-only', 'peering', 'transit', 'inspection', 'appliance', 'unknown'] as const;
  return ways.some((way) => kinds.has(way)) ? 'private' : 'isolated';
}

function subnetOf(model: Model, address: string, alternatives: readonly Subnet[]): InventorySubnet {
  const vpc = vpcAddress(alternatives.map((one) => one.vpc));
  const zone = alternatives[0]?.zone;
  return {
    address,
    ...(vpc !== undefined && { vpc }),
    ...(zone !== undefined && { zone }),
    tier: tierOf(model, alternatives),
  };
}

function placeOfEnd(model: Model, end: Endpoint): InventoryPlace {
  const subnets = interfacesOf(end).flatMap(({ subnet }) => (subnet instanceof Unknown ? [] : [subnet]));
  const known = subnets.map(({ address }) => address).filter((address) => model.subnets.has(address));
  const vpc = vpcAddress([...new Set(subnets.map((one) => one.vpc))]);
  return { address: end.address, subnets: [...new Set(known)], ...(vpc !== undefined && { vpc }) };
}

const leadsTo = (link: Link): string[] =>
  link.stated((one) => (one instanceof Reference ? [one.address] : [])).flat();

function attachedTo(address: string, link: Link): InventoryPlace[] {
  const [vpc] = leadsTo(link);
  return vpc === undefined ? [] : [{ address, subnets: [], vpc }];
}

/** What a file holds, and where in the network it is. */
export function inventoryOf(model: Model): Inventory {
  const { context } = model;
  const ends = [...model.ends.values()].filter(({ type }) => type !== 'aws_subnet');
  const subnets = [...model.subnets].map(([address, alternatives]) => subnetOf(model, address, alternatives));
  const placed: InventoryPlace[] = [
    ...ends.map((end) => placeOfEnd(model, end)),
    ...[...model.nats.values()].map(({ address, subnet }) => ({ address, subnets: leadsTo(subnet) })),
  ];
  const attached = [
    ...[...model.gateways.values()].flatMap(({ address, vpc }) => attachedTo(address, vpc)),
    ...context
      .all('aws_vpn_gateway', 'aws_vpc_endpoint', 'aws_ec2_carrier_gateway')
      .filter(({ owner }) => !model.ends.has(owner.address))
      .flatMap((args) => attachedTo(args.owner.address, args.link('vpc_id'))),
  ];
  const volumes = context.all('aws_volume_attachment').flatMap((args) => {
    const [address, to] = [args.link('volume_id').sure?.address, args.link('instance_id').sure?.address];
    return address === undefined || to === undefined ? [] : [{ address, to }];
  });
  const vpcs = [...model.vpcs.keys(), ...[...subnets, ...placed].flatMap((one) => vpcIn(one))];
  return {
    resources: [...context.types()].flatMap((type) =>
      context.all(type).map((args) => resourceOf(context, args)),
    ),
    vpcs: [...new Set(vpcs)],
    subnets,
    placed,
    attached,
    volumes,
  };
}

const vpcIn = ({ vpc }: Pick<InventoryPlace, 'vpc'>): string[] => (vpc === undefined ? [] : [vpc]);
