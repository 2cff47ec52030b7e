import { ageOf, type DataStore } from './restore-point';

/** What is wrong with the restore points of a store, as sentences. */
export interface Demands {
  /** Hours that the newest point may be old. */
  readonly maxAge: number;
  /** Region of the environment, and those that get copies. */
  readonly regions: readonly string[];
  /** Whether AWS Backup makes backups. */
  readonly backedUp: boolean;
  readonly now: Date;
}

const remedy = (backedUp: boolean): string =>
  backedUp
    ? 'look at the jobs of AWS Backup'
    : 'set backups: {} in the configuration, with which AWS Backup makes one every day';

export function problemsOf({ points }: DataStore, { maxAge, regions, backedUp, now }: Demands): string[] {
  return regions.flatMap((region) => {
    const [newest] = points.filter((point) => point.region === region);
    if (!newest) return [`there is no restore point in ${region}; ${remedy(backedUp)}`];
    const age = ageOf(newest, now);
    if (age <= maxAge) return [];
    return [
      `the newest restore point in ${region} is ${age} hours old, more than ${maxAge}; ${remedy(backedUp)}`,
    ];
  });
}
