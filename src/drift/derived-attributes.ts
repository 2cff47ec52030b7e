import { orElse, RESOURCE_TYPES } from '../resources';
import type { Difference } from '../plan/compare';
import type { Json, Resource } from '../plan/plan';
import { isFields, isUnset } from '../plan/values';

function leavesOf(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isFields(value) ? Object.values(value).flatMap(leavesOf) : [value];
}

/**
 * Finds differences in attributes that AWS changes itself, or that repeat values of other resources in state. Terraform records the
 * latter before the other resource exists, so the first comparison after a deployment reports them as drift.
 */
export class DerivedAttributes {
  private readonly values = new Map<string, Set<Json>>();
  private readonly hasSchedule: boolean;

  constructor(resources: readonly Resource[]) {
    this.hasSchedule = resources.some(({ type }) => type === 'aws_scheduler_schedule_group');
    for (const { type, values } of resources) {
      for (const [name, value] of Object.entries(values)) {
        const key = `${type}.${name}`;
        this.values.set(key, (this.values.get(key) ?? new Set()).add(value));
      }
    }
  }

  public has(type: string, { path, member, aws }: Difference): boolean {
    const derived = orElse(RESOURCE_TYPES.get(type)?.derived, undefined);
    const sources = derived?.[path[0] ?? ''];
    if (sources === 'scheduled') return this.hasSchedule;
    if (sources === undefined || sources === 'always') return sources === 'always';
    // Only state has the value, which is outdated there. A source that AWS lost is reported by itself.
    if (isUnset(aws)) return true;
    return leavesOf(member ?? aws).some((leaf) =>
      sources.some((source) => this.values.get(source)?.has(leaf)),
    );
  }
}
