import { ConfigurationError } from '../../core/errors';
import { interfacesOf, placed, presenceOf, type Endpoint, type Interface } from '../model/endpoints';
import { rangesOf, type Subnet, type Vpc } from '../model/network';
import type { Model } from '../model/topology-model';
import { FAMILIES, type Family } from '../../net/families';
import {
  ALL,
  NAT64,
  PUBLIC,
  contains,
  describe,
  intersect,
  isEmpty,
  named,
  overlaps,
  parseRange,
  subtract,
  union,
  type RangeSet,
} from '../../net/ranges';
import { Unknown } from '../value';
import { no, unknown, type Answer } from './answer';
import type { RemoteEndpoint } from './remote-endpoint';

/** One side of a question, once its text is understood. */
export type ResolvedEndpoint =
  | { readonly kind: 'end'; readonly end: Endpoint }
  /** Outside of the network; over each family it is another one, and one that it reaches is enough. */
  | { readonly kind: 'public' | 'private'; readonly remotes: readonly RemoteEndpoint[] }
  /** Something of which the answer is known at once. */
  | { readonly kind: 'settled'; readonly answer: Answer; readonly label: string };

const ADDRESS_LIKE = /^[\d.]+(\/.*)?$|:.*:/;
/** The internet, or its part that one family reaches. */
const INTERNET: Readonly<Record<string, readonly Family[]>> = {
  internet: FAMILIES,
  '0.0.0.0/0': ['IPv4'],
  '::/0': ['IPv6'],
};
const ENDS =
  'internet, an IP address or CIDR block, var.NAME, or the Terraform address of something with a network interface or of a subnet';

function refuse(path: string, given: string, message: string, accepted = ENDS): never {
  throw new ConfigurationError({ code: 'TOPOLOGY_QUESTION', path, given, message, accepted });
}

const outside = (
  kind: RemoteEndpoint['kind'],
  family: Family,
  set: RangeSet,
  label: string,
): RemoteEndpoint => ({
  kind,
  family,
  set,
  names: [],
  groups: [],
  label,
});

/**
 * What an end of a question is.
 * @param path what to call it in an error: `--from`
 * @param names what it may be called, to list it in an error
 * @returns several where it stands for several: all of them are meant
 * @throws ConfigurationError TOPOLOGY_QUESTION where it is no end
 */
export function resolveEndpoints(
  model: Model,
  text: string,
  path: string,
  home: ReadonlySet<string>,
  names: () => readonly string[] = () => [],
): ResolvedEndpoint[] {
  const families = INTERNET[text];
  if (families) return [internet(families)];
  if (ADDRESS_LIKE.test(text)) {
    const range = parseRange(text);
    if (!range)
      return refuse(
        path,
        text,
        'is no IP address or CIDR block',
        'such as 203.0.113.7, 10.0.0.0/16 or 2001:db8::/32, with no bits set after the prefix',
      );
    return ofRange(model, range, text, home);
  }
  if (text.startsWith('var.')) return ofVariable(model, text, path, home);
  return ofAddress(model, text, path, names);
}

const internet = (families: readonly Family[]): ResolvedEndpoint =>
  outsiders(families, (family) => outside('internet', family, PUBLIC[family], 'internet'));

const outsiders = (
  families: readonly Family[],
  remoteOf: (family: Family) => RemoteEndpoint,
): ResolvedEndpoint => ({ kind: 'public', remotes: families.map(remoteOf) });

function ofVariable(model: Model, text: string, path: string, home: ReadonlySet<string>): ResolvedEndpoint[] {
  const input = model.document.input(text.slice('var.'.length));
  if (!input) return refuse(path, text, 'is no variable with ranges in this file');
  const place = named(text);
  const vpc = [...model.vpcs.values()].find(({ names }) => names.some((name) => contains(name, place)));
  const ranges = input.ranges ?? vpc?.ranges;
  if (!ranges) {
    return [outsiders(FAMILIES, (family) => outside('each', family, named(text, family), text))];
  }
  if (isEmpty(ranges))
    return [{ kind: 'settled', answer: no('not there', `${text} holds no range`), label: text }];
  const whole = FAMILIES.filter((family) => contains(ranges, ALL[family]));
  const rest = subtract(ranges, union(...whole.map((family) => ALL[family])));
  return [
    ...whole.map((family) => internet([family])),
    ...rest.flatMap((span) => ofRange(model, [span], text, home)),
  ];
}

function ofAddress(
  model: Model,
  text: string,
  path: string,
  names: () => readonly string[],
): ResolvedEndpoint[] {
  const own = model.ends.get(text);
  if (own) return [{ kind: 'end', end: own }];
  const instances = [...model.ends.values()].filter(({ address }) => address.startsWith(`${text}[`));
  if (instances.length > 0) return instances.map((end) => ({ kind: 'end', end }));
  // Where nobody knows which instances there are, one stands for each of them.
  const each = model.ends.get(text.replace(/\[[^\]]*\]$/, ''));
  if (each?.certain === false) return [{ kind: 'end', end: each }];
  const vpc = model.vpcs.get(text);
  if (vpc?.ranges) return ofRange(model, vpc.ranges, text, new Set([vpc.address]));
  const resource = model.context.at(text);
  if (resource && /^aws_/.test(resource.owner.type) && NO_END.test(resource.owner.type)) {
    return refuse(path, text, 'has no address of its own, so that it is no end');
  }
  if (resource)
    return [
      {
        kind: 'settled',
        answer: unknown(`${text}: what an ${resource.owner.type} sends and takes is not understood`),
        label: text,
      },
    ];
  const absence = model.document.absent(text);
  if (absence?.there === false)
    return [{ kind: 'settled', answer: no('not there', absence.why), label: text }];
  if (absence) return [{ kind: 'settled', answer: unknown(absence.why), label: text }];
  return refuse(path, text, 'is not in this file', acceptedOf(names()));
}

/** Maximum number of names in a message. */
const NAMED = 12;

const acceptedOf = (names: readonly string[]): string =>
  names.length === 0
    ? ENDS
    : `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''}, a CIDR block or var.NAME`;

/** Parts of a network that things are in or behind, but that no packet starts or ends at. */
const NO_END =
  /^aws_(vpc|subnet|security_group|default_|network_acl|route|main_route|internet_gateway|nat_gateway|eip|egress_only|vpc_peering|lb_|alb_|db_subnet|elasticache_subnet|iam_|s3_|kms_|cloudwatch_|ssm_|secretsmanager_|key_pair|launch_|ami|ebs_|volume_|sns_|route53_(?!resolver_endpoint)|acm_|network_interface_|flow_log)/;

function holders(model: Model, range: RangeSet, family: Family, home: ReadonlySet<string>): Vpc[] {
  const found = [...model.vpcs.values()].filter((vpc) => overlaps(rangesOf(vpc, family) ?? [], range));
  const near = found.filter(({ address }) => home.has(address));
  return found.length > 1 && near.length > 0 ? near : found;
}

/** The end that has exactly these addresses. */
function ownerOf(model: Model, range: RangeSet, family: Family): Endpoint | undefined {
  const addresses = (end: Endpoint): RangeSet[] =>
    interfacesOf(end).flatMap((at) => {
      const presence = presenceOf(at, family);
      return presence.isExact ? [presence.addresses] : [];
    });
  const owner = [...model.ends.values()].find(
    (end) => end.type !== 'aws_subnet' && addresses(end).some((own) => contains(own, range)),
  );
  return owner && addresses(owner)[0] && contains(range, addresses(owner)[0] ?? []) ? owner : undefined;
}

function ofRange(
  model: Model,
  range: RangeSet,
  label: string,
  home: ReadonlySet<string>,
): ResolvedEndpoint[] {
  const family = FAMILIES.find((one) => overlaps(range, ALL[one])) ?? 'IPv4';
  const owner = ownerOf(model, range, family);
  if (owner) return [{ kind: 'end', end: owner }];
  const vpcs = holders(model, range, family, home);
  const inside = union(...vpcs.map((vpc) => rangesOf(vpc, family) ?? []));
  const open = intersect(subtract(range, inside), union(PUBLIC[family], NAT64));
  if (!isEmpty(open)) return [{ kind: 'public', remotes: [outside('each', family, open, label)] }];
  const [one, another] = vpcs;
  if (one && another && overlaps(rangesOf(one, family) ?? [], rangesOf(another, family) ?? [])) {
    return [
      {
        kind: 'settled',
        answer: unknown(`in which of ${one.address} and ${another.address} ${label} is`),
        label,
      },
    ];
  }
  const strange = subtract(range, inside);
  const unplaced = [...model.vpcs.values()].find((vpc) => rangesOf(vpc, family) === undefined);
  if (!isEmpty(strange) && unplaced)
    return [{ kind: 'settled', answer: unknown(`whether ${unplaced.address} holds ${label}`), label }];
  const rest: ResolvedEndpoint = { kind: 'private', remotes: [outside('each', family, strange, label)] };
  return [
    ...vpcs.map((vpc) => inVpc(model, vpc, intersect(range, rangesOf(vpc, family) ?? []), family, label)),
    ...(isEmpty(strange) ? [] : [rest]),
  ];
}

function inVpc(model: Model, vpc: Vpc, part: RangeSet, family: Family, label: string): ResolvedEndpoint {
  const subnets = [...model.subnets.values()].flatMap((alternatives) =>
    alternatives
      .filter((subnet) => subnet.vpc instanceof Unknown || subnet.vpc.address === vpc.address)
      .map((subnet) => ({
        address: subnet.address,
        range: family === 'IPv4' ? subnet.range : subnet.ipv6.range,
        exact: family === 'IPv4' ? subnet.exact : subnet.ipv6.exact,
        sure: alternatives.length === 1 && !(subnet.vpc instanceof Unknown),
        subnet,
      })),
  );
  const holding = subnets.filter(({ exact, sure, range }) => exact && sure && overlaps(range, part));
  const rest = subtract(part, union(...holding.map(({ range }) => range)));
  if (holding.length === 0) {
    const vague = subnets.find(({ exact, sure, range }) => !exact || (!sure && overlaps(range, part)));
    const answer = vague
      ? unknown(`whether ${vague.address} holds ${label}`)
      : no('no route', `no subnet of ${vpc.address} holds ${label}`);
    return { kind: 'settled', answer, label };
  }
  const at = (subnet: Subnet, addresses: RangeSet): Interface => ({
    subnet,
    names: [],
    isPublic: false,
    only: family,
    ...(family === 'IPv4' ? { addresses } : { ipv6: { has: true, addresses, names: [], isPublic: false } }),
  });
  const interfaces: Interface[] = holding.map(({ subnet, range }) => at(subnet, intersect(range, part)));
  const [first] = holding;
  if (first && !isEmpty(rest)) interfaces.push({ ...at(first.subnet, rest), loose: true });
  return {
    kind: 'end',
    end: {
      address: label === '' ? describe(part) : label,
      type: 'range',
      certain: true,
      placement: 'all',
      answers: 'client',
      interfaces: interfaces.map(placed),
    },
  };
}
