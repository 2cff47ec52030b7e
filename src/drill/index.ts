import { AwsClients } from '../aws/clients';
import type { Variables } from '../core/variables';
import { Plan } from '../terraform/planned-resources';
import type { SynthesizedEnvironment } from '../terraform/synthesized-environment';
import { problemsOf } from './judge';
import { type PlannedStores, plannedStores } from './planned-stores';
import { databasePoints, volumePoints } from './read-points';
import type { DataStore } from './restore-point';
import { stepsOf } from './steps';

export interface DrillOptions {
  readonly environment: SynthesizedEnvironment;
  /** Environment variables of the shell and the command. */
  readonly env: Variables;
  /** Hours that the newest restore point may be old. */
  readonly maxAge: number;
  readonly signal: AbortSignal;
  /** @default the time of the call */
  readonly now?: Date;
}

/** A store, what is wrong with its restore points, and how it comes back. */
export interface Drilled extends DataStore {
  readonly problems: readonly string[];
  readonly steps: readonly string[];
}

type Store = PlannedStores['stores'][number];

async function readStore(
  store: Store,
  clients: readonly AwsClients[],
  { environment: { project, name }, signal }: DrillOptions,
): Promise<DataStore> {
  const tags = { Name: store.name, Project: project, Environment: name };
  const found = await Promise.all(
    clients.map((aws) =>
      store.kind === 'database' ? databasePoints(aws, store.name, signal) : volumePoints(aws, tags, signal),
    ),
  );
  const points = found.flatMap((one) => one.points);
  return {
    ...store,
    deployed: found[0]?.deployed,
    points: points.sort((one, other) => other.created.getTime() - one.created.getTime()),
  };
}

/**
 * Lists what each data volume and the database of an environment can be restored from, and how. Reads only.
 *
 * @returns stores in the order of the stack
 */
export async function restoreDrill(options: DrillOptions): Promise<Drilled[]> {
  const { environment, env, maxAge, now = new Date() } = options;
  const { stores, copyRegions, backedUp } = plannedStores(Plan.read(environment.synthesize(), env));
  const regions = [environment.region, ...copyRegions];
  const clients = regions.map((region) => new AwsClients(region, env));
  try {
    const found = await Promise.all(stores.map((store) => readStore(store, clients, options)));
    const place = { environment: environment.name, region: environment.region };
    return found.map((store) => ({
      ...store,
      problems: problemsOf(store, { maxAge, regions, backedUp, now }),
      steps: stepsOf(store, place),
    }));
  } finally {
    for (const aws of clients) aws.destroy();
  }
}
