import type { Arguments } from '../fields';
import { Link, both, leadsFor, someLeadsTo } from '../link';
import { ALL } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import { claimsOn, type Claim, type Context } from './context';
import { uncertain, exactly, matchesOf, prefixListMatches } from './match';
import { endpointRoutes, propagation, propagations, uncertainRoute } from './implied-routes';
import type { Subnet, Vpc } from './network';
import { inFile } from './outside';
import type { Route, Table } from './route';
import { targetsOf } from './targets';

export type { Route, Table } from './route';

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
      const propagated = args
        .links('propagating_vgws')
        .flatMap((gateway) => propagation(context, args.owner.address, gateway));
      return [...stated, ...propagated].map((route) => ({ ...route, table }));
    });
    this.routes = [...standalone, ...inline, ...propagations(context), ...endpointRoutes(context)];
  }

  /** The table, or the tables that it may be. @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html */
  public tablesOf(subnet: Subnet): Table[] {
    const associations = this.context.all('aws_route_table_association');
    const claims = claimsOn(associations, (args) => args.link('subnet_id'), subnet.address).map((claim) =>
      this.isOneForEach(claim, subnet.address) ? { ...claim, leads: 'yes' as const } : claim,
    );
    const { chosen, decided } = this.decided(associations, claims, subnet.address);
    if (decided) return [...new Set(chosen)];
    // A module may associate a subnet that has no association of its own; AWS refuses a second one.
    const uncertainties = this.context.uncertainties(subnet.address).map(unknownTable);
    return [...new Set([...chosen, ...this.mainOf(inFile(subnet.vpc)), ...uncertainties])];
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

  /** Whether there are as many associations as subnets: AWS refuses a second one of a subnet, so that each has one. */
  private isOneForEach({ args: { owner }, link }: Claim, subnet: string): boolean {
    const number = this.context.at(subnet)?.owner.number;
    return number !== undefined && number === owner.number && link.leadsTo(subnet) === 'yes';
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
    const targets = targetsOf(this.context, args);
    return destinations.map((destination) => ({ by: address, destination, targets, certain }));
  }
}

export const defaultKey = (vpc: string): string => `the main route table of ${vpc}`;

const unknownTable = (why: string): Table => ({
  address: 'an unknown route table',
  routes: [uncertainRoute(why, uncertain(why))],
});
