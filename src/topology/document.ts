import type { RangeSet } from './ranges';
import { Reference, Unknown, type Value } from './value';

/** One instance of a resource, whatever kind of file it was read from. */
export interface Resource {
  /** As Terraform writes it, module and instance key included. */
  readonly address: string;
  readonly type: string;
  /** False where nobody can tell whether it will be there: its `count` or `for_each` is not known. */
  readonly certain: boolean;
  /** An argument's value; undefined where it is not stated. */
  get(name: string): Value;
}

/** What an operator may put into a variable that holds ranges. */
export interface Input {
  /** What it holds, where the file (a plan) says so. */
  readonly ranges?: RangeSet;
  /** Whether its validation rules let it hold the whole internet. */
  readonly mayBeInternet: boolean;
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
  /** The names of the variables that may hold ranges. */
  readonly inputs: readonly string[];
  /** Why an address that no resource has is still no mistake: a data source, a module's content, a count of zero. */
  absent(address: string): Absence | undefined;
}

export type Absence =
  { readonly there: false; readonly why: string } | { readonly there: 'unknown'; readonly why: string };

/** Attributes by which other resources, and people, name a resource that exists. */
const IDENTITIES = ['id', 'arn'] as const;
const NAMED_BY_NAME =
  /^aws_(db_subnet_group|elasticache_subnet_group|redshift_subnet_group|launch_template|launch_configuration|autoscaling_group|docdb_subnet_group|neptune_subnet_group)$/;
const VPC_DEFAULTS = [
  'default_security_group_id',
  'default_route_table_id',
  'main_route_table_id',
  'default_network_acl_id',
];
/** The interface that an instance is launched with. */
const INTERFACES = ['primary_network_interface_id'];

/** Finds resources by what Terraform's values call them once they exist. */
export class Directory {
  private readonly byAddress = new Map<string, Resource>();
  private readonly byIdentity = new Map<string, Reference[]>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      this.byAddress.set(resource.address, resource);
      const named = NAMED_BY_NAME.test(resource.type) ? ['name', 'name_prefix'] : [];
      const extra = resource.type.endsWith('_vpc') ? VPC_DEFAULTS : INTERFACES;
      for (const attribute of [...IDENTITIES, ...named, ...extra]) {
        const value = resource.get(attribute);
        const path = extra.includes(attribute) ? attribute : 'id';
        if (typeof value === 'string' && value !== '')
          this.byIdentity.set(value, [
            new Reference(resource.address, path),
            ...(this.byIdentity.get(value) ?? []),
          ]);
      }
    }
  }

  public at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** What a literal id, ARN or name leads to: things of several types may have one name. */
  public identified(id: string, types: RegExp = /^/): Reference | Unknown {
    const found = (this.byIdentity.get(id) ?? []).find(({ address }) =>
      types.test(this.at(address)?.type ?? ''),
    );
    return found ?? new Unknown(`"${id}" is not in this file`);
  }
}
