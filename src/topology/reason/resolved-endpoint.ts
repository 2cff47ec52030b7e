import { ConfigurationError } from '../../core/errors';
import type { Model } from '../model/topology-model';
import { FAMILIES, type Family } from '../../net/families';
import { ALL, PUBLIC, contains, isEmpty, named, parseRange, subtract, union } from '../../net/ranges';
import type { Home } from './home';
import { no, unknown } from './answer';
import type { RemoteEndpoint } from './remote-endpoint';
import { outside, type ResolvedEndpoint } from './resolved';
import { ofRange } from './resolved-range';

export type { ResolvedEndpoint } from './resolved';

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
  home: Home,
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

function ofVariable(model: Model, text: string, path: string, home: Home): ResolvedEndpoint[] {
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
  if (vpc?.ranges) return ofRange(model, vpc.ranges, text, { places: [], vpcs: new Set([vpc.address]) });
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
