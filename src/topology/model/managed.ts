import type { Arguments } from '../fields';
import { Link } from '../link';
import { ALL } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import type { Endpoint, Interface, Listener, Membership, Placement } from './endpoints';
import { firstStated, launchTemplates, type Interfaces } from './instances';
import { every, not } from './certainty';
import { claimsOn, type Context } from './context';
import { asksForIpv6, ipv6In } from './ipv6-interfaces';
import { KINDS, ONLY_ENGINE } from './kinds';
import type { Kind, Ports } from './kinds/kind';
import { exactly, matchesOf } from './match';
import type { Subnet } from './network';
import { namesZones } from './zones';
import { remoteAccessGroup, serviceGroup } from './service-groups';

/** A database's port: as stated, or its engine's default. */
export function portOf(context: Context, args: Arguments): number | Unknown {
  const stated = args.number('port');
  if (stated !== undefined) return stated;
  const rule = KINDS[args.owner.type]?.port;
  if (typeof rule === 'number') return rule;
  const value = rule && (args.text(rule.by) ?? sourceEngine(context, args) ?? ONLY_ENGINE[args.owner.type]);
  const found =
    typeof value === 'string' ? rule?.defaults.find(([pattern]) => pattern.test(value)) : undefined;
  return found?.[1] ?? new Unknown(`${args.owner.address}'s port`);
}

/** A replica has its source's engine. */
function sourceEngine(context: Context, args: Arguments): string | Unknown | undefined {
  const source = args.link('replicate_source_db');
  const engines = source.stated((one) =>
    one instanceof Reference ? context.at(one.address)?.text('engine') : new Unknown(one.why),
  );
  return new Set(engines).size > 1 ? new Unknown(source.why) : engines[0];
}

/** Services that AWS runs with interfaces in one's own subnets. */
export function readManaged(context: Context, interfaces: Interfaces): Endpoint[] {
  return Object.entries(KINDS).flatMap(([type, kind]) =>
    context
      .all(type)
      .filter((args) => kind.only === undefined || kind.only(args) !== false)
      .flatMap((args) => read(context, interfaces, args, kind)),
  );
}

function read(context: Context, interfaces: Interfaces, args: Arguments, kind: Kind): Endpoint[] {
  const { address, type } = args.owner;
  const listens = listenersOf(context, args, kind);
  const made: Endpoint = {
    address,
    type,
    certain: args.owner.certain && kind.only?.(args) !== false && !(kind.only?.(args) instanceof Unknown),
    placement: kind.roles ? 'any' : 'one',
    answers: kind.wide ? 'gateway' : 'client',
    interfaces: places(context, interfaces, args, kind),
    ...(listens && { listens }),
    ...endpointsOf(context, args, kind),
  };
  const isHosted = kind.isHosted?.(args) ?? false;
  if (isHosted instanceof Unknown)
    return [{ ...made, interfaces: [], notUnderstood: `where ${address} is: ${isHosted.why}` }];
  if (isHosted) return [{ ...made, interfaces: [], isHosted: true }];
  return kind.members ? withMembers(context, made, kind.members) : [made];
}

/** What it has on AWS's own network, beside its interfaces. */
function endpointsOf(context: Context, args: Arguments, kind: Kind): Partial<Endpoint> {
  const { publicEndpoint, privateEndpoint, alsoHosted } = kind;
  const block = kind.block === undefined ? args : (args.blocks(kind.block)[0] ?? args);
  const ranges = publicEndpoint?.ranges;
  const sources =
    ranges !== undefined && block.has(ranges)
      ? matchesOf(context, block, ranges)
      : [exactly(ALL.IPv4, '0.0.0.0/0')];
  return {
    ...(publicEndpoint && {
      publicEndpoint: {
        isOpen: publicEndpoint.isOpen(args),
        sources,
        isAlone: not(privateEndpoint?.(args) ?? true),
      },
    }),
    ...(alsoHosted && { alsoHosted: alsoHosted(args) }),
  };
}

/** A cluster is where its instances are, each of which has, or has not, a public address of its own. */
function withMembers(
  context: Context,
  cluster: Endpoint,
  { types, isPublic }: NonNullable<Kind['members']>,
): Endpoint[] {
  const claims = claimsOn(context.all(...types), (args) => args.link('cluster_identifier'), cluster.address);
  const members = claims.map(({ args, leads }): Endpoint => {
    const own = isPublic === undefined ? false : args.flag(isPublic, false);
    const placed = cluster.interfaces.map((one) => ({
      ...one,
      alternatives: one.alternatives.map((at) => ({ ...at, isPublic: own })),
    }));
    return {
      ...cluster,
      address: args.owner.address,
      type: args.owner.type,
      certain: cluster.certain && leads === 'yes',
      interfaces: placed,
      ...(cluster.listens && { listens: cluster.listens.map((one) => ({ ...one, by: args.owner.address })) }),
    };
  });
  const flags = members.map(({ interfaces }) => interfaces[0]?.alternatives[0]?.isPublic ?? false);
  const published = flags.includes(true) || (flags.find((flag) => flag instanceof Unknown) ?? false);
  const interfaces = cluster.interfaces.map((one) => ({
    ...one,
    alternatives: one.alternatives.map((at) => ({ ...at, isPublic: published })),
  }));
  return [{ ...cluster, interfaces }, ...members];
}

function listenersOf(context: Context, args: Arguments, kind: Kind): Listener[] | undefined {
  const by = args.owner.address;
  if (kind.port !== undefined)
    return [{ protocols: ['tcp'], port: portOf(context, args), by, certain: true }];
  return kind.listens?.flatMap((one) => listening(args, one));
}

function listening(args: Arguments, { ports, protocols = ['tcp'], when, at }: Ports): Listener[] {
  const { address } = args.owner;
  const isThere = when?.(args) ?? true;
  if (isThere === false) return [];
  const by = isThere === true ? address : isThere.why;
  return ports.map((port) => ({ protocols, port, by, certain: isThere === true, ...(at && { at }) }));
}

function places(context: Context, interfaces: Interfaces, args: Arguments, kind: Kind): Placement[] {
  const what = `${args.owner.address}'s subnet`;
  const block = kind.block === undefined ? args : args.blocks(kind.block)[0];
  const links = subnetLinks(context, args, block, kind);
  const templates = launchTemplates(context, args);
  const roles = kind.roles ?? [kind.groups === undefined ? [] : [kind.groups]];
  const at = (link: Link, certain: boolean): Placement[] =>
    roles.map((role) => ({
      alternatives: interfaces
        .subnetsOf(link, what)
        .flatMap((subnet) =>
          templates.map((template) =>
            place(context, interfaces, { args, block, template }, kind, subnet, role),
          ),
        ),
      certain,
      why: link.why,
    }));
  const stated = links.flatMap((link) => at(link.certainly(), link.isCertain));
  return links.some((link) => link.isCertain)
    ? stated
    : [
        ...stated,
        ...at(kind.isLaunched === true ? launched(args, what, templates) : implied(what), links.length === 0),
      ];
}

/** What names zones in place of subnets is in the default VPC's own, unless its template names one. */
function launched(args: Arguments, what: string, templates: readonly (Arguments | undefined)[]): Link {
  const nics = templates.flatMap((template) => template?.blocks('network_interfaces') ?? []);
  const isByZones = namesZones(args) && !nics.some((nic) => nic.has('subnet_id'));
  return isByZones ? Link.of([undefined], what) : implied(what);
}

/** The account's own subnet group, which may hold any subnets of its default VPC. */
function implied(what: string): Link {
  const why = `${what}: it names none, so that it is in the default VPC, which is not in this file`;
  return Link.of([new Unknown(why, [], 'outside')], what);
}

/** What has its subnets from a group of them is in those; a group that nobody can read has any. */
function subnetLinks(
  context: Context,
  args: Arguments,
  block: Arguments | undefined,
  kind: Kind,
): readonly Link[] {
  const { subnets = [], repeated } = kind;
  const holders = repeated === undefined ? [block] : args.blocks(repeated);
  const own = holders.flatMap((one) => [subnets].flat().flatMap((name) => one?.links(name) ?? []));
  if (kind.subnetGroup === undefined) return own;
  const group = args.link(kind.subnetGroup);
  const alternatives = group.stated((one): readonly Link[] => {
    const holder = one instanceof Reference ? context.at(one.address) : undefined;
    const gap = one instanceof Unknown ? one : new Unknown(one.address, [], 'outside');
    return holder?.links('subnet_ids') ?? [Link.of([gap], gap.why)];
  });
  return alternatives.length > 1 || !group.isCertain
    ? alternatives.flat().map((link) => link.perhaps())
    : alternatives.flat();
}

/** Where an interface has its groups from, in the order in which AWS looks. */
interface Launch {
  readonly args: Arguments;
  readonly block: Arguments | undefined;
  readonly template: Arguments | undefined;
}

function place(
  context: Context,
  interfaces: Interfaces,
  launch: Launch,
  kind: Kind,
  subnet: Subnet | Unknown,
  role: readonly string[],
): Interface {
  const { args, template } = launch;
  const [nic] = template?.blocks('network_interfaces') ?? [];
  const asked = [nic, template].find((one) => one?.has('associate_public_ip_address'));
  const assigned = subnet instanceof Unknown ? subnet : subnet.assignsPublic;
  const launched = asked ? asked.flag('associate_public_ip_address', false) : assigned;
  const isPublic = kind.isPublic?.(args) ?? false;
  return {
    subnet,
    names: [],
    groups: groupsOf(context, interfaces, launch, kind, subnet, role),
    isPublic: kind.isLaunched ? launched : isPublic,
    ...ipv6Of(launch, kind, subnet),
  };
}

function ipv6Of(
  { args, template }: Launch,
  kind: Kind,
  subnet: Subnet | Unknown,
): Pick<Interface, 'ipv6' | 'only'> {
  if (kind.isLaunched) {
    const [nic] = template?.blocks('network_interfaces') ?? [];
    return { ipv6: ipv6In(subnet, asksForIpv6([nic])) };
  }
  const speaks = kind.ipv6?.(args) ?? false;
  if (speaks === false) return {};
  const ipv6 = ipv6In(subnet, true, [], kind.isIpv6Public?.(args) ?? false);
  const isOnly = kind.ipv6Only?.(args) === true;
  return { ipv6: { ...ipv6, has: every(speaks, ipv6.has) }, ...(isOnly && { only: 'IPv6' }) };
}

function groupsOf(
  context: Context,
  interfaces: Interfaces,
  { args, block, template }: Launch,
  { ownGroup }: Kind,
  subnet: Subnet | Unknown,
  role: readonly string[],
): Membership {
  const [nic] = template?.blocks('network_interfaces') ?? [];
  const [main, ...more] = role;
  const groups = firstStated([
    main === undefined ? [] : (block?.links(main) ?? []),
    nic?.links('security_groups') ?? [],
    main === undefined ? [] : (template?.links(main) ?? []),
    template?.links('security_groups') ?? [],
  ]);
  const beside = more.flatMap((name) => block?.links(name) ?? []);
  if (!ownGroup) return interfaces.groupsOf([...groups, ...beside], subnet);
  const own = serviceGroup(context, args, ownGroup);
  const stated = [...groups, ...beside].map((link) => interfaces.choiceOf(link));
  if (ownGroup.always === true) return [...stated, own];
  if (groups.some((link) => link.isCertain)) return stated;
  const others = remoteAccessGroup(args);
  return [...stated, groups.length > 0 ? [...own, undefined] : own, ...others];
}
