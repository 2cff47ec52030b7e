import type { Arguments } from '../fields';
import { Link, both, leadsFor, someLeadsTo } from '../link';
import { ALL, NOTHING, PUBLIC, union } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import { claimsOn, type Claim, type Context } from './context';
import { uncertain, exactly, matchesOf, prefixListMatches, type Match } from './match';
import type { Subnet, Vpc } from './network';

export type Target =
  | { readonly kind: 'local' }
  | { readonly kind: 'gateway' | 'egress-only' | 'nat' | 'peering'; readonly address: string }
  | { readonly kind: 'default-gateway' }
  | { readonly kind: 'blackhole'; readonly why: string }
  /** `middlebox`: it may take traffic within the VPC as well, from under the local route. */
  | { readonly kind: 'unknown'; readonly why: string; readonly middlebox?: boolean };

export interface Route {
  /** The resource that states it. */
  readonly by: string;
  readonly destination: Match;
  /** One of these. */
  readonly targets: readonly Target[];
  readonly certain: boolean;
  /** Why it is not certain. */
  readonly why?: string;
}

export interface Table {
  readonly address: string;
  readonly routes: readonly Route[];
  /** Why it may be another one. */
  readonly why?: string;
}

const KNOWN: Readonly<Record<string, 'gateway' | 'egress-only' | 'nat' | 'peering'>> = {
  aws_internet_gateway: 'gateway',
  aws_egress_only_internet_gateway: 'egress-only',
  aws_nat_gateway: 'nat',
  aws_vpc_peering_connection: 'peering',
  aws_vpc_peering_connection_accepter: 'peering',
};

/** Where a route may lead, by argument; what is not in {@link KNOWN} passes through something not understood. */
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
      const table = args.link('default_route_table_id').or(Link.to(new Reference(args.owner.address, 'id')));
      const stated = args.blocks('route').flatMap((block) => this.read(block, ''));
      const propagated = args.links('propagating_vgws').map(() => propagation(args.owner.address));
      return [...stated, ...propagated].map((route) => ({ ...route, table }));
    });
    this.routes = [...standalone, ...inline, ...this.propagations(), ...this.endpoints()];
  }

  /** The table, or the tables that it may be. @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html */
  public tablesOf(subnet: Subnet): Table[] {
    const associations = this.context.all('aws_route_table_association');
    const claims = claimsOn(associations, (args) => args.link('subnet_id'), subnet.address);
    const { chosen, decided } = this.decided(associations, claims, subnet.address);
    const main = decided ? [] : this.mainOf(subnet.vpc);
    const uncertainties = this.context.uncertainties(subnet.address).map(unknownTable);
    return [...new Set([...chosen, ...main, ...uncertainties])];
  }

  /** The tables of those claims that hold, and whether one of them surely does: a subnet has but one association. */
  private decided(
    associations: readonly Arguments[],
    claims: readonly Claim[],
    subnet: string,
  ): { chosen: Table[]; decided: boolean } {
    const sure = claims.filter(({ leads }) => leads === 'yes');
    const kept = sure.length > 0 ? sure : claims;
    const chosen = kept.flatMap(({ args, link, leads }) => {
      const tables = this.follow(args.link('route_table_id'), args);
      return leads === 'yes' ? tables : tables.map((table) => ({ ...table, why: link.why }));
    });
    const decided = sure.length > 0 || (claims.length > 0 && this.isAssociated(associations, subnet));
    return { chosen, decided };
  }

  private isAssociated(associations: readonly Arguments[], subnet: string): boolean {
    const certain = associations.filter((args) => args.owner.certain);
    return someLeadsTo(
      certain.map((args) => args.link('subnet_id')),
      subnet,
    );
  }

  /** Whether routes of a gateway's own table (an edge association) may send what comes in elsewhere. */
  public edgeOf(gateway: string): string | undefined {
    const edges = claimsOn(
      this.context.all('aws_route_table_association'),
      (args) => args.link('gateway_id'),
      gateway,
    );
    const edge = edges.find(({ args }) =>
      this.follow(args.link('route_table_id'), args).some(({ routes }) =>
        routes.some(({ targets }) => targets.some(({ kind }) => kind !== 'local')),
      ),
    );
    return edge && `the routes of ${gateway} (${edge.args.owner.address})`;
  }

  private mainOf(vpc: Vpc | Unknown): Table[] {
    if (vpc instanceof Unknown) return [unknownTable(vpc.why)];
    const claims = claimsOn(
      this.context.all('aws_main_route_table_association'),
      (args) => args.link('vpc_id'),
      vpc.address,
    );
    const sure = claims.some(({ leads }) => leads === 'yes');
    const chosen = claims.flatMap(({ args }) => this.follow(args.link('route_table_id'), args));
    const uncertainties = this.context.uncertainties(vpc.address).map(unknownTable);
    return [
      ...chosen,
      ...(sure ? [] : [this.table(defaultKey(vpc.address), vpc.isDefault)]),
      ...uncertainties,
    ];
  }

  private follow(link: Link, by: Arguments): Table[] {
    return link
      .each((one): Table[] => {
        if (!(one instanceof Reference))
          return [unknownTable(one?.why ?? `${by.owner.address}'s route table`)];
        const adopted = DEFAULT_TABLE.test(one.path)
          ? undefined
          : this.context.at(one.address)?.link('default_route_table_id');
        return adopted?.isStated === true ? this.follow(adopted, by) : [this.table(this.keyOf(one))];
      })
      .flat();
  }

  private keyOf(reference: Reference): string {
    if (DEFAULT_TABLE.test(reference.path)) return defaultKey(reference.address);
    const adopted = this.context.at(reference.address)?.link('default_route_table_id').sure;
    return adopted ? this.keyOf(adopted) : reference.address;
  }

  private table(key: string, isDefaultVpc = false): Table {
    const found = this.tables.get(key);
    if (found) return found;
    const keyOf = (one: Reference): string => this.keyOf(one);
    const own = this.routes.flatMap((route) => {
      const leads = both(route.table.leadsTo(key, keyOf), leadsFor(route.certain));
      return leads === 'no'
        ? []
        : [
            leads === 'yes'
              ? route
              : { ...route, certain: false, ...(route.certain && { why: route.table.why }) },
          ];
    });
    const adopters = claimsOn(
      this.context.all('aws_default_route_table'),
      (args) => args.link('default_route_table_id'),
      key,
      keyOf,
    );
    const adopted = adopters.find(({ leads }) => leads === 'yes')?.args;
    const spread = this.spread(key, own);
    const implied: Route[] =
      isDefaultVpc && !adopted
        ? [
            {
              by: key,
              destination: exactly(ALL.IPv4, '0.0.0.0/0'),
              targets: [{ kind: 'default-gateway' }],
              certain: adopters.length === 0,
            },
          ]
        : [];
    const uncertainties = this.context.uncertainties(key).map((why) => uncertainRoute(key, uncertain(why)));
    const table = {
      address: adopted?.owner.address ?? key,
      routes: [...own, ...spread, ...implied, ...uncertainties],
    };
    this.tables.set(key, table);
    return table;
  }

  /**
   * Where as many routes to one destination as there are tables may be in any of them, each table has one of them: nobody
   * knows which, but it leads where one of them does.
   */
  private spread(key: string, own: readonly (Route & { readonly table: Link })[]): Route[] {
    const keyOf = (one: Reference): string => this.keyOf(one);
    const perhaps = own.filter(({ certain, destination }) => !certain && destination.why === undefined);
    const labels = new Set(perhaps.map(({ destination }) => destination.label));
    return [...labels].flatMap((label) => {
      const alike = this.routes.filter((one) => one.certain && one.destination.label === label);
      if (
        !someLeadsTo(
          alike.map(({ table }) => table),
          key,
          keyOf,
        )
      )
        return [];
      const here = perhaps.filter(({ destination }) => destination.label === label);
      const [first] = here;
      const targets = here.flatMap((route) => route.targets);
      return first
        ? [
            {
              by: here.map(({ by }) => by).join(' or '),
              destination: first.destination,
              targets,
              certain: true,
            },
          ]
        : [];
    });
  }

  private read(args: Arguments, prefix: string): Route[] {
    const { address, certain } = args.owner;
    const listed = ['destination_prefix_list_id', 'prefix_list_id'].find((name) => args.has(name));
    const destinations = listed
      ? prefixListMatches(this.context, args.link(listed), `the prefix list of ${address}`)
      : ['cidr_block', 'ipv6_cidr_block'].flatMap((name) =>
          matchesOf(this.context, args, `${prefix}${name}`),
        );
    const targets = this.targets(args);
    return destinations.map((destination) => ({ by: address, destination, targets, certain }));
  }

  private targets(args: Arguments): Target[] {
    const by = args.owner.address;
    const state = args.text('state');
    if (state === 'blackhole') return [{ kind: 'blackhole', why: `${by} is a blackhole` }];
    const stated = TARGETS.filter((name) => args.has(name)).map((name) => ({ name, link: args.link(name) }));
    const sure = stated.find(({ link }) => link.isCertain);
    const none: Target[] = sure ? [] : [{ kind: 'blackhole', why: `${by} has no target` }];
    return [
      ...(sure ? [sure] : stated).flatMap(({ name, link }) => this.targetsOf(args, name, link)),
      ...none,
    ];
  }

  private targetsOf(args: Arguments, name: string, link: Link): Target[] {
    if (args.raw(name) === 'local') return [{ kind: 'local' }];
    const middlebox = MIDDLEBOXES.includes(name);
    return link
      .stated((one): Target[] => {
        if (one instanceof Unknown) return [{ kind: 'unknown', why: one.why, middlebox }];
        const target = this.context.at(one.address);
        const kind = KNOWN[target?.owner.type ?? ''];
        if (kind === undefined)
          return [
            {
              kind: 'unknown',
              why: `where ${one.address} leads to (a route of ${args.owner.address})`,
              middlebox,
            },
          ];
        if (target?.owner.type !== 'aws_vpc_peering_connection_accepter')
          return [{ kind, address: one.address }];
        return target
          .link('vpc_peering_connection_id')
          .each((peering): Target =>
            peering instanceof Reference
              ? { kind, address: peering.address }
              : { kind: 'unknown', why: peering?.why ?? `the peering of ${one.address}` },
          );
      })
      .flat();
  }

  private propagations(): (Route & { table: Link })[] {
    return this.context
      .all('aws_vpn_gateway_route_propagation')
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
        may: union(PUBLIC.IPv4, PUBLIC.IPv6),
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
  targets: [{ kind: 'unknown', why: destination.why ?? by }],
  certain: false,
});

const propagation = (by: string): Route => uncertainRoute(by, uncertain(`the routes that ${by} propagates`));

const unknownTable = (why: string): Table => ({
  address: 'an unknown route table',
  routes: [uncertainRoute(why, uncertain(why))],
});
