import { OperationError } from '../core/errors';
import type { Group, InstanceRefresh, ServerGroups, Target } from '../aws/server-groups';
import type { Application } from './applications';

/** A server of an application, now. */
export interface ObservedServer {
  readonly id: string;
  /** Version of the launch template. @default a single server */
  readonly version: string | undefined;
  /** Whether it has the version that the group launches now. True for a single server. */
  readonly current: boolean;
  /** Whether Auto Scaling marked it as unhealthy. */
  readonly unhealthy: boolean;
  /** Whether Auto Scaling terminates it. */
  readonly leaves: boolean;
  /** Whether it is in service and passes every health check. */
  readonly answers: boolean;
  /** What the load balancer says of a server that does not answer. @default nothing */
  readonly target: Target | undefined;
}

export interface Observation {
  /** Number of servers that are wanted. */
  readonly wanted: number;
  /** The Auto Scaling group. @default single servers */
  readonly group: Group | undefined;
  /** The latest instance refresh. @default none yet */
  readonly refresh: InstanceRefresh | undefined;
  readonly servers: readonly ObservedServer[];
}

const notDeployed = ({ name }: Application, what: string): OperationError =>
  new OperationError({
    code: 'ROLLOUT_NOT_DEPLOYED',
    summary: `${name}: ${what} does not exist in this account and region`,
    hint: 'Deploy the environment first, or use the credentials of its account.',
  });

/** State of a target that takes no new requests. AWS: "Deregistration delay". */
const DRAINING = 'draining';

/** AWS: "Amazon EC2 Auto Scaling instance lifecycle". */
const LEAVES = /^(Terminat|Detach)/;

async function targetsOf(aws: ServerGroups, arns: readonly string[]): Promise<Target[]> {
  const targets = await Promise.all(arns.map((arn) => aws.targets(arn)));
  return targets.flat().filter(({ state }) => state !== DRAINING);
}

/** The target that is not healthy, of those of one server. */
const faultOf = (targets: readonly Target[], id: string): Target | undefined =>
  targets.find((target) => target.id === id && target.state !== 'healthy');

async function groupNow(aws: ServerGroups, application: Application, name: string): Promise<Observation> {
  const group = await aws.group(name);
  if (!group) throw notDeployed(application, `the Auto Scaling group ${name}`);
  const targets = await targetsOf(aws, group.targetGroupArns);
  const servers = group.instances.map(({ id, version, lifecycle, health }): ObservedServer => {
    const target = faultOf(targets, id);
    const registered = group.targetGroupArns.length === 0 || targets.some((one) => one.id === id);
    const unhealthy = health !== 'Healthy';
    return {
      id,
      version,
      current: version === group.template.version,
      unhealthy,
      leaves: LEAVES.test(lifecycle),
      answers: lifecycle === 'InService' && !unhealthy && registered && target === undefined,
      target,
    };
  });
  return { wanted: group.desired, group, refresh: group.refresh, servers };
}

async function serversNow(aws: ServerGroups, application: Application): Promise<Observation> {
  const { targetGroups, servers: wanted } = application;
  const arns = await aws.targetGroups(targetGroups);
  if (arns.length < targetGroups.length)
    throw notDeployed(application, `the target group ${targetGroups.join(', ')}`);
  const targets = await targetsOf(aws, arns);
  const ids = [...new Set(targets.map(({ id }) => id))];
  const servers = ids.map((id): ObservedServer => {
    const target = faultOf(targets, id);
    const answers = target === undefined;
    return { id, version: undefined, current: true, unhealthy: false, leaves: false, answers, target };
  });
  return { wanted, group: undefined, refresh: undefined, servers };
}

/**
 * Reads the servers of an application and their health.
 *
 * @throws OperationError ROLLOUT_NOT_DEPLOYED if there is no such group
 */
export const observe = (aws: ServerGroups, application: Application): Promise<Observation> =>
  application.autoScalingGroup === undefined
    ? serversNow(aws, application)
    : groupNow(aws, application, application.autoScalingGroup.name);
