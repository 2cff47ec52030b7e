import { ConfigurationError } from '../../core/errors';
import { interfacesOf, placed, type Endpoint, type Interface } from '../model/endpoints';
import type { Vpc } from '../model/network';
import type { Model } from '../model/topology-model';
import {
  EVERYTHING,
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
  | { readonly kind: 'public' | 'private'; readonly remote: RemoteEndpoint }
  /** Something of which the answer is known at once. */
  | { readonly kind: 'settled'; readonly answer: Answer; readonly label: string };

const ADDRESS_LIKE = /^[\d.]+(\/.*)?$|:.*:/;
const ENDS =
  'internet, an IPv4 address or range, var.NAME, or the Terraform address of something with a network interface or of a subnet';

function refuse(path: string, given: string, message: string, accepted = ENDS): never {
  throw new ConfigurationError({ code: 'TOPOLOGY_QUESTION', path, given, message, accepted });
}

const outside = (kind: RemoteEndpoint['kind'], set: RangeSet, label: string): RemoteEndpoint => ({
  kind,
  set,
  names: [],
  groups: [],
  label,
});

/**
 * What an end of a question is.
 * @param path what to call it in an error: `--from`
 * @returns several where it stands for several: all of them are meant
 * @throws ConfigurationError TOPOLOGY_QUESTION where it is no end
 */
export function resolveEndpoints(
  model: Model,
  text: string,
  path: string,
  home: ReadonlySet<string>,
): ResolvedEndpoint[] {
  if (text === 'internet' || text === '0.0.0.0/0')
    return [{ kind: 'public', remote: outside('internet', PUBLIC, 'internet') }];
  if (ADDRESS_LIKE.test(text)) {
    const range = parseRange(text);
    if (!range)
      return refuse(
        path,
        text,
        'is no IPv4 address or range',
        'such as 203.0.113.7 or 10.0.0.0/16, with no bits set after the prefix',
      );
    return ofRange(model, range, text, home);
  }
  if (text.startsWith('var.')) return ofVariable(model, text, path, home);
  return ofAddress(model, text, path);
}

function ofVariable(model: Model, text: string, path: string, home: ReadonlySet<string>): ResolvedEndpoint[] {
  const input = model.document.input(text.slice('var.'.length));
  if (!input) return refuse(path, text, 'is no variable with ranges in this file');
  const place = named(text);
  const vpc = [...model.vpcs.values()].find(({ names }) => names.some((name) => contains(name, place)));
  const ranges = input.ranges ?? vpc?.ranges;
  if (!ranges) return [{ kind: 'public', remote: outside('each', place, text) }];
  if (isEmpty(ranges))
    return [{ kind: 'settled', answer: no('not there', `${text} holds no range`), label: text }];
  if (contains(ranges, EVERYTHING)) return resolveEndpoints(model, 'internet', path, home);
  return ranges.flatMap((span) => ofRange(model, [span], text, home));
}

function ofAddress(model: Model, text: string, path: string): ResolvedEndpoint[] {
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
  const some = [...model.ends.keys()].slice(0, 8).join(', ');
  return refuse(
    path,
    text,
    'is not in this file',
    some === '' ? ENDS : `internet, a range, var.NAME, ${some}`,
  );
}

/** Parts of a network that things are in or behind, but that no packet starts or ends at. */
const NO_END =
  /^aws_(vpc|subnet|security_group|default_|network_acl|route|main_route|internet_gateway|nat_gateway|eip|egress_only|vpc_peering|lb_|alb_|db_subnet|elasticache_subnet|iam_|s3_|kms_|cloudwatch_|ssm_|secretsmanager_|key_pair|launch_|ami|ebs_|volume_|sns_|route53_(?!resolver_endpoint)|acm_|network_interface_|flow_log)/;

function holders(model: Model, range: RangeSet, home: ReadonlySet<string>): Vpc[] {
  const found = [...model.vpcs.values()].filter(({ ranges }) => ranges && overlaps(ranges, range));
  const near = found.filter(({ address }) => home.has(address));
  return found.length > 1 && near.length > 0 ? near : found;
}

function ofRange(
  model: Model,
  range: RangeSet,
  label: string,
  home: ReadonlySet<string>,
): ResolvedEndpoint[] {
  const owner = [...model.ends.values()].find(
    (end) =>
      end.type !== 'aws_subnet' &&
      interfacesOf(end).some(({ addresses }) => addresses && contains(addresses, range)),
  );
  if (owner && contains(range, interfacesOf(owner)[0]?.addresses ?? EVERYTHING))
    return [{ kind: 'end', end: owner }];
  const vpcs = holders(model, range, home);
  const inside = union(...vpcs.map(({ ranges }) => ranges ?? []));
  const open = intersect(subtract(range, inside), PUBLIC);
  if (!isEmpty(open)) return [{ kind: 'public', remote: outside('each', open, label) }];
  const [one, another] = vpcs;
  if (one && another && overlaps(one.ranges ?? [], another.ranges ?? [])) {
    return [
      {
        kind: 'settled',
        answer: unknown(`in which of ${one.address} and ${another.address} ${label} is`),
        label,
      },
    ];
  }
  const strange = subtract(range, inside);
  const unplaced = [...model.vpcs.values()].find(({ ranges }) => ranges === undefined);
  if (!isEmpty(strange) && unplaced)
    return [{ kind: 'settled', answer: unknown(`whether ${unplaced.address} holds ${label}`), label }];
  return [
    ...vpcs.map((vpc) => inVpc(model, vpc, intersect(range, vpc.ranges ?? []), label)),
    ...(isEmpty(strange) ? [] : [{ kind: 'private' as const, remote: outside('each', strange, label) }]),
  ];
}

function inVpc(model: Model, vpc: Vpc, part: RangeSet, label: string): ResolvedEndpoint {
  const subnets = [...model.subnets.values()].flatMap((alternatives) =>
    alternatives
      .filter((subnet) => subnet.vpc instanceof Unknown || subnet.vpc.address === vpc.address)
      .map((subnet) => ({
        ...subnet,
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
  const place = { names: [], isPublic: false };
  const interfaces: Interface[] = holding.map(({ subnet }) => ({
    ...place,
    subnet,
    addresses: intersect(subnet.range, part),
  }));
  const [first] = holding;
  if (first && !isEmpty(rest))
    interfaces.push({ ...place, subnet: first.subnet, addresses: rest, loose: true });
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
