import { Reference, Unknown, isList, type Value } from '../value';
import { identifying } from './data-identities';
import { entries, isObject, items, type Json, type JsonObject } from './json';

/** A resource that stands in the file's place for what AWS made by itself. */
export interface StandIn {
  readonly address: string;
  readonly type: string;
  readonly body: JsonObject;
}

export interface Surroundings {
  read(json: Json): Value;
  /** Before every address: `module.network.`, or nothing. */
  readonly prefix: string;
  readonly resources: readonly (readonly [address: string, body: JsonObject])[];
  /** What stands for the default VPC in the whole configuration. */
  readonly home: { address?: string };
}

const ANY_VPC = /(^|\.)(aws_(default_)?vpc|data\.aws_vpc)\.[\w-]+(\[[^\]]*\])?$/;
const SUBNETS = ['aws_subnets', 'aws_subnet_ids', 'aws_subnet'];
/**
 * Prefix lists of AWS whose addresses are public, in whatever region; nobody else's may have such a name.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const LIST_OF_AWS =
  /^com\.amazonaws\.(\$\{[^{}]*\}|[\w-]+)\.(ipv6\.)?(s3|s3express|dynamodb|cloudfront\.origin-facing|ec2-instance-connect|route53-healthchecks)$/;
const PREFIX_LISTS = ['aws_ec2_managed_prefix_list', 'aws_prefix_list'];
const IN_DEFAULT_VPC = /\$\{\s*(data\.aws_vpc|aws_default_vpc)\./;

/**
 * What data sources tell for certain: of the default VPC, its subnets and its group, which are as AWS made them unless the
 * file adopts them, and of what the file itself names.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
export class DataSources {
  private readonly bodies = new Map<string, JsonObject>();

  constructor(
    data: Json | undefined,
    private readonly around: Surroundings,
  ) {
    for (const [type, named] of entries(data))
      for (const [name, body] of entries(named)) {
        const [only] = items(body);
        // Of another provider it may be in another region.
        if (isObject(only) && only['provider'] === undefined) this.bodies.set(`data.${type}.${name}`, only);
      }
    const adopted = around.resources.find(([address]) => address.startsWith('aws_default_vpc.'))?.[0];
    const [found] = this.defaults();
    const own = adopted ?? found;
    if (own !== undefined) around.home.address ??= `${around.prefix}${own}`;
  }

  /** Resources for the parts of the default VPC that data sources find. */
  public find(): readonly StandIn[] {
    const made = this.defaults().filter((address) => this.home === `${this.around.prefix}${address}`);
    const lists = PREFIX_LISTS.flatMap((type) => this.all(type)).filter(([, body]) => isListOfAws(body));
    return [
      ...made.map((address) => ({ address, type: 'aws_default_vpc', body: {} })),
      ...lists.map(([address]) => ({
        address,
        type: 'aws_ec2_managed_prefix_list',
        body: { owner_id: 'AWS' },
      })),
      ...SUBNETS.flatMap((type) => this.all(type)).flatMap(([address, body]) => this.subnets(address, body)),
    ];
  }

  /** What an attribute of a data source leads to; undefined where that is not known for certain. */
  public attribute(address: string, name: string): Reference | undefined {
    const body = this.bodies.get(address);
    if (!body) return undefined;
    const type = address.split('.')[1];
    if (type === 'aws_vpc') return this.vpc(body, name);
    if (type === 'aws_security_group' && ['id', 'arn'].includes(name)) return this.group(body);
    if (PREFIX_LISTS.includes(type ?? '') && name === 'id' && isListOfAws(body))
      return new Reference(`${this.around.prefix}${address}`, name);
    const own = this.identified(type ?? '', body);
    if (own !== undefined) return new Reference(own, name);
    const isFound = SUBNETS.includes(type ?? '') && this.subnets(address, body).length > 0;
    return isFound ? new Reference(`${this.around.prefix}${address}`, name) : undefined;
  }

  /** The resource of this configuration that a data source finds by its id, ARN or name. */
  private identified(type: string, body: JsonObject): string | undefined {
    for (const { resources, attributes, json } of identifying(type, body)) {
      const value = this.around.read(json);
      if (value instanceof Reference) {
        const local = value.address.replace(/^(module\.[\w-]+(\[[^\]]*\])?\.)*/, '');
        if (resources.test(local.split('.')[0] ?? '') && attributes.includes(value.path))
          return value.address;
      }
      if (typeof value === 'string' && attributes.includes('name')) {
        const named = this.around.resources.filter(
          ([address, own]) => resources.test(address.split('.')[0] ?? '') && own['name'] === value,
        );
        const [only] = named;
        if (named.length === 1 && only && isSingle(only[1])) return `${this.around.prefix}${only[0]}`;
      }
    }
    return undefined;
  }

  private all(type: string): (readonly [string, JsonObject])[] {
    return [...this.bodies].filter(([address]) => address.startsWith(`data.${type}.`));
  }

  private defaults(): string[] {
    return this.all('aws_vpc')
      .filter(([, body]) => body['default'] === true)
      .map(([address]) => address);
  }

  private get home(): string | undefined {
    return this.around.home.address;
  }

  private vpc(body: JsonObject, name: string): Reference | undefined {
    if (body['default'] === true) return this.home === undefined ? undefined : new Reference(this.home, name);
    const stated = body['id'] === undefined ? undefined : this.around.read(body['id']);
    const isOwn = stated instanceof Reference && ANY_VPC.test(stated.address);
    return isOwn ? new Reference(stated.address, name) : undefined;
  }

  /** A VPC's default group, by its name. */
  private group(body: JsonObject): Reference | undefined {
    const filtered = filtersOf(body);
    const names = [body['name'], ...items(filtered.get('group-name'))].filter((one) => one !== undefined);
    const [vpc] = [body['vpc_id'], ...items(filtered.get('vpc-id'))].filter((one) => one !== undefined);
    const others = [...filtered.keys()].filter((name) => !['group-name', 'vpc-id'].includes(name));
    if (names.length !== 1 || names[0] !== 'default' || vpc === undefined || others.length > 0)
      return undefined;
    const own = this.around.read(vpc);
    const isOwn = own instanceof Reference && ANY_VPC.test(own.address);
    return isOwn ? new Reference(own.address, 'default_security_group_id') : undefined;
  }

  /** Subnets of the default VPC, as long as the file makes no others in it and nothing chooses among them. */
  private subnets(address: string, body: JsonObject): StandIn[] {
    const filtered = filtersOf(body);
    const known = ['vpc-id', 'default-for-az', 'availability-zone'];
    if (body['tags'] !== undefined || [...filtered.keys()].some((name) => !known.includes(name))) return [];
    const [vpc] = [body['vpc_id'], ...items(filtered.get('vpc-id')), this.eachOf(body)].filter(
      (one) => one !== undefined,
    );
    const forZone =
      body['default_for_az'] === true || String(items(filtered.get('default-for-az'))[0]) === 'true';
    const [home] = vpc === undefined ? [] : [this.leadsHome(vpc)];
    if (forZone ? home === false : home !== true || this.hasOthers()) return [];
    return [{ address, type: 'aws_default_subnet', body: {} }];
  }

  /** `id = each.value` for each of the default VPC's subnets. */
  private eachOf({ id, for_each }: JsonObject): Json | undefined {
    return typeof id === 'string' && /each\.(value|key)/.test(id) ? for_each : undefined;
  }

  private leadsHome(json: Json): boolean {
    if (this.home === undefined) return false;
    const value = this.around.read(json);
    const found = value instanceof Unknown ? value.from[0] : isList(value) ? value[0] : value;
    if (!(found instanceof Reference)) return false;
    if (found.address === this.home) return true;
    const local = found.address.slice(this.around.prefix.length);
    return local.startsWith('data.aws_subnet') && this.leadsHomeBy(local);
  }

  private leadsHomeBy(address: string): boolean {
    const body = this.bodies.get(address);
    return body !== undefined && this.subnets(address, body).length > 0;
  }

  private hasOthers(): boolean {
    const own = this.around.resources.filter(([address]) => address.startsWith('aws_subnet.'));
    return own.some(([, body]) => IN_DEFAULT_VPC.test(JSON.stringify(body['vpc_id'] ?? null)));
  }
}

/** Whether it has one instance, of the provider that data sources have as well. */
const isListOfAws = (body: JsonObject): boolean => isSingle(body) && LIST_OF_AWS.test(String(body['name']));

const isSingle = (body: JsonObject): boolean =>
  body['count'] === undefined && body['for_each'] === undefined && body['provider'] === undefined;

/** Filters by name, with their values. */
function filtersOf(body: JsonObject): ReadonlyMap<string, Json> {
  const filters = items(body['filter']).filter(isObject);
  return new Map(filters.map((one) => [String(one['name']), one['values'] ?? []]));
}
