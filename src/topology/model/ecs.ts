import type { Arguments } from '../fields';
import { Link } from '../link';
import { Reference, Unknown } from '../value';
import { claimsOn, type Context } from './context';

/** Targets that ECS registers with a target group, or with a classic load balancer. */
export interface EcsRegistration {
  readonly balancer: 'group' | 'classic';
  readonly group: Link;
  readonly to: Link;
  readonly port: number | Unknown;
  readonly by: string;
  readonly certain: boolean;
}

const SERVICES = ['aws_ecs_service', 'aws_ecs_task_set'];

/** Who runs the tasks: the service, whose tasks have interfaces of their own, or container instances. */
interface Runner {
  readonly to: Link;
  readonly certain: boolean;
  readonly portOf: (block: Arguments) => number | Unknown;
}

/**
 * What the services and task sets of a file register.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
 */
export function ecsRegistrations(context: Context): EcsRegistration[] {
  return context
    .all(...SERVICES)
    .flatMap((service) =>
      runnersOf(context, service).flatMap((runner) =>
        service.blocks('load_balancer').flatMap((block) => registered(service, block, runner)),
      ),
    );
}

function registered({ owner }: Arguments, block: Arguments, runner: Runner): EcsRegistration[] {
  const own = {
    to: runner.to,
    port: runner.portOf(block),
    by: owner.address,
    certain: owner.certain && runner.certain,
  };
  const alternates = block
    .blocks('advanced_configuration')
    .map((advanced) => advanced.link('alternate_target_group_arn'));
  return [
    ...[block.link('target_group_arn'), ...alternates].map(
      (group) => ({ ...own, balancer: 'group', group }) as const,
    ),
    { ...own, balancer: 'classic', group: block.link('elb_name') },
  ];
}

function runnersOf(context: Context, service: Arguments): Runner[] {
  const { address } = service.owner;
  const tasks: Runner = {
    to: Link.to(new Reference(address, 'id')),
    certain: true,
    portOf: (block) => containerPort(block, service),
  };
  const hosts: Runner = {
    ...hostsOf(context, service),
    portOf: (block) => hostPort(context, service, block),
  };
  if (service.raw('network_configuration') instanceof Unknown)
    return [tasks, hosts].map((one) => ({ ...one, certain: false }));
  return service.blocks('network_configuration').length > 0 ? [tasks] : [hosts];
}

const containerPort = (block: Arguments, { owner }: Arguments): number | Unknown =>
  block.number('container_port') ?? new Unknown(`the container port of ${owner.address}`);

/**
 * The port of the instance that leads to a container: the container's in network mode `host`, the stated one in `bridge`,
 * or one that ECS chooses when it starts the task.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
function hostPort(context: Context, service: Arguments, block: Arguments): number | Unknown {
  const gap = new Unknown(`the port on which an instance runs ${service.owner.address}`);
  const found = service.link('task_definition').sure;
  const task = found && context.at(found.address);
  const mode = task ? (task.text('network_mode') ?? 'bridge') : undefined;
  const port = containerPort(block, service);
  if (mode === 'host') return port;
  if (mode !== 'bridge') return gap;
  const [definitions, name] = [task?.text('container_definitions'), block.text('container_name')];
  if (typeof definitions !== 'string' || typeof name !== 'string') return gap;
  return mappedPort(definitions, name, port) ?? gap;
}

interface Container {
  readonly name?: unknown;
  readonly portMappings?: readonly { readonly containerPort?: unknown; readonly hostPort?: unknown }[];
}

function mappedPort(definitions: string, name: string, port: number | Unknown): number | undefined {
  let containers: unknown;
  try {
    containers = JSON.parse(definitions);
  } catch {
    return undefined;
  }
  if (!Array.isArray(containers)) return undefined;
  const own = (containers as readonly (Container | null)[]).find((one) => one?.name === name);
  const mappings = Array.isArray(own?.portMappings) ? own.portMappings : [];
  const stated = Number(mappings.find((one) => Number(one.containerPort) === port)?.hostPort);
  return stated > 0 ? stated : undefined;
}

/** Instances of the one Auto Scaling group whose capacity provider is stated, or else whichever join the cluster. */
function hostsOf(context: Context, service: Arguments): Pick<Runner, 'to' | 'certain'> {
  const group = providedBy(context, service);
  if (group) return { to: Link.to(group), certain: true };
  const hosts = context.all('aws_autoscaling_group', 'aws_instance');
  const candidates = hosts.map(({ owner }) => new Reference(owner.address, 'id'));
  const gap = new Unknown(`which instances run ${service.owner.address}`, [], 'outside');
  return { to: Link.of([...candidates, gap], gap.why), certain: false };
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html */
function providedBy(context: Context, service: Arguments): Reference | undefined {
  const own = service.blocks('capacity_provider_strategy');
  const strategy = own.length > 0 || service.has('launch_type') ? own : defaultStrategy(context, service);
  const [only, ...others] = strategy.map((one) => one.link('capacity_provider').sure);
  const provider = only && others.length === 0 ? context.at(only.address) : undefined;
  const [group, ...more] = provider?.blocks('auto_scaling_group_provider') ?? [];
  return more.length === 0 ? group?.link('auto_scaling_group_arn').sure : undefined;
}

function defaultStrategy(context: Context, service: Arguments): Arguments[] {
  const cluster = service.link('cluster').sure;
  const all = context.all('aws_ecs_cluster_capacity_providers');
  const claims = cluster ? claimsOn(all, (one) => one.link('cluster_name'), cluster.address) : [];
  const [only, ...others] = claims;
  return only?.leads === 'yes' && others.length === 0
    ? only.args.blocks('default_capacity_provider_strategy')
    : [];
}
