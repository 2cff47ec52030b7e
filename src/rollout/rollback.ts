import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsClients } from '../aws/clients';
import { imageOf, repeatVersion, type TemplateVersion, templateVersions } from '../aws/launch-templates';
import { orMissing } from '../aws/or-missing';
import type { Group, ServerGroups } from '../aws/server-groups';
import { ConfigurationError, OperationError } from '../core/errors';
import type { Application } from './applications';
import type { FollowOptions } from './follow';
import { observe, type Observation } from './observation';
import { isActive } from './verdict';

export interface RolledBack {
  /** Version of the launch template before. */
  readonly from: string;
  /** Version whose content the new version repeats. */
  readonly to: string;
  readonly image: string | undefined;
}

export type ScaledApplication = Application & {
  readonly autoScalingGroup: NonNullable<Application['autoScalingGroup']>;
};

/**
 * Rejects applications without an Auto Scaling group: Terraform alone replaces their servers.
 *
 * @throws ConfigurationError USAGE
 */
export function scaledApplications(
  applications: readonly Application[],
  path = '--rollback',
  message = 'has no Auto Scaling group',
  accepted = 'an apply with the previous image as TF_VAR_app_image',
): ScaledApplication[] {
  return applications.map((application) => {
    const { name, autoScalingGroup } = application;
    if (autoScalingGroup) return { ...application, autoScalingGroup };
    throw new ConfigurationError({ code: 'USAGE', path, message: `${name} ${message}`, accepted });
  });
}

/**
 * The version to go back to: the newest one that servers still run and answer with, or else the newest one before the content of the
 * current version. So a rollback of a rollback does not return to what failed.
 */
function previousVersion(
  { servers }: Observation,
  current: string,
  versions: readonly TemplateVersion[],
): TemplateVersion | undefined {
  const userData = versions.find(({ version }) => String(version) === current)?.userData;
  const others = versions.filter((one) => one.userData !== userData).reverse();
  const answering = new Set(servers.filter(({ answers }) => answers).map(({ version }) => version));
  const first = versions.find((one) => one.userData === userData)?.version ?? 0;
  return (
    others.find(({ version }) => answering.has(String(version))) ??
    others.find(({ version }) => version < first)
  );
}

const nothingBefore = ({ name }: Application, { template }: Group): OperationError =>
  new OperationError({
    code: 'ROLLOUT_NO_PREVIOUS',
    summary: `${name}: there is no version before version ${template.version} of the launch template to go back to`,
    hint: 'Set app_image to an image that works, and apply.',
  });

/** Cancels a refresh that is under way, and waits until it is over: AWS starts no other one before. */
export async function cancelRefresh(
  aws: ServerGroups,
  application: ScaledApplication,
  { interval, signal, onProgress }: FollowOptions,
): Promise<void> {
  const { name } = application.autoScalingGroup;
  onProgress(`${application.name}: cancelling the instance refresh`);
  await orMissing(aws.cancelRefresh(name), 'ActiveInstanceRefreshNotFoundFault');
  while (isActive((await observe(aws, application)).refresh)) await sleep(interval, undefined, { signal });
}

/**
 * Makes a group launch the content of the previous version again, and starts to replace its servers. That content becomes the latest
 * version of the launch template, with which Terraform compares.
 *
 * @throws OperationError ROLLOUT_NO_PREVIOUS
 */
export async function rollBack(
  clients: AwsClients,
  aws: ServerGroups,
  application: ScaledApplication,
  options: FollowOptions,
): Promise<RolledBack> {
  const now = await observe(aws, application);
  const group = now.group as Group;
  const versions = await templateVersions(clients, group.template.id);
  const previous = previousVersion(now, group.template.version, versions);
  if (!previous) throw nothingBefore(application, group);
  if (isActive(now.refresh)) await cancelRefresh(aws, application, options);
  const version = await repeatVersion(clients, group.template.id, previous);
  const image = imageOf(previous);
  options.onProgress(
    `${application.name}: going back from version ${group.template.version} to version ${previous.version}${image === undefined ? '' : ` [${image}]`}, as version ${version}`,
  );
  await aws.refreshTo(group, version, application.autoScalingGroup.preferences);
  return { from: group.template.version, to: String(previous.version), image };
}
