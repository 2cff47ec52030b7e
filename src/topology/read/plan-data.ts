import type { Resource } from '../document';
import { Reference, Unknown, isFields, isList, type Value } from '../value';
import { isObject, items, type Json, type JsonObject } from './json';
import { field } from './plan-values';

/** What data sources told while planning, one instance each. */
export interface Told {
  readonly address: string;
  readonly type: string;
  readonly values: JsonObject;
}

/** Every instance of a data source below a module of a plan's prior state. */
export function toldBy(state: JsonObject): Told[] {
  const own = items(state['resources'])
    .filter(isObject)
    .filter((resource) => resource['mode'] === 'data')
    .map((resource) => ({
      address: String(resource['address']),
      type: String(resource['type']),
      values: isObject(resource['values']) ? resource['values'] : {},
    }));
  return [...own, ...items(state['child_modules']).filter(isObject).flatMap(toldBy)];
}

/** A resource that stands in the plan's place for what AWS made by itself. */
class StandIn implements Resource {
  readonly certain = true;

  constructor(
    readonly address: string,
    readonly type: string,
    private readonly values: Readonly<Record<string, Value>>,
  ) {}

  public get(name: string): Value {
    return this.values[name];
  }
}

const text = (json: Json | undefined): string | undefined => (typeof json === 'string' ? json : undefined);

const PREFIX_LISTS = ['aws_ec2_managed_prefix_list', 'aws_prefix_list'];

/**
 * Prefix lists that data sources found and the plan does not manage, with their entries. `aws_prefix_list` finds those of
 * AWS alone, whose addresses change: they are some public ones.
 */
function prefixLists(told: readonly Told[]): Resource[] {
  return told
    .filter(({ type }) => PREFIX_LISTS.includes(type))
    .map(({ address, type, values }) => {
      const owner_id = type === 'aws_prefix_list' ? 'AWS' : text(values['owner_id']);
      // Without its entries it may hold anything.
      const entry = values['entries'] ?? [{ cidr: new Unknown(`the entries of ${address}`) }];
      return new StandIn(address, 'aws_ec2_managed_prefix_list', {
        id: text(values['id']),
        owner_id,
        entry: entry as Value,
      });
    });
}

/** Resources for what AWS or somebody else made, and data sources found. */
export const standIns = (told: readonly Told[], managed: readonly Resource[]): Resource[] => {
  const known = new Set(managed.map((one) => one.get('id')));
  const lists = prefixLists(told).filter((list) => !known.has(list.get('id')));
  return [...defaults(told, managed), ...lists];
};

/**
 * The default VPC, its subnets and its group, where data sources found them and the plan does not manage them.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
function defaults(told: readonly Told[], managed: readonly Resource[]): Resource[] {
  const known = new Set(managed.map((one) => one.get('id')).filter((id) => typeof id === 'string'));
  const vpcs = told.filter(({ type, values }) => type === 'aws_vpc' && values['default'] === true);
  const home = vpcs.map(({ values }) => text(values['id'])).find((id) => id !== undefined);
  if (home === undefined) return [];
  const made = new Map<string, Resource>();
  const add = (id: string, resource: Resource): void => {
    if (!known.has(id) && !made.has(id)) made.set(id, resource);
  };
  const [vpc] = vpcs;
  if (vpc)
    add(home, new StandIn(vpc.address, 'aws_default_vpc', { ...plain(vpc.values), ...groupOf(told, home) }));
  for (const { address, type, values } of told) {
    if (type !== 'aws_subnet' || values['vpc_id'] !== home || values['default_for_az'] !== true) continue;
    const id = text(values['id']);
    if (id !== undefined) add(id, new StandIn(address, 'aws_default_subnet', plain(values)));
  }
  const isMixed = managed.some((one) => one.type === 'aws_subnet' && mayBeIn(one.get('vpc_id'), home));
  for (const { address, type, values } of told) {
    if (!['aws_subnets', 'aws_subnet_ids'].includes(type) || !isHome(values, home, isMixed)) continue;
    for (const [i, id] of items(values['ids']).entries())
      if (typeof id === 'string')
        add(id, new StandIn(`${address}.ids[${i}]`, 'aws_default_subnet', { id, vpc_id: home }));
  }
  return [...made.values()];
}

const plain = (values: JsonObject): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));

/** The id of its default group, where a data source found that by its name. */
function groupOf(told: readonly Told[], vpc: string): Readonly<Record<string, Value>> {
  const group = told.find(
    ({ type, values }) =>
      type === 'aws_security_group' && values['name'] === 'default' && values['vpc_id'] === vpc,
  );
  return group ? { default_security_group_id: text(group.values['id']) } : {};
}

/** Whether it found subnets of this VPC by nothing else: then they are those that AWS made. */
function isHome(values: JsonObject, home: string, isMixed: boolean): boolean {
  const filters = items(values['filter']).filter(isObject);
  const named = (name: string): Json | undefined =>
    items(
      field(
        filters.find((one) => one['name'] === name),
        'values',
      ),
    )[0];
  const others = filters.some(
    (one) => !['vpc-id', 'default-for-az', 'availability-zone'].includes(String(one['name'])),
  );
  const tags = values['tags'];
  const isTagged = isObject(tags) && Object.keys(tags).length > 0;
  if (others || isTagged) return false;
  const vpc = named('vpc-id') ?? values['vpc_id'];
  return String(named('default-for-az')) === 'true'
    ? vpc === undefined || vpc === home
    : vpc === home && !isMixed;
}

const mayBeIn = (value: Value, home: string): boolean =>
  !(typeof value === 'string' && value !== home) &&
  !(value instanceof Reference) &&
  !isFields(value) &&
  !isList(value);
