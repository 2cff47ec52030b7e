import type { Family } from '../net/families';
import type { RangeSet } from '../net/ranges';
import { VPC, type LinkType } from './link-types';
import { remembered } from './model/remembered';
import { Reference, Unknown, isFields, isList, type Value } from './value';

/** One instance of a resource, whatever kind of file it was read from. */
export interface Resource {
  /** As Terraform writes it, module and instance key included. */
  readonly address: string;
  readonly type: string;
  /** False where nobody can tell whether it will be there: its `count` or `for_each` is not known. */
  readonly certain: boolean;
  /** What says how many instances it stands for, where nobody knows: the same text is the same number. */
  readonly number?: string | undefined;
  /** An argument's value; undefined where it is not stated. */
  get(name: string): Value;
}

/** What an operator may put into a variable that holds ranges. */
export interface Input {
  /** What it holds, where the file (a plan) says so. */
  readonly ranges?: RangeSet;
  /** Whether its validation rules let it hold the whole internet of a family. */
  mayBeInternet(family: Family): boolean;
  /** Whether its validation rules let it hold this range. */
  mayHold(range: RangeSet): boolean;
}

/** Something that is named in the file but not written in it, such as a module's content. */
export interface Opaque {
  readonly address: string;
  readonly given: readonly Reference[];
}

/** Terraform JSON of either kind, read but not yet understood as a network. */
export interface Document {
  readonly resources: readonly Resource[];
  readonly opaque: readonly Opaque[];
  input(name: string): Input | undefined;
  /** The names of the root module's variables that take a value; none of a plan, which holds their values. */
  readonly variables: readonly string[];
  /** The names of the variables that may hold ranges. */
  readonly inputs: readonly string[];
  /** Why an address that no resource has is still no mistake: a data source, a module's content, a count of zero. */
  absent(address: string): Absence | undefined;
  /** Whether what is not known yet comes from something that the file is about to create: it is a plan. */
  readonly isPlan: boolean;
  /** Why it may come from elsewhere after all. */
  readonly deferred?: string | undefined;
}

export type Absence =
  { readonly there: false; readonly why: string } | { readonly there: 'unknown'; readonly why: string };

/** Attributes by which other resources, and people, name a resource that exists. */
const IDENTITIES = ['id', 'arn'] as const;
/** The arguments with which a resource is named by its type, where others name it so. */
const NAMES: readonly (readonly [type: RegExp, names: readonly string[]])[] = [
  [
    /^aws_(elb|\w+_subnet_group|launch_template|launch_configuration|autoscaling_group|eks_cluster|ecs_cluster|ecs_capacity_provider)$/,
    ['name', 'name_prefix'],
  ],
  [/^aws_(rds|docdb|neptune)_cluster$/, ['cluster_identifier']],
  [/^aws_db_instance$/, ['identifier']],
  [/^aws_security_group$/, ['name']],
];

/** The arguments that name a resource of this type. */
export const namesOf = (type: string): readonly string[] =>
  NAMES.find(([pattern]) => pattern.test(type))?.[1] ?? [];
const VPC_DEFAULTS = [
  'default_security_group_id',
  'default_route_table_id',
  'main_route_table_id',
  'default_network_acl_id',
];
/** The interface that an instance is launched with, and the group that a service makes for itself. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  aws_instance: ['primary_network_interface_id'],
  aws_spot_instance_request: ['primary_network_interface_id'],
  aws_directory_service_directory: ['security_group_id'],
  aws_vpc: VPC_DEFAULTS,
  aws_default_vpc: VPC_DEFAULTS,
  aws_ec2_transit_gateway: ['association_default_route_table_id', 'propagation_default_route_table_id'],
  aws_eks_cluster: ['vpc_config.0.cluster_security_group_id'],
};

const LONGEST_SHOWN = 100;
const shortened = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;

/** An attribute by its path: `vpc_config.0.cluster_security_group_id`. */
function attributeAt(resource: Resource, path: string): Value {
  const [name = '', ...steps] = path.split('.');
  return steps.reduce<Value>((value, step) => {
    if (isList(value)) return value[Number(step)];
    return isFields(value) ? value[step] : undefined;
  }, resource.get(name));
}

/** A resource with the name that its configuration states. */
interface Named {
  readonly to: Reference;
  readonly name: Value;
}

/** Finds resources by what Terraform's values call them once they exist, and those that do not exist yet. */
export class Directory {
  private readonly byAddress = new Map<string, Resource>();
  private readonly byIdentity = new Map<string, Reference[]>();
  private readonly namedOf = new Map<LinkType, readonly Named[]>();
  private readonly plannedOf = new Map<LinkType, readonly Reference[]>();

  constructor(
    private readonly resources: readonly Resource[],
    /** Whether what is not known yet comes from something that the file is about to create. */
    readonly isPlan = false,
    /** Why it may come from elsewhere after all. */
    readonly deferred?: string,
  ) {
    for (const resource of resources) this.byAddress.set(resource.address, resource);
    for (const resource of resources) {
      const extra = MADE[resource.type] ?? [];
      for (const attribute of [...IDENTITIES, ...this.namesOf(resource), ...extra]) {
        const value = attributeAt(resource, attribute);
        const path = extra.includes(attribute) ? attribute : 'id';
        if (typeof value !== 'string' || value === '') continue;
        const known = this.byIdentity.get(value);
        if (known) known.push(new Reference(resource.address, path));
        else this.byIdentity.set(value, [new Reference(resource.address, path)]);
      }
    }
  }

  /** Security groups go by name in the default VPC alone: elsewhere there may be others of the same name. */
  private namesOf(resource: Resource): readonly string[] {
    const vpc = resource.type === 'aws_security_group' ? resource.get('vpc_id') : undefined;
    const isDefault = vpc instanceof Reference && this.at(vpc.address)?.type === 'aws_default_vpc';
    return vpc === undefined || vpc === null || isDefault ? namesOf(resource.type) : [];
  }

  public at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** Whether a reference can be what an argument of this type leads to. */
  public fits({ address, path }: Reference, { types, ofVpc, ofOthers = {} }: LinkType): boolean {
    const type = this.at(address)?.type;
    if (type === undefined) return false;
    return (
      types.test(type) ||
      ofOthers[type]?.test(path) === true ||
      (ofVpc !== undefined && VPC.test(type) && VPC_DEFAULTS.includes(path))
    );
  }

  /** What a literal id, ARN or name leads to: things of several types may have one name. */
  public identified(id: string, type: LinkType): Reference | Unknown {
    const found = this.byIdentity
      .get(id)
      ?.filter((one) => this.fits(one, type))
      .at(-1);
    return found ?? new Unknown(`"${shortened(id)}" is not in this file`, [], 'outside');
  }

  /** What a name that is not known before Terraform runs may lead to; in a plan all names that are stated are known. */
  public named(type: LinkType): readonly Named[] {
    const { named } = type;
    if (named === undefined || this.isPlan) return [];
    return remembered(this.namedOf, type, () =>
      this.resources
        .filter((one) => type.types.test(one.type))
        .map((one) => ({ to: new Reference(one.address, 'id'), name: one.get(named) }))
        .filter(({ name }) => name !== undefined && name !== null),
    );
  }

  /** What a plan is about to create of this type: only that can have an id which is not known yet. */
  public planned(type: LinkType): readonly Reference[] {
    const known = this.plannedOf.get(type);
    if (known) return known;
    const created = this.resources.filter((one) => typeof one.get('id') !== 'string');
    const found = created.flatMap((one) => {
      if (type.types.test(one.type)) return [new Reference(one.address, 'id')];
      const own = MADE[one.type]?.find((path) => type.ofOthers?.[one.type]?.test(path));
      if (own !== undefined) return [new Reference(one.address, own)];
      return type.ofVpc !== undefined && VPC.test(one.type) ? [new Reference(one.address, type.ofVpc)] : [];
    });
    this.plannedOf.set(type, found);
    return found;
  }
}
