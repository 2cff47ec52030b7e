import { type ManagedResources, UNMANAGED_TYPES } from '../resources';
import { expressionsOf, type Json, type Plan, resourcesOfState, withoutKeys } from '../plan/plan';
import { isFields } from '../plan/values';

/** Looks up resources of a state by their AWS identifiers. */
export class StateIndex implements ManagedResources {
  private readonly addresses = new Map<string, string>();
  private readonly identifiers = new Set<Json>();
  private readonly expressions: ReadonlyMap<string, Json>;
  private readonly vpcIds: string[] = [];

  constructor(plan: Plan) {
    this.expressions = expressionsOf(plan);
    for (const { address, type, values } of resourcesOfState(plan)) {
      const id = String(values['id']);
      this.addresses.set(id, address);
      for (const other of UNMANAGED_TYPES.get(type)?.identifiers?.(values) ?? []) this.identifiers.add(other);
      if (type === 'aws_vpc') this.vpcIds.push(id);
    }
  }

  /** Ids of the VPCs in state. */
  public get vpcs(): readonly string[] {
    return this.vpcIds;
  }

  public owns(id: string | undefined): boolean {
    return id !== undefined && (this.addresses.has(id) || this.identifiers.has(id));
  }

  public addressOf(id: string | undefined): string | undefined {
    return this.addresses.get(id ?? '');
  }

  public statesInline(id: string | undefined, attribute: string): boolean {
    const expressions = this.expressions.get(withoutKeys(this.addressOf(id) ?? ''));
    return isFields(expressions) && expressions[attribute] !== undefined;
  }
}
