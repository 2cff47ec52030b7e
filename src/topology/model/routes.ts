import type { Arguments, Link } from '../fields';
import { EVERYTHING, NOTHING, PUBLIC } from '../ranges';
import { Reference, Unknown } from '../value';
import { leadsTo, type Context } from './context';
import { uncertain, exactly, matchesOf, type Match } from './match';
import { VPC, type Subnet, type Vpc } from './network';

export type Target =
  | { readonly kind: 'local' }
  | { readonly kind: 'gateway' | 'nat' | 'peering'; readonly address: string }
  | { readonly kind: 'default-gateway' }
  | { readonly kind: 'blackhole'; readonly why: string }
  /** `middlebox`: it may take traffic within the VPC as well, from under the local route. */
  | { readonly kind: 'unknown'; readonly why: string; readonly middlebox?: boolean };

export interface Route {
  /** The resource that states it. */
  readonly by: string;
  readonly destination: Match;
  readonly target: Target;
  readonly certain: boolean;
}

export interface Table {
  readonly address: string;
  readonly routes: readonly Route[];
}

const KNOWN: Readonly<Record<string, 'gateway' | 'nat' | 'peering'>> = {
  aws_internet_gateway: 'gateway',
  aws_nat_gateway: 'nat',
  aws_vpc_peering_connection: 'peering',
  aws_vpc_peering_connection_accepter: 'peering',
};

/** Where a route may lead, by argument; what is not in {@link KNOWN} passes through something not understood. */
const TARGETS: readonly (readonly [argument: string, types: RegExp])[] = [
  ['gateway_id', /gateway$|^aws_vpc_endpoint$/],
  ['nat_gateway_id', /^aws_nat_gateway$/],
  ['vpc_peering_connection_id', /^aws_vpc_peering/],
  ['network_interface_id', /^aws_(network_interface|instance)/],
  ['instance_id', /^aws_instance$/],
  ['transit_gateway_id', /^aws_ec2_transit_gateway/],
  ['vpc_endpoint_id', /^aws_(vpc_endpoint|networkfirewall)/],
  ['carrier_gateway_id', /^aws_ec2_carrier_gateway$/],
  ['local_gateway_id', /local_gateway/],
  ['core_network_arn', /^aws_networkmanager/],
];

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#subnet-route-tables */
const MIDDLEBOXES: readonly string[] = ['network_interface_id', 'instance_id', 'vpc_endpoint_id'];

const DEFAULT_TABLE = /^(default|main)_route_table_id$/;

/** Route tables, and which of them a subnet follows: its own by association, else its VPC's main one. */
export class Routing {
  private readonly tables = new Map<string, Table>();
  private readonly routes: readonly (Route & { readonly table: Link })[];

  constructor(private readonly context: Context) {
    const standalone = context
      .all('aws_route')
      .flatMap((args) =>
        this.read(args, 'destination_').map((route) => ({ ...route, table: args.link('route_table_id') })),
      );
    const inline = context.all('aws_route_table', 'aws_default_route_table').flatMap((args) => {
      const table = new Reference(args.owner.address, 'id');
      const stated = args.blocks('route').flatMap((block) => this.read(block, ''));
      const propagated = args.links('propagating_vgws').map(() => propagation(args.owner.address));
      return [...stated, ...propagated].map((route) => ({ ...route, table }));
    });
    this.routes = [...standalone, ...inline, ...this.propagations(), ...this.endpoints()];
  }

  /** The table, or the tables that it may be. @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html */
  public tablesOf(subnet: Subnet): Table[] {
    const same = (one: Reference): string => one.address;
    const claims = this.context
      .all('aws_route_table_association')
      .map((args) => ({ args, leads: leadsTo(args.link('subnet_id'), subnet.address, same) }))
      .filter(({ leads }) => leads !== 'no');
    const sure = claims.filter(({ args, leads }) => leads === 'yes' && args.owner.certain);
    const chosen = (sure.length > 0 ? sure : claims).flatMap(({ args }) =>
      this.follow(args.link('route_table_id'), args),
    );
    const main = sure.length > 0 ? [] : this.mainOf(subnet.vpc);
    const uncertainties = this.context.uncertainties(subnet.address).map(unknownTable);
    return [...chosen, ...main, ...uncertainties];
  }

  /** Whether routes of a gateway's own table (an edge association) may send what comes in elsewhere. */
  public edgeOf(gateway: string): string | undefined {
    const same = (one: Reference): string => one.address;
    const edge = this.context
      .all('aws_route_table_association')
      .find((args) => leadsTo(args.link('gateway_id'), gateway, same) !== 'no');
    const detour =
      edge &&
      this.follow(edge.link('route_table_id'), edge).some(({ routes }) =>
        routes.some(({ target }) => target.kind !== 'local'),
      );
    return detour ? `the routes of ${gateway} (${edge.owner.address})` : undefined;
  }

  private mainOf(vpc: Vpc | Unknown): Table[] {
    if (vpc instanceof Unknown) return [unknownTable(vpc.why)];
    const claims = this.context
      .all('aws_main_route_table_association')
      .filter((args) => leadsTo(args.link('vpc_id', VPC), vpc.address, (one) => one.address) !== 'no');
    const sure = claims.some((args) => args.owner.certain && args.link('vpc_id', VPC) instanceof Reference);
    const chosen = claims.flatMap((args) => this.follow(args.link('route_table_id'), args));
    const uncertainties = this.context.uncertainties(vpc.address).map(unknownTable);
    return [
      ...chosen,
      ...(sure ? [] : [this.table(defaultKey(vpc.address), vpc.isDefault)]),
      ...uncertainties,
    ];
  }

  private follow(link: Link, by: Arguments): Table[] {
    if (link instanceof Reference) return [this.table(this.keyOf(link))];
    if (link && link.from.length > 0) return link.from.map((one) => this.table(this.keyOf(one)));
    return [unknownTable(link?.why ?? `${by.owner.address}'s route table`)];
  }

  private keyOf(reference: Reference): string {
    if (DEFAULT_TABLE.test(reference.path)) return defaultKey(reference.address);
    const adopted = this.context.at(reference.address)?.link('default_route_table_id');
    return adopted instanceof Reference ? this.keyOf(adopted) : reference.address;
  }

  private table(key: string, isDefaultVpc = false): Table {
    const found = this.tables.get(key);
    if (found) return found;
    const keyOf = (one: Reference): string => this.keyOf(one);
    const own = this.routes.flatMap((route) => {
      const leads = leadsTo(route.table, key, keyOf);
      return leads === 'no' ? [] : [{ ...route, certain: route.certain && leads === 'yes' }];
    });
    const adopted = this.context
      .all('aws_default_route_table')
      .find((args) => this.keyOf(new Reference(args.owner.address, 'id')) === key);
    const implied: Route[] =
      isDefaultVpc && !adopted
        ? [
            {
              by: key,
              destination: exactly(EVERYTHING, '0.0.0.0/0'),
              target: { kind: 'default-gateway' },
              certain: true,
            },
          ]
        : [];
    const uncertainties = this.context.uncertainties(key).map((why) => uncertainRoute(key, uncertain(why)));
    const table = { address: adopted?.owner.address ?? key, routes: [...own, ...implied, ...uncertainties] };
    this.tables.set(key, table);
    return table;
  }

  private read(args: Arguments, prefix: string): Route[] {
    const { address, certain } = args.owner;
    const listed = ['destination_prefix_list_id', 'prefix_list_id'].find((name) => args.has(name));
    const destinations = listed
      ? [uncertain(`the prefix list of ${address}`)]
      : matchesOf(this.context, args, `${prefix}cidr_block`);
    const target = this.target(args);
    return destinations.map((destination) => ({ by: address, destination, target, certain }));
  }

  private target(args: Arguments): Target {
    const by = args.owner.address;
    if (args.text('state') === 'blackhole') return { kind: 'blackhole', why: `${by} is a blackhole` };
    const [name, types] = TARGETS.find(([argument]) => args.has(argument)) ?? [];
    if (name === undefined) return { kind: 'blackhole', why: `${by} has no target` };
    if (args.raw(name) === 'local') return { kind: 'local' };
    const link = args.link(name, types);
    if (!(link instanceof Reference)) {
      return {
        kind: 'unknown',
        why: link?.why ?? `the target of ${by}`,
        middlebox: MIDDLEBOXES.includes(name),
      };
    }
    const kind = KNOWN[this.context.at(link.address)?.owner.type ?? ''];
    if (kind === undefined)
      return { kind: 'unknown', why: `where ${link.address} leads to (a route of ${by})` };
    const accepted = this.context.at(link.address)?.link('vpc_peering_connection_id');
    return { kind, address: accepted instanceof Reference ? accepted.address : link.address };
  }

  private propagations(): (Route & { table: Link })[] {
    return this.context
      .all('aws_vpn_gateway_route_propagation', 'aws_ec2_transit_gateway_route_table_propagation')
      .filter((args) => args.has('route_table_id'))
      .map((args) => ({ ...propagation(args.owner.address), table: args.link('route_table_id') }));
  }

  /** A gateway endpoint takes its service's addresses, a few of the internet's. */
  private endpoints(): (Route & { table: Link })[] {
    const gateways = this.context
      .all('aws_vpc_endpoint')
      .filter(
        (args) => !['Interface', 'GatewayLoadBalancer'].includes(String(args.text('vpc_endpoint_type'))),
      );
    const route = (args: Arguments): Route =>
      uncertainRoute(args.owner.address, {
        ...uncertain(`which addresses ${args.owner.address} takes`, NOTHING, NOTHING),
        may: PUBLIC,
      });
    return [
      ...gateways.flatMap((args) =>
        args.links('route_table_ids').map((table) => ({ ...route(args), table })),
      ),
      ...this.context.all('aws_vpc_endpoint_route_table_association').map((args) => ({
        ...route(args),
        table: args.link('route_table_id'),
      })),
    ];
  }
}

export const defaultKey = (vpc: string): string => `the main route table of ${vpc}`;

const uncertainRoute = (by: string, destination: Match): Route => ({
  by,
  destination,
  target: { kind: 'unknown', why: destination.why ?? by },
  certain: false,
});

const propagation = (by: string): Route => uncertainRoute(by, uncertain(`the routes that ${by} propagates`));

const unknownTable = (why: string): Table => ({
  address: 'an unknown route table',
  routes: [uncertainRoute(why, uncertain(why))],
});
