import { Topology, type JsonObject, type ModuleSource } from '../../../src/topology';

type Json = Record<string, unknown>;
/** A configuration, and the modules that it calls. */
export interface Sample {
  readonly root: Json;
  readonly modules?: Readonly<Record<string, Json>>;
}

/** Addresses beside the ends of a sample that questions are about. */
const ADDRESSES = ['10.0.0.5'];
const PORTS = [22, 80, 8080];

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** What changes nothing in a network. */
export const UNRELATED =
  /^aws_(iam|s3|kms|sns|sqs|ssm|ecr|cloudwatch|ebs|key_pair|volume|autoscaling_policy|db_parameter|route53|acm|scheduler|backup|budgets|flow_log|secretsmanager|cloudfront|wafv2|elasticache_user)|^terraform_data/;

/** The resources of a configuration that may have to do with its network. */
export function networkOf(root: Json): Record<string, Json> {
  const resources = Object.entries((root['resource'] ?? {}) as Record<string, Json>);
  return Object.fromEntries(resources.filter(([type]) => !UNRELATED.test(type)));
}

/** The paths of every text that refers to something. */
export function referring(json: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof json === 'string')
    return /\$\{.*\b(aws_\w+|data|module|local|var|each)\./.test(json) ? [path] : [];
  return isObject(json)
    ? Object.entries(json).flatMap(([name, inner]) => referring(inner, [...path, name]))
    : [];
}

/** The same with something else at a path. */
export function replaced(json: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(json))
    return json.map((item: unknown, i) => (String(i) === name ? replaced(item, rest, by) : item));
  return { ...(json as Json), [name]: replaced((json as Json)[name], rest, by) };
}

/** What names something that is not in the file, by the attribute of it that is meant. */
export const OUTSIDE: Readonly<Record<string, (attribute: string) => string>> = {
  'a variable': (attribute) => `var.unreadable.${attribute}`,
  'a data source': (attribute) => `data.external.unreadable.result.${attribute}`,
  'an output of a module that is not installed': (attribute) => `module.unreadable.${attribute}`,
  'a local': (attribute) => `local.unreadable.${attribute}`,
  'a literal id': (attribute) => `"${attribute}-0a1b2c3d4e5f67890"`,
};

/** A configuration with one resource less, which what refers to it finds elsewhere. */
export function movedOut(root: Json, address: string, outside: (attribute: string) => string): Json {
  const [type = '', name = ''] = address.split('.');
  const resources = root['resource'] as Record<string, Json>;
  const others = Object.entries(resources[type] ?? {}).filter(([own]) => own !== name);
  const rest = { ...root, resource: { ...resources, [type]: Object.fromEntries(others) } };
  const reference = new RegExp(`\\b${type}\\.${name}\\.(\\w+)`, 'g');
  const text = JSON.stringify(rest, (key, value: unknown) => {
    if (key === 'depends_on') return undefined;
    return typeof value === 'string'
      ? value.replace(reference, (_, attribute: string) => outside(attribute))
      : value;
  });
  return declared(JSON.parse(text) as Json);
}

const declared = (root: Json): Json => ({
  ...root,
  variable: { ...(root['variable'] as Json | undefined), unreadable: {} },
  data: { ...(root['data'] as Json | undefined), external: { unreadable: { program: ['find'] } } },
  module: { ...(root['module'] as Json | undefined), unreadable: { source: 'example/unreadable' } },
});

/** What other resources are in, or lead to; not what only states something of those, such as a rule or a listener. */
const PLACE =
  /^aws_(vpc|subnet|route_table|network_acl|security_group|network_interface|\w*gateway|vpc_peering_connection|ec2_transit_gateway_(route_table|vpc_attachment)|launch_template|db_subnet_group|lb|lb_target_group|ec2_managed_prefix_list|instance|eip)$/;

/** The addresses of such resources that others refer to. */
export const places = (root: Json): string[] =>
  Object.entries(networkOf(root))
    .filter(([type]) => PLACE.test(type))
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .filter((address) => JSON.stringify(root['resource']).includes(`${address}.`));

const sourceOf = ({ root, modules = {} }: Sample): ModuleSource => ({
  json: root as JsonObject,
  called: (name) => modules[name] && { json: modules[name] as JsonObject, called: () => undefined },
});

/** Every answer of a sample, by its question. */
export const verdictsOf = (sample: Sample): ReadonlyMap<string, string> =>
  answersOf(Topology.read(sample.root, 'JSON', { source: sourceOf(sample) }));

/** Every answer about a network, by its question. */
export function answersOf(topology: Topology): ReadonlyMap<string, string> {
  const ends = topology.ends();
  const pairs = ['internet', ...ADDRESSES, ...ends].flatMap((one) =>
    ends.flatMap(
      (end) =>
        (ends.includes(one)
          ? [[one, end]]
          : [
              [one, end],
              [end, one],
            ]) as [string, string][],
    ),
  );
  return new Map(
    pairs.flatMap(([from, to]) =>
      PORTS.map((port) => [`${from} > ${to} ${port}`, topology.reach(from, to, 'tcp', port).verdict]),
    ),
  );
}

/** The questions whose answer is yes in the one and no in the other. */
export const flipsOf = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...after]
    .filter(([question, verdict]) => ![verdict, 'unknown'].includes(before.get(question) ?? verdict))
    .filter(([, verdict]) => verdict !== 'unknown')
    .map(([question, verdict]) => `${question}: ${before.get(question) ?? ''}, then ${verdict}`);
