import { expressionsOf, type Json, type Plan, type Resource, resourcesOfState, withoutKeys } from './plan';
import { isFields } from './values';

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);
const volumesIn = (value: Json): Json[] => list(value).map((block) => isFields(block) && block['volume_id']);

/** A route has no id in AWS: it is known by its table and where it goes. */
export const routeId = (table: Json, destination: Json): string => `${String(table)} ${String(destination)}`;

/** Nor has an entry of a network ACL: by its ACL, direction and number. */
export const entryId = (acl: Json, egress: Json, number: Json): string =>
  `${String(acl)} ${egress === true ? 'egress' : 'ingress'} ${String(number)}`;

/** What state resources own in AWS beside what their `id` names. */
const OWNED: Readonly<Record<string, (values: Resource['values']) => readonly Json[]>> = {
  aws_security_group_rule: (values) => [values['security_group_rule_id']],
  aws_instance: (values) => [
    ...volumesIn(values['root_block_device']),
    ...volumesIn(values['ebs_block_device']),
  ],
  aws_network_acl_rule: (values) => [
    entryId(values['network_acl_id'], values['egress'], values['rule_number']),
  ],
  aws_route: (values) =>
    ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id'].map((name) =>
      routeId(values['route_table_id'], values[name]),
    ),
};

/** What a state knows of AWS, by the ids that AWS gave. */
export class Known {
  private readonly addresses = new Map<string, string>();
  private readonly owned = new Set<Json>();
  private readonly expressions: ReadonlyMap<string, Json>;
  private readonly vpcIds: string[] = [];

  constructor(plan: Plan) {
    this.expressions = expressionsOf(plan);
    for (const { address, type, values } of resourcesOfState(plan)) {
      const id = String(values['id']);
      this.addresses.set(id, address);
      for (const other of OWNED[type]?.(values) ?? []) this.owned.add(other);
      if (type === 'aws_vpc') this.vpcIds.push(id);
    }
  }

  /** Ids of the VPCs in state. */
  public get vpcs(): readonly string[] {
    return this.vpcIds;
  }

  public owns(id: string | undefined): boolean {
    return id !== undefined && (this.addresses.has(id) || this.owned.has(id));
  }

  /** The Terraform address of the resource with an id. */
  public addressOf(id: string | undefined): string | undefined {
    return this.addresses.get(id ?? '');
  }

  /** Whether configuration lists rules or routes in the resource with an id, so that a plan tells what differs. */
  public lists(id: string | undefined, attribute: string): boolean {
    const expressions = this.expressions.get(withoutKeys(this.addressOf(id) ?? ''));
    return isFields(expressions) && expressions[attribute] !== undefined;
  }
}
