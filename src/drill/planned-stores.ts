import type { Plan } from '../terraform/planned-resources';
import type { DataStore } from './restore-point';

/** What a stack has that holds data, and where copies of its backups go. */
export interface PlannedStores {
  readonly stores: readonly Pick<DataStore, 'kind' | 'address' | 'name'>[];
  /** Whether AWS Backup makes backups. */
  readonly backedUp: boolean;
  /** Regions of the vaults that get copies. */
  readonly copyRegions: readonly string[];
}

const DESTINATION = /"destination_vault_arn":"arn:[\w-]+:backup:([\w-]+):/g;

/** Reads a synthesized stack. */
export function plannedStores(plan: Plan): PlannedStores {
  const named = (type: string, kind: DataStore['kind'], nameOf: (args: Record<string, unknown>) => unknown) =>
    plan
      .blocks(type)
      .map(({ name, args }) => ({ kind, address: `${type}.${name}`, name: String(nameOf({ ...args })) }));
  const plans = plan.blocks('aws_backup_plan');
  const copies = [...JSON.stringify(plans).matchAll(DESTINATION)].flatMap(([, region = '']) => region);
  return {
    stores: [
      ...named('aws_db_instance', 'database', ({ identifier }) => identifier),
      ...named(
        'aws_ebs_volume',
        'data volume',
        ({ tags }) => (tags as { readonly Name?: string } | undefined)?.Name,
      ),
    ],
    backedUp: plans.length > 0,
    copyRegions: [...new Set(copies)],
  };
}
