import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variables } from '../core/variables';

type Arguments = Readonly<Record<string, unknown>>;

/** A resource block, with its number of resource instances. */
export interface Block {
  readonly type: string;
  readonly name: string;
  readonly args: Arguments;
  readonly count: number;
}

/** EC2 instances that one resource block launches. */
export interface Servers {
  /** Terraform address of the block. */
  readonly address: string;
  readonly instanceType: string;
  /** Availability Zones of the instances. */
  readonly zones: readonly string[];
  /**
   * Maximum number of concurrent instances. For an Auto Scaling group, the maximum during an instance
   * refresh.
   */
  readonly peak: number;
  /** Input with the image of the application that the instances run, e.g. `app_image`. @default none */
  readonly image: ImageInput | undefined;
  /** Name of the log group that their containers write to. @default none */
  readonly logGroup: string | undefined;
}

/** The input variable of an image, or a key of it. */
export interface ImageInput {
  readonly variable: string;
  readonly key: string | undefined;
  /** Name of the repository of which the value may be a tag. @default the value is a whole reference */
  readonly repository?: string;
}

interface Document {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly locals?: Arguments;
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
}

const REFERENCE = /\$\{(?:base64(?:encode|gzip)\()?(?:(local)|(aws_\w+))\.(\w+)/;
const VARIABLE = /\$\{(?:toset\()?var\.(\w+)\)?\}/;

/** The image of a server that runs an application. */
const IMAGE = /\$\{(?:var\.(?<variable>app_image)|local\.(?<local>(?:image|reference)_\w+))\}/;

/** The parameter that has it, where there is a registry. */
const PARAMETER = /^\s*IMAGE_PARAMETER='(?<name>\/(?<prefix>[^/]+)\/images\/(?<image>[^']+))'$/m;
const KEY = /lookup\(var\.(?<variable>images), "(?<key>[^"]+)"/;

/** Setting of a server that runs containers. */
const LOG_GROUP = /^\s*LOG_GROUP='(.*)'$/m;

const list = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());

/** Planned resources of a synthesized stack, read from its Terraform JSON. */
export class Plan {
  /** Reads the directory of a synthesized stack. */
  public static read(directory: string, env: Variables): Plan {
    return new Plan(JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as Document, env);
  }

  constructor(
    private readonly document: Document,
    /** Environment variables, including `TF_VAR_*`. */
    private readonly env: Variables,
  ) {}

  public get types(): { readonly resources: readonly string[]; readonly dataSources: readonly string[] } {
    const { resource = {}, data = {} } = this.document;
    return { resources: Object.keys(resource), dataSources: Object.keys(data) };
  }

  public blocks(type: string): Block[] {
    return Object.entries(this.document.resource?.[type] ?? {}).map(([name, args]) => ({
      type,
      name,
      args,
      count: this.countOf(args),
    }));
  }

  public dataBlocks(type: string): Arguments[] {
    return Object.values(this.document.data?.[type] ?? {});
  }

  /** Number of planned resource instances of a type. */
  public count(type: string): number {
    return this.blocks(type).reduce((sum, { count }) => sum + count, 0);
  }

  /** Value of an input variable from `TF_VAR_*`, or else its default; undefined if neither is set. */
  public input(name: string): string | undefined {
    const given = this.env[`TF_VAR_${name}`] || undefined;
    const ofConfiguration = this.document.variable?.[name]?.default;
    return given ?? (ofConfiguration === undefined ? undefined : String(ofConfiguration));
  }

  /** Value of an image from `TF_VAR_*`, of a map in JSON; undefined if it is not set. */
  public image({ variable, key }: ImageInput): string | undefined {
    const value = this.input(variable);
    return key === undefined ? value : (entriesOf(value).get(key) as string | undefined);
  }

  /** Whether the stack declares an input variable. */
  public asksFor(name: string): boolean {
    return this.document.variable?.[name] !== undefined;
  }

  /** Resource block that an argument references. */
  public referred(argument: unknown): Block | undefined {
    const [, , type, name] = REFERENCE.exec(String(argument)) ?? [];
    return this.blocks(type ?? '').find((block) => block.name === name);
  }

  /** Texts of local values, as the user data of servers. */
  public texts(): string[] {
    return Object.values(this.document.locals ?? {}).filter((value) => typeof value === 'string');
  }

  /** Availability Zones of the referenced subnets, sorted, without duplicates. */
  public zonesOf(...subnets: unknown[]): string[] {
    const zones = subnets.flatMap(list).map((subnet) => this.referred(subnet)?.args['availability_zone']);
    return [...new Set(zones.filter((zone): zone is string => typeof zone === 'string'))].sort();
  }

  /** Standalone instances and instances of Auto Scaling groups. */
  public servers(): Servers[] {
    const single = this.blocks('aws_instance').map((block) =>
      this.launched(block, block.args, this.zonesOf(block.args['subnet_id']), block.count),
    );
    const groups = this.blocks('aws_autoscaling_group').flatMap((group) => {
      const [template] = list(group.args['launch_template']) as Arguments[];
      const launched = this.referred(template?.['id']);
      const zones = this.zonesOf(group.args['vpc_zone_identifier']);
      return launched ? [this.launched(group, launched.args, zones, peakOf(group.args))] : [];
    });
    return [...single, ...groups];
  }

  private launched(
    { type, name }: Block,
    { instance_type: instanceType, user_data_base64: compressed, user_data: userData = compressed }: Arguments,
    zones: readonly string[],
    peak: number,
  ): Servers {
    const [, local, , script = ''] = REFERENCE.exec(String(userData)) ?? [];
    const text = String(local ? this.document.locals?.[script] : userData);
    const logGroup = this.referred(LOG_GROUP.exec(text)?.[1])?.args['name'];
    return {
      address: `${type}.${name}`,
      instanceType: String(instanceType),
      zones,
      peak,
      image: this.imageIn(text),
      logGroup: logGroup === undefined ? undefined : String(logGroup),
    };
  }

  private imageIn(userData: string): ImageInput | undefined {
    const parameter = PARAMETER.exec(userData)?.groups;
    if (parameter) {
      const { name, prefix, image } = parameter;
      const block = this.blocks('aws_ssm_parameter').find(({ args }) => args['name'] === name);
      const input = this.imageOf(String(block?.args['value']));
      return input && { ...input, repository: `${prefix}/${image}` };
    }
    return this.imageOf(userData);
  }

  private imageOf(text: string): ImageInput | undefined {
    const { variable, local = '' } = IMAGE.exec(text)?.groups ?? {};
    if (variable !== undefined) return { variable, key: undefined };
    const value = String(this.document.locals?.[local]);
    const found = KEY.exec(value)?.groups;
    if (found) return { variable: String(found['variable']), key: found['key'] };
    return value.includes('var.app_image') ? { variable: 'app_image', key: undefined } : undefined;
  }

  private countOf({ count, for_each: forEach }: Arguments): number {
    if (typeof count === 'number') return count;
    if (typeof forEach === 'object' && forEach !== null) return Object.keys(forEach).length;
    const [, variable = ''] = VARIABLE.exec(String(forEach)) ?? [];
    return lengthOf(this.input(variable)) ?? 1;
  }
}

/**
 * Peak number of instances of an Auto Scaling group. A maximum healthy percentage above 100 launches
 * replacements before the old instances are terminated. AWS: "Instance refresh", "Instance maintenance
 * policies".
 */
function peakOf(group: Arguments): number {
  const blockOf = (value: unknown): Arguments => (list(value)[0] ?? {}) as Arguments;
  const refresh = blockOf(blockOf(group['instance_refresh'])['preferences']);
  const maintenance = blockOf(group['instance_maintenance_policy']);
  const percents = [refresh, maintenance].map((one) => Number(one['max_healthy_percentage'] ?? 100));
  return Math.ceil((Number(group['max_size']) * Math.max(100, ...percents)) / 100);
}

/** Entries of an object in JSON; none of anything else. */
function entriesOf(text = ''): Map<string, unknown> {
  try {
    return new Map(Object.entries(JSON.parse(text) as object));
  } catch {
    return new Map();
  }
}

function lengthOf(text = ''): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? new Set(value).size : undefined;
  } catch {
    return undefined;
  }
}
