import { AwsClients } from '../aws/clients';
import { imageOf, templateVersions } from '../aws/launch-templates';
import { ServerGroups } from '../aws/server-groups';
import type { Variables } from '../core/variables';
import { Plan } from '../terraform/planned-resources';
import type { SynthesizedEnvironment } from '../terraform/synthesized-environment';
import { type Application, applicationsOf } from './applications';
import { type Ended, follow, type FollowOptions } from './follow';
import { reasonsOf } from './reasons';
import { rollBack, type ScaledApplication, scaledApplications } from './rollback';
import type { RolledOut } from './report';

export interface RolloutOptions extends Omit<FollowOptions, 'interval'> {
  readonly environment: SynthesizedEnvironment;
  /** Environment variables of the shell and the command. */
  readonly env: Variables;
  /** Whether to go back to the previous version of the launch template first. */
  readonly rollback: boolean;
  /** Time between two looks, in milliseconds. @default 5000 */
  readonly interval?: number;
}

/** Default time between two looks, in milliseconds. */
export const INTERVAL = 5000;

async function imageRolledOut(aws: AwsClients, { now: { group } }: Ended): Promise<string | undefined> {
  if (!group) return undefined;
  const versions = await templateVersions(aws, group.template.id);
  const current = versions.find(({ version }) => String(version) === group.template.version);
  return current && imageOf(current);
}

/** Follows one application, and finds out why its rollout failed. */
export async function followed(
  aws: AwsClients,
  groups: ServerGroups,
  application: Application,
  options: FollowOptions,
): Promise<RolledOut> {
  const ended = await follow(groups, application, options);
  const { done, sentence, now } = ended;
  return {
    name: application.name,
    done,
    sentence,
    image: await imageRolledOut(aws, ended),
    servers: now.servers.map(({ id, version, answers }) => ({ id, version, answers })),
    ...(done ? { reasons: [], log: undefined } : await reasonsOf(aws, groups, application, ended)),
    rolledBack: undefined,
  };
}

/** AWS replaces instances, not this process. */
const goesOn = ({ name }: SynthesizedEnvironment): string =>
  `An instance refresh that has started goes on. To follow it: devloop rollout --environment ${name}`;

/**
 * Follows the rollout of the application image to its end: each server of the launch template's version answers health checks.
 *
 * @throws OperationError ROLLOUT_NOT_DEPLOYED; with `rollback` also what `rollBack` and `scaledApplications` throw
 */
export async function rollout({
  environment,
  env,
  rollback,
  ...given
}: RolloutOptions): Promise<RolledOut[]> {
  const applications = applicationsOf(Plan.read(environment.synthesize(), env));
  const aws = new AwsClients(environment.region, env);
  const groups = new ServerGroups(aws, given.signal);
  const options = { interval: INTERVAL, ...given };
  const rolledBack = async (application: ScaledApplication): Promise<RolledOut> => {
    const back = await rollBack(aws, groups, application, options);
    return { ...(await followed(aws, groups, application, options)), rolledBack: back };
  };
  try {
    return await Promise.all(
      rollback
        ? scaledApplications(applications).map(rolledBack)
        : applications.map((application) => followed(aws, groups, application, options)),
    );
  } catch (error) {
    if (given.signal.aborted) given.onProgress(goesOn(environment));
    throw error;
  } finally {
    aws.destroy();
  }
}
