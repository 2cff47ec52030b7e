import { ConfigurationError } from '../../core/errors';
import { indirectEntryPoints } from '../model/uncertainties';
import { interfacesOf, type Endpoint, type Interface, type Listener, type Opening } from '../model/endpoints';
import { Link, type Leads } from '../link';
import type { Protocol } from '../model/traffic';
import type { Model } from '../model/topology-model';
import { PUBLIC, contains, overlaps } from '../../net/ranges';
import { Unknown } from '../value';
import { agreed, all, any, no, unknown, yes, type Answer } from './answer';
import { connect, type Side, type Traffic } from './connect';
import { elsewhere, inwards, outwards } from './outside';
import { passPublicEndpoint } from './public-endpoint';
import type { RemoteEndpoint } from './remote-endpoint';
import { resolveEndpoints, type ResolvedEndpoint } from './resolved-endpoint';

/** Who is asked about, and on what. An end may stand for several: all of them are meant. */
export interface Question {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly protocol: Protocol;
  /** 1–65535. */
  readonly port: number;
}

function refuse(path: string, given: unknown, message: string, accepted: string): never {
  throw new ConfigurationError({ code: 'TOPOLOGY_QUESTION', path, given, message, accepted });
}

/**
 * Answers whether a connection gets through, judged by what the file says and AWS's rules.
 * @throws ConfigurationError TOPOLOGY_QUESTION for a question that cannot be put
 */
export function reach(model: Model, { from, to, protocol, port }: Question): Answer {
  if (protocol !== 'tcp' && protocol !== 'udp')
    refuse('protocol', protocol, 'is not a protocol with ports', 'tcp or udp');
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    refuse('port', port, 'is no port', 'a whole number from 1 to 65535');
  const froms = from.flatMap((text) => resolveEndpoints(model, text, 'from', homes(model, to)));
  const tos = to.flatMap((text) => resolveEndpoints(model, text, 'to', homes(model, from)));
  const pairs = froms.flatMap((one) => tos.map((other) => [one, other] as const));
  const others = pairs.filter(([one, other]) => !isSame(one, other));
  const asked = others.length > 0 ? others : pairs;
  return all(asked.map(([one, other]) => between(model, one, other, { protocol, port })));
}

/** The VPCs that an end is in, to tell apart VPCs with the same range. */
function homes(model: Model, texts: readonly string[]): ReadonlySet<string> {
  const ends = [...model.ends.values()].filter(({ address }) =>
    texts.some((text) => address === text || address.startsWith(`${text}[`)),
  );
  const subnets = ends.flatMap((end) => interfacesOf(end).map(({ subnet }) => subnet));
  return new Set(
    subnets.flatMap((subnet) =>
      subnet instanceof Unknown || subnet.vpc instanceof Unknown ? [] : [subnet.vpc.address],
    ),
  );
}

const isSame = (one: ResolvedEndpoint, other: ResolvedEndpoint): boolean =>
  one.kind === 'end' &&
  other.kind === 'end' &&
  one.end.address === other.end.address &&
  one.end.type !== 'aws_subnet';

type Asked = Pick<Traffic, 'protocol' | 'port'>;

function between(model: Model, from: ResolvedEndpoint, to: ResolvedEndpoint, asked: Asked): Answer {
  if (from.kind === 'settled') return from.answer;
  if (to.kind === 'settled') return to.answer;
  if (from.kind === 'end')
    return to.kind === 'end' ? inside(model, from.end, to.end, asked) : leaving(model, from.end, to, asked);
  if (to.kind === 'end') return entering(model, from, to.end, asked);
  return refuse(
    'to',
    to.remote.label,
    `is outside the network, as ${from.remote.label} is`,
    'an end in the network, on one side at least',
  );
}

export function inside(model: Model, from: Endpoint, to: Endpoint, asked: Asked): Answer {
  const there = all([present(from), present(to), understood(from), understood(to)]);
  if (from.isHosted === true && to.isHosted === true) return all([there, listening(to, asked)]);
  if (from.isHosted === true) return all([there, entering(model, hosted(from), to, asked)]);
  if (to.isHosted === true)
    return all([there, leaving(model, from, hosted(to), asked), listening(to, asked)]);
  if (to.publicEndpoint) return all([there, toService(model, from, to, asked)]);
  if (from.address === to.address && from.type !== 'aws_subnet' && from.type !== 'range') {
    return all([there, yes({ at: from.address, by: 'to itself' }), listening(to, asked)]);
  }
  return all([there, privately(model, from, to, asked)]);
}

/** From one interface to another. */
function privately(model: Model, from: Endpoint, to: Endpoint, asked: Asked): Answer {
  const traffic = { ...asked, answers: from.answers };
  const path = spread(from, (one) =>
    spread(to, (other) => connect(model, side(from, one), side(to, other), traffic)),
  );
  return all([opening(from, to, asked), path, listening(to, asked, 'private')]);
}

export function leaving(
  model: Model,
  from: Endpoint,
  to: ResolvedEndpoint & { kind: 'public' | 'private' },
  asked: Asked,
): Answer {
  const traffic = { ...asked, answers: from.answers };
  const path = spread(from, (one) =>
    to.kind === 'public'
      ? outwards(model, side(from, one), to.remote, traffic)
      : elsewhere(model, side(from, one), to.remote, traffic, 'egress'),
  );
  if (from.isHosted === true || (from.alsoHosted === true && to.kind === 'public'))
    return all([present(from), fromAws(from, to.kind)]);
  if (from.alsoHosted instanceof Unknown && to.kind === 'public')
    return all([present(from), any([path, unknown(from.alsoHosted.why)], path)]);
  const only = from.opens ? registered(from, to.remote.set, asked) : yes();
  return all([present(from), understood(from), only, path]);
}

export function entering(
  model: Model,
  from: ResolvedEndpoint & { kind: 'public' | 'private' },
  to: Endpoint,
  asked: Asked,
): Answer {
  if (to.isHosted === true) return all([present(to), fromAws(to, from.kind), listening(to, asked)]);
  const traffic: Traffic = { ...asked, answers: 'client' };
  const path = spread(to, (one) =>
    from.kind === 'public'
      ? inwards(model, from.remote, side(to, one), traffic)
      : elsewhere(model, side(to, one), from.remote, traffic, 'ingress'),
  );
  const direct = all([path, listening(to, asked, from.kind)]);
  const ways =
    to.publicEndpoint && from.kind === 'public' ? [atEndpoint(from.remote, to, asked), direct] : [direct];
  const answer = all([present(to), understood(to), any(ways, direct)]);
  if (answer.verdict !== 'no') return answer;
  const carried = indirectEntryPoints(model.context, surroundings(to));
  return carried.length > 0 ? unknown(...carried) : answer;
}

/** What such a resource may name to bring strangers to an end: itself, its subnets and their VPCs. */
function surroundings(endpoint: Endpoint): ReadonlySet<string> {
  const places = interfacesOf(endpoint).flatMap(({ subnet }) => (subnet instanceof Unknown ? [] : [subnet]));
  const vpcs = places.flatMap(({ vpc }) => (vpc instanceof Unknown ? [] : [vpc.address]));
  return new Set([endpoint.address, ...places.map((place) => place.address), ...vpcs]);
}

const side = (end: Endpoint, at: Interface): Side => ({ label: end.address, at });

function spread(end: Endpoint, ask: (at: Interface) => Answer): Answer {
  const which = `which of its subnets ${end.address} is in`;
  const placements = end.interfaces.map(({ alternatives, certain, why }) => ({
    answer: agreed(alternatives.map(ask), why ?? which),
    certain,
  }));
  if (end.placement === 'any') return any(placements.map(ifThere), unknown(`where ${end.address} is`));
  const answers = placements.map(({ answer }) => answer);
  return end.placement === 'all' ? all(answers) : agreed(answers, which);

  /** What perhaps is not there opens nothing for sure, and nothing else depends on it. */
  function ifThere({ answer, certain }: { answer: Answer; certain: boolean }): Answer {
    return certain || answer.verdict === 'no' ? answer : unknown(`which interfaces ${end.address} has`);
  }
}

/** To a service with an endpoint on the internet: clients in its VPC use its interfaces, where those take connections. */
function toService(model: Model, from: Endpoint, to: Endpoint, asked: Asked): Answer {
  const isAlone = to.publicEndpoint?.isAlone ?? false;
  const inner = privately(model, from, to, asked);
  if (isAlone === false && (to.publicEndpoint?.isOpen === false || isBeside(from, to))) return inner;
  const outer = all([leaving(model, from, hosted(to), asked), atEndpoint(hosted(from).remote, to, asked)]);
  if (isAlone === true) return outer;
  return agreed([inner, outer], `by which of its endpoints ${from.address} reaches ${to.address}`);
}

const atEndpoint = (remote: RemoteEndpoint, to: Endpoint, asked: Asked): Answer =>
  to.publicEndpoint
    ? all([passPublicEndpoint(to.address, to.publicEndpoint, remote), listening(to, asked, 'public')])
    : yes();

/** Whether both are surely in one VPC. */
function isBeside(one: Endpoint, other: Endpoint): boolean {
  const vpcs = [one, other].flatMap(interfacesOf).map(({ subnet }) => vpcOf(subnet));
  return vpcs[0] !== undefined && vpcs.every((vpc) => vpc === vpcs[0]);
}

const vpcOf = (subnet: Interface['subnet']): string | undefined =>
  subnet instanceof Unknown || subnet.vpc instanceof Unknown ? undefined : subnet.vpc.address;

/** What AWS runs outside of every VPC, as the rest sees it: some address of the internet. */
const hosted = ({ address }: Endpoint): ResolvedEndpoint & { kind: 'public' } => ({
  kind: 'public',
  remote: { kind: 'one', set: PUBLIC, names: [], groups: [], label: address },
});

function fromAws({ address }: Endpoint, kind: 'public' | 'private'): Answer {
  return kind === 'public'
    ? yes({ at: address, by: 'runs outside of every VPC, on the internet' })
    : no('no route', `${address} runs outside of every VPC`);
}

const present = ({ certain, address }: Endpoint): Answer =>
  certain ? yes() : unknown(`whether ${address} is there: its count is not known`);

const understood = ({ notUnderstood }: Endpoint): Answer =>
  notUnderstood === undefined ? yes() : unknown(notUnderstood);

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html */
function listening(
  { listens, address }: Endpoint,
  { protocol, port }: Asked,
  side: Listener['at'] = 'public',
): Answer {
  if (listens === undefined) return yes();
  const speaking = listens.filter(({ protocols, at = side }) => at === side && protocols.includes(protocol));
  const exact = speaking.filter((one) => one.port === port);
  const sure = exact.find(({ certain }) => certain);
  if (sure)
    return yes({ at: address, by: sure.by === address ? `listens on ${port}` : `listener ${sure.by}` });
  const perhaps = speaking.filter((one) => one.port === port || one.port instanceof Unknown);
  if (perhaps.length > 0)
    return unknown(
      ...perhaps.map((one) => (one.port instanceof Unknown ? one.port.why : `whether ${one.by} is there`)),
    );
  const others = speaking.map((one) => one.port).join(', ');
  return no(
    'no listener',
    `${address} listens ${others === '' ? `on no ${protocol} port` : `on ${protocol} ${others} alone`}`,
  );
}

/** What connects only to what is registered with it does not connect to anything else. */
function opening(from: Endpoint, to: Endpoint, asked: Asked): Answer {
  if (!from.opens) return yes();
  const zones = zonesOf(from);
  const unserved =
    to.type === 'aws_instance' &&
    zones.size > 0 &&
    interfacesOf(to).length > 0 &&
    interfacesOf(to).every(({ subnet }) => isOutside(subnet, zones));
  const fitting = from.opens.filter(
    (one) => one.protocols.includes(asked.protocol) && leads(one, to) !== 'no',
  );
  const sure = fitting.find((one) => one.port === asked.port && one.certain && leads(one, to) === 'yes');
  if (sure && unserved) {
    return no(
      'not a target',
      `${to.address} is in a zone that ${from.address} has no subnet in, so that it gets no traffic`,
    );
  }
  if (sure) return yes({ at: from.address, by: `target registered by ${sure.by}` });
  const perhaps = fitting.filter((one) => one.port === asked.port || one.port instanceof Unknown);
  if (perhaps.length > 0)
    return unknown(
      ...perhaps.map((one) =>
        one.port instanceof Unknown ? one.port.why : `whether ${one.by} registers ${to.address}`,
      ),
    );
  return no(
    'not a target',
    `${from.address} opens connections to its targets only, and ${to.address} is none on ${asked.protocol} ${asked.port}`,
  );
}

/** A target outside the balancer's zones gets nothing. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#availability-zones */
function zonesOf(end: Endpoint): ReadonlySet<string> {
  const zones = interfacesOf(end).map(({ subnet }) => (subnet instanceof Unknown ? undefined : subnet.zone));
  return new Set(zones.every((zone) => zone !== undefined) ? zones : []);
}

const isOutside = (subnet: Interface['subnet'], zones: ReadonlySet<string>): boolean =>
  !(subnet instanceof Unknown) && subnet.zone !== undefined && !zones.has(subnet.zone);

function leads({ to }: Opening, end: Endpoint): Leads {
  if (to instanceof Link) return to.leadsTo(end.address);
  const all = interfacesOf(end);
  const own = all.flatMap(({ addresses }) => addresses ?? []);
  if (own.length > 0) return contains(to, own) || contains(own, to) ? 'yes' : 'no';
  return all.some(({ subnet }) => subnet instanceof Unknown || overlaps(subnet.range, to)) ? 'perhaps' : 'no';
}

function registered(from: Endpoint, set: Parameters<typeof contains>[1], { protocol, port }: Asked): Answer {
  const hit = from.opens?.find(
    ({ to, protocols, ...one }) =>
      !(to instanceof Link) && contains(to, set) && protocols.includes(protocol) && one.port === port,
  );
  return hit ? yes() : no('not a target', `${from.address} opens connections to its targets only`);
}
