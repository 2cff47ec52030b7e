import type { Variables } from '../core/variables';

type Arguments = Readonly<Record<string, unknown>>;

/** A resource block, and how many resources it makes. */
export interface Block {
  readonly type: string;
  readonly name: string;
  readonly args: Arguments;
  readonly count: number;
}

/** Instances of one block. */
export interface Servers {
  /** Address of the block. */
  readonly address: string;
  readonly instanceType: string;
  /** Availability Zones in which they are launched. */
  readonly zones: readonly string[];
  /** The most that there are at a time: of a group while a refresh replaces its instances. */
  readonly peak: number;
  /** Whether they run the application's image. */
  readonly runsImage: boolean;
}

interface Document {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly locals?: Arguments;
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
}

const REFERENCE = /\$\{(?:base64encode\()?(?:(local)|(aws_\w+))\.(\w+)/;
const VARIABLE = /\$\{(?:toset\()?var\.(\w+)\)?\}/;

const list = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());

/** What Terraform is to make of a synthesized stack, counted from its JSON. */
export class Plan {
  constructor(
    private readonly document: Document,
    /** Variables of the shell, with Terraform's input variables in them. */
    private readonly env: Variables,
  ) {}

  /** Types of its resources and data sources. */
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

  /** How many resources of a type there are to be. */
  public count(type: string): number {
    return this.blocks(type).reduce((sum, { count }) => sum + count, 0);
  }

  /** An input variable as the shell gives it to Terraform; undefined where it does not. */
  public input(name: string): string | undefined {
    const given = this.env[`TF_VAR_${name}`] || undefined;
    const ofConfiguration = this.document.variable?.[name]?.default;
    return given ?? (ofConfiguration === undefined ? undefined : String(ofConfiguration));
  }

  /** Whether the stack has such an input variable. */
  public asksFor(name: string): boolean {
    return this.document.variable?.[name] !== undefined;
  }

  /** The block that an argument refers to. */
  public referred(argument: unknown): Block | undefined {
    const [, , type, name] = REFERENCE.exec(String(argument)) ?? [];
    return this.blocks(type ?? '').find((block) => block.name === name);
  }

  /** Availability Zones of the subnets that arguments refer to, without repetition. */
  public zonesOf(...subnets: unknown[]): string[] {
    const zones = subnets.flatMap(list).map((subnet) => this.referred(subnet)?.args['availability_zone']);
    return [...new Set(zones.filter((zone): zone is string => typeof zone === 'string'))].sort();
  }

  /** Every instance that is launched, alone or by a group. */
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
    { instance_type: instanceType, user_data: userData }: Arguments,
    zones: readonly string[],
    peak: number,
  ): Servers {
    const [, local, , script = ''] = REFERENCE.exec(String(userData)) ?? [];
    const text = local ? this.document.locals?.[script] : userData;
    return {
      address: `${type}.${name}`,
      instanceType: String(instanceType),
      zones,
      peak,
      runsImage: String(text).includes('var.app_image'),
    };
  }

  private countOf({ count, for_each: forEach }: Arguments): number {
    if (typeof count === 'number') return count;
    if (typeof forEach === 'object' && forEach !== null) return Object.keys(forEach).length;
    const [, variable = ''] = VARIABLE.exec(String(forEach)) ?? [];
    return lengthOf(this.input(variable)) ?? 1;
  }
}

/**
 * Instances are launched before the ones that they replace are terminated. AWS: "Instance refresh", "Instance maintenance policies",
 * maximum healthy percentage.
 */
function peakOf(group: Arguments): number {
  const blockOf = (value: unknown): Arguments => (list(value)[0] ?? {}) as Arguments;
  const refresh = blockOf(blockOf(group['instance_refresh'])['preferences']);
  const maintenance = blockOf(group['instance_maintenance_policy']);
  const percents = [refresh, maintenance].map((one) => Number(one['max_healthy_percentage'] ?? 100));
  return Math.ceil((Number(group['max_size']) * Math.max(100, ...percents)) / 100);
}

function lengthOf(text = ''): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? new Set(value).size : undefined;
  } catch {
    return undefined;
  }
}
