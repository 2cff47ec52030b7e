import { AwsClients } from '../aws/clients';
import { imageOf, templateVersions } from '../aws/launch-templates';
import { ServerGroups } from '../aws/server-groups';
import type { Variables } from '../core/variables';
import { Plan } from '../terraform/planned-resources';
import type { SynthesizedEnvironment } from '../terraform/synthesized-environment';
import { type Application, applicationsOf } from './applications';
import { type Ended, follow, type FollowOptions } from './follow';
import { reasonsOf } from './reasons';
import type { RolledOut } from './report';

export interface RolloutOptions extends Omit<FollowOptions, 'interval'> {
  readonly environment: SynthesizedEnvironment;
  /** Environment variables of the shell and the command. */
  readonly env: Variables;
  /** Time between two looks, in milliseconds. @default 5000 */
  readonly interval?: number;
}

const INTERVAL = 5000;

async function imageRolledOut(aws: AwsClients, { now: { group } }: Ended): Promise<string | undefined> {
  if (!group) return undefined;
  const versions = await templateVersions(aws, group.template.id);
  const current = versions.find(({ version }) => String(version) === group.template.version);
  return current && imageOf(current);
}

/** Follows one application, and finds out why its rollout failed. */
async function rollOut(
  aws: AwsClients,
  application: Application,
  options: FollowOptions,
): Promise<RolledOut> {
  const groups = new ServerGroups(aws, options.signal);
  const ended = await follow(groups, application, options);
  const { done, sentence, now } = ended;
  return {
    name: application.name,
    done,
    sentence,
    image: await imageRolledOut(aws, ended),
    servers: now.servers.map(({ id, version, answers }) => ({ id, version, answers })),
    ...(done ? { reasons: [], log: undefined } : await reasonsOf(aws, groups, application, ended)),
  };
}

/**
 * Follows the rollout of the application image to its end: each server of the launch template's version answers health checks.
 * Changes nothing.
 */
export async function rollout({ environment, env, ...options }: RolloutOptions): Promise<RolledOut[]> {
  const applications = applicationsOf(Plan.read(environment.synthesize(), env));
  const aws = new AwsClients(environment.region, env);
  const followed = { interval: INTERVAL, ...options };
  try {
    return await Promise.all(applications.map((application) => rollOut(aws, application, followed)));
  } finally {
    aws.destroy();
  }
}
