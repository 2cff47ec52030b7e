import { ConfigurationError } from '../../core/errors';
import { indirectEntryPoints, type Names } from '../model/uncertainties';
import { interfacesOf, presenceOf, type Endpoint, type Interface, type Listener } from '../model/endpoints';
import { inFile } from '../model/outside';
import type { Protocol } from '../model/traffic';
import type { Model } from '../model/topology-model';
import { FAMILIES, type Family } from '../../net/families';
import { PUBLIC } from '../../net/ranges';
import { Unknown } from '../value';
import { agreed, all, any, no, overEither, unknown, yes, type Answer } from './answer';
import { withClients } from './clients';
import { connect, type Traffic } from './connect';
import { elsewhere, inwards, outwards } from './outside';
import { passPublicEndpoint } from './public-endpoint';
import { homeOf } from './home';
import type { RemoteEndpoint } from './remote-endpoint';
import { resolveEndpoints, type ResolvedEndpoint } from './resolved-endpoint';
import { sideOf, spread } from './spread';
import { opening, registered, type Asked } from './targets';

/** Who is asked about, and on what. An end may stand for several: all of them are meant. */
export interface Question {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly protocol: Protocol;
  /** 1–65535. */
  readonly port: number;
  /** Which IP versions are asked about. @default either */
  readonly families?: readonly Family[];
  /** What ends may be called, to list it in an error. */
  readonly names?: () => readonly string[];
}

function refuse(path: string, given: unknown, message: string, accepted: string): never {
  throw new ConfigurationError({ code: 'TOPOLOGY_QUESTION', path, given, message, accepted });
}

/**
 * Answers whether a connection gets through, judged by what the file says and AWS's rules.
 * @throws ConfigurationError TOPOLOGY_QUESTION for an invalid query
 */
export function reach(model: Model, { from, to, protocol, port, families, names }: Question): Answer {
  if (protocol !== 'tcp' && protocol !== 'udp')
    refuse('protocol', protocol, 'is not a protocol with ports', 'tcp or udp');
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    refuse('port', port, 'is no port', 'a whole number from 1 to 65535');
  const froms = from.flatMap((text) => resolveEndpoints(model, text, 'from', homeOf(model, to), names));
  const tos = to.flatMap((text) => resolveEndpoints(model, text, 'to', homeOf(model, from), names));
  const pairs = froms.flatMap((one) => tos.map((other) => [one, other] as const));
  const others = pairs.filter(([one, other]) => !isSame(one, other));
  const asked = others.length > 0 ? others : pairs;
  return all(asked.map(([one, other]) => between(model, one, other, { protocol, port }, families)));
}

const isSame = (one: ResolvedEndpoint, other: ResolvedEndpoint): boolean =>
  one.kind === 'end' &&
  other.kind === 'end' &&
  one.end.address === other.end.address &&
  one.end.type !== 'aws_subnet';

/** Whom a question is about outside of the network, over one family. */
interface Outside {
  readonly kind: 'public' | 'private';
  readonly remote: RemoteEndpoint;
}

/** Whether one end reaches another, over any of these families. */
export function between(
  model: Model,
  from: ResolvedEndpoint,
  to: ResolvedEndpoint,
  asked: Omit<Asked, 'family'>,
  families: readonly Family[] = FAMILIES,
): Answer {
  if (from.kind === 'settled') return from.answer;
  if (to.kind === 'settled') return to.answer;
  const [own, others] = [familiesOf(from), familiesOf(to)];
  const common = own.filter((family) => others.includes(family));
  // Ends of different families do not meet: what one of them lacks is told.
  const rest = from.kind === 'end' ? others : own;
  const possible = common.length > 0 ? common : rest;
  return overEither(
    possible.filter((family) => families.includes(family)),
    (family) => over(model, from, to, { ...asked, family }),
  );
}

type Asking = Exclude<ResolvedEndpoint, { readonly kind: 'settled' }>;

function over(model: Model, from: Asking, to: Asking, asked: Asked): Answer {
  if (from.kind === 'end' && to.kind === 'end') return inside(model, from.end, to.end, asked);
  if (from.kind === 'end' && to.kind !== 'end')
    return overOne(to, asked, (remote) => leaving(model, from.end, remote, asked));
  if (from.kind !== 'end' && to.kind === 'end')
    return overOne(from, asked, (remote) => entering(model, remote, to.end, asked));
  return refuse(
    'to',
    labelOf(to),
    `is outside the network, as ${labelOf(from)} is`,
    'an end in the network, on one side at least',
  );
}

const labelOf = (end: Asking): string =>
  end.kind === 'end' ? end.end.address : (end.remotes[0]?.label ?? '');

type Remotes = Exclude<Asking, { readonly kind: 'end' }>;

function overOne({ kind, remotes }: Remotes, { family }: Asked, judge: (one: Outside) => Answer): Answer {
  const remote = remotes.find((one) => one.family === family);
  return remote ? judge({ kind, remote }) : no('no address', `it has no ${family} address`);
}

/** The families that an end may be reached over. */
function familiesOf(end: Asking): readonly Family[] {
  if (end.kind !== 'end') return end.remotes.map(({ family }) => family);
  const known = interfacesOf(end.end);
  if (end.end.isHosted === true) return FAMILIES;
  const found = FAMILIES.filter((family) => known.some((at) => presenceOf(at, family).has !== false));
  return found.length > 0 ? found : ['IPv4'];
}

export function inside(model: Model, from: Endpoint, to: Endpoint, asked: Asked): Answer {
  const spoken = all([speaks(from, asked), speaks(to, asked)]);
  const there = all([present(from), present(to), understood(from), understood(to), spoken]);
  if (from.isHosted === true && to.isHosted === true) return all([there, listening(to, asked)]);
  if (from.isHosted === true) return all([there, entering(model, hosted(from, asked), to, asked)]);
  if (to.isHosted === true)
    return all([there, leaving(model, from, hosted(to, asked), asked), listening(to, asked)]);
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
    spread(to, (other) => connect(model, sideOf(from, one), sideOf(to, other), traffic)),
  );
  const checks = [opening(from, to, asked), withClients(model, from, to, asked, path)];
  return all([...checks, listening(to, asked, 'private')]);
}

export function leaving(model: Model, from: Endpoint, to: Outside, asked: Asked): Answer {
  const traffic = { ...asked, answers: from.answers };
  const path = spread(from, (one) =>
    to.kind === 'public'
      ? outwards(model, sideOf(from, one), to.remote, traffic)
      : elsewhere(model, sideOf(from, one), to.remote, traffic, 'egress'),
  );
  if (from.isHosted === true || (from.alsoHosted === true && to.kind === 'public'))
    return all([present(from), fromAws(from, to), speaks(from, asked)]);
  if (from.alsoHosted instanceof Unknown && to.kind === 'public')
    return all([present(from), any([path, unknown(from.alsoHosted.why)], () => path)]);
  const only = from.opens ? registered(from, to.remote.set, asked) : yes();
  return all([present(from), understood(from), only, path]);
}

export function entering(model: Model, from: Outside, to: Endpoint, asked: Asked): Answer {
  if (to.isHosted === true)
    return all([present(to), fromAws(to, from), speaks(to, asked), listening(to, asked)]);
  const traffic: Traffic = { ...asked, answers: 'client' };
  const path = spread(to, (one) =>
    from.kind === 'public'
      ? inwards(model, from.remote, sideOf(to, one), traffic)
      : elsewhere(model, sideOf(to, one), from.remote, traffic, 'ingress'),
  );
  const direct = all([path, listening(to, asked, from.kind)]);
  const ways =
    to.publicEndpoint && from.kind === 'public' ? [atEndpoint(from.remote, to, asked), direct] : [direct];
  const answer = all([present(to), understood(to), any(ways, () => direct)]);
  if (answer.verdict !== 'no') return answer;
  const carried = indirectEntryPoints(model.context, namesOf(to));
  return carried.length > 0 ? unknown(...carried) : answer;
}

/** What a resource may name to bring strangers to an end: itself, its subnets and their VPCs. */
function namesOf(endpoint: Endpoint): Names {
  const places = interfacesOf(endpoint).map(({ subnet }) => subnet);
  const known = places.flatMap((subnet) =>
    subnet instanceof Unknown ? [] : [subnet.address, vpcOf(subnet) ?? ''],
  );
  const mayBeOutside = places.some(
    (subnet) => subnet instanceof Unknown || inFile(subnet.vpc) instanceof Unknown,
  );
  return { addresses: new Set([endpoint.address, ...known]), mayBeOutside };
}

/** To a service with an endpoint on the internet: clients in its VPC use its interfaces, where those take connections. */
function toService(model: Model, from: Endpoint, to: Endpoint, asked: Asked): Answer {
  const isAlone = to.publicEndpoint?.isAlone ?? false;
  const inner = privately(model, from, to, asked);
  if (isAlone === false && (to.publicEndpoint?.isOpen === false || isBeside(from, to))) return inner;
  const [there, back] = [hosted(to, asked), hosted(from, asked).remote];
  const outer = all([leaving(model, from, there, asked), atEndpoint(back, to, asked)]);
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
const hosted = ({ address }: Endpoint, { family }: Asked): Outside => ({
  kind: 'public',
  remote: { kind: 'one', family, set: PUBLIC[family], names: [], groups: [], label: address },
});

const fromAws = ({ address }: Endpoint, { kind }: Outside): Answer =>
  kind === 'public'
    ? yes({ at: address, by: 'runs outside of every VPC, on the internet' })
    : no('no route', `${address} runs outside of every VPC`);

const speaks = ({ address, isHosted }: Endpoint, { family }: Asked): Answer =>
  isHosted === true && family === 'IPv6'
    ? unknown(`whether ${address}, outside of every VPC, has IPv6`)
    : yes();

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
