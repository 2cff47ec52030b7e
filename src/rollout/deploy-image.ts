import { AwsClients } from '../aws/clients';
import { findImage } from '../aws/ecr-images';
import { setParameter, valuesOf } from '../aws/image-parameters';
import { ServerGroups } from '../aws/server-groups';
import { architectureOf, DOCKER_ARCHITECTURES } from '../catalog/instance-types';
import { ConfigurationError, OperationError } from '../core/errors';
import type { Variables } from '../core/variables';
import { Plan } from '../terraform/planned-resources';
import type { SynthesizedEnvironment } from '../terraform/synthesized-environment';
import { applicationsOf } from './applications';
import type { FollowOptions } from './follow';
import { followed, INTERVAL } from './index';
import { observe } from './observation';
import type { RolledOut } from './report';
import { cancelRefresh, type ScaledApplication, scaledApplications } from './rollback';
import { isActive } from './verdict';

export interface DeployImageOptions extends Omit<FollowOptions, 'interval'> {
  readonly environment: SynthesizedEnvironment;
  /** Environment variables of the shell and the command. */
  readonly env: Variables;
  /** Name of the image. @default the only one */
  readonly image: string | undefined;
  /** Tag in its repository. Undefined to go back to the image before. */
  readonly tag: string | undefined;
  /** Time between two looks, in milliseconds. @default 5000 */
  readonly interval?: number;
}

/** An image of the environment's registry, and the server groups that run it. */
interface Deployable {
  readonly name: string;
  readonly repository: string;
  readonly parameter: string;
  readonly applications: readonly ScaledApplication[];
}

/** Docker: "Reference grammar". */
const TAG = /^\w[\w.-]{0,127}$/;

const usage = (path: string, given: string | undefined, message: string, accepted: string) =>
  new ConfigurationError({ code: 'USAGE', path, given, message, accepted });

/** The image that is meant, of those that have a repository here. */
function deployableOf(plan: Plan, image: string | undefined, environment: string): Deployable {
  const all = applicationsOf(plan).flatMap((application) =>
    application.registry ? [{ ...application, ...application.registry }] : [],
  );
  const names = [...new Set(all.map(({ repository }) => repository.split('/').at(-1) ?? ''))].sort();
  if (names.length === 0)
    throw usage('--environment', environment, 'has no registry', 'an environment with registry: true');
  const name = image ?? (names.length === 1 ? names[0] : undefined);
  const applications = all.filter(({ repository }) => repository.split('/').at(-1) === name);
  const [first] = applications;
  if (!first || name === undefined)
    throw usage('--image', image, 'is not an image of the environment', names.join(', '));
  const { repository, parameter } = first;
  const message = 'has no Auto Scaling group: a server would not answer while its image changes';
  const accepted = `autoScaling for it; or the image in the parameter ${parameter}, then systemctl restart application on each of its servers`;
  const scaled = scaledApplications(applications, '--image', message, accepted);
  return { name, repository, parameter, applications: scaled };
}

/** The value before the first one that equals the current one, so that a rollback of a rollback does not return to what failed. */
function previousOf({ name }: Deployable, values: readonly string[]): string {
  const previous = values.slice(0, values.indexOf(values.at(-1) ?? '')).at(-1);
  if (previous !== undefined) return previous;
  throw new OperationError({
    code: 'ROLLOUT_NO_PREVIOUS',
    summary: `${name}: there is no image before ${values.at(-1)} to go back to`,
    hint: 'Deploy the tag of an image that works.',
  });
}

/** Reference of an image. Refuses one that is not there, or not for the processors of the servers. */
async function referenceOf(aws: AwsClients, deployable: Deployable, tag: string): Promise<string> {
  const { repository, applications } = deployable;
  const found = await findImage(aws.ecr(aws.region), { region: aws.region, repository, tag });
  const missing = (summary: string): OperationError =>
    new OperationError({ code: 'IMAGE_NOT_FOUND', summary, hint: `Push ${repository}:${tag} first.` });
  if (found === 'no-repository')
    throw missing(`There is no repository ${repository} in ECR of ${aws.region}`);
  if (found === 'no-image') throw missing(`${repository}:${tag} does not exist`);
  const types = [...new Set(applications.flatMap(({ instanceTypes }) => instanceTypes))];
  const needed = types.map((type) => [type, DOCKER_ARCHITECTURES[architectureOf(type)]] as const);
  const { registry, architectures: built } = found;
  const wrong = needed.filter(([, one]) => built.length > 0 && !built.includes(one));
  if (wrong.length > 0)
    throw new OperationError({
      code: 'IMAGE_ARCHITECTURE',
      summary: `${repository}:${tag} is built for ${built.join(', ')}, and ${wrong.map(([type, one]) => `${type} needs ${one}`).join('; ')}`,
      hint: `Run docker buildx build --platform ${[...new Set(wrong.map(([, one]) => `linux/${one}`))].join(',')}.`,
    });
  return `${registry}.dkr.ecr.${aws.region}.amazonaws.com/${repository}:${tag}`;
}

/** Replaces the servers of an application, one after the other, and follows that. */
async function replaceServers(
  aws: AwsClients,
  groups: ServerGroups,
  application: ScaledApplication,
  options: FollowOptions,
): Promise<RolledOut> {
  const { name, preferences } = application.autoScalingGroup;
  if (isActive((await observe(groups, application)).refresh))
    await cancelRefresh(groups, application, options);
  // The launch template is the same: it names the parameter.
  await groups.startRefresh(name, { ...preferences, SkipMatching: false });
  const ended = await followed(aws, groups, application, options);
  const { refresh } = await observe(groups, application);
  return !ended.done || refresh?.status === 'Successful'
    ? ended
    : { ...ended, done: false, sentence: `the instance refresh ended as ${refresh?.status}` };
}

/**
 * Makes servers run another image of the environment's registry: checks that it is there and for their processors, sets the parameter
 * that they read at start, replaces them, and follows that to its end.
 *
 * @throws ConfigurationError USAGE; OperationError IMAGE_NOT_FOUND, IMAGE_ARCHITECTURE, ROLLOUT_NOT_DEPLOYED, ROLLOUT_NO_PREVIOUS
 */
export async function deployImage(options: DeployImageOptions): Promise<RolledOut[]> {
  const { environment, env, tag, image, ...given } = options;
  if (tag !== undefined && !TAG.test(tag))
    throw usage('TAG', tag, 'is not a tag', 'letters, digits and _.-, e.g. 1.4.2');
  const deployable = deployableOf(Plan.read(environment.synthesize(), env), image, environment.name);
  const aws = new AwsClients(environment.region, env);
  const groups = new ServerGroups(aws, given.signal);
  try {
    const values = await valuesOf(aws, deployable.parameter);
    const current = values?.at(-1);
    if (!values || current === undefined)
      throw new OperationError({
        code: 'ROLLOUT_NOT_DEPLOYED',
        summary: `${deployable.parameter} does not exist in this account and region`,
        hint: 'Deploy the environment first, or use the credentials of its account.',
      });
    const reference =
      tag === undefined ? previousOf(deployable, values) : await referenceOf(aws, deployable, tag);
    given.onProgress(`${deployable.name}: from ${current} to ${reference}`);
    if (reference !== current) await setParameter(aws, deployable.parameter, reference);
    const follow = { interval: INTERVAL, ...given };
    const ended = await Promise.all(
      deployable.applications.map((application) => replaceServers(aws, groups, application, follow)),
    );
    return ended.map((one) => ({ ...one, image: reference }));
  } finally {
    aws.destroy();
  }
}
