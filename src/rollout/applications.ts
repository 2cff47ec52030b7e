import type { Plan } from '../terraform/planned-resources';

/** Servers that run the application image. */
export interface Application {
  /** Name of the server group. */
  readonly name: string;
  readonly logGroup: string;
  /** Name of the Auto Scaling group. @default single servers */
  readonly autoScalingGroup: string | undefined;
  /** Number of single servers. */
  readonly servers: number;
  /** Names of the target groups that single servers are registered with. */
  readonly targetGroups: readonly string[];
}

/** Names of the target groups that a server is attached to. */
function targetGroupsOf(plan: Plan, address: string): string[] {
  return plan
    .blocks('aws_lb_target_group_attachment')
    .filter(({ args }) => {
      const server = plan.referred(args['target_id']);
      return server !== undefined && `${server.type}.${server.name}` === address;
    })
    .map(({ args }) => String(plan.referred(args['target_group_arn'])?.args['name']));
}

/** What runs the application image in a synthesized stack, by server group. */
export function applicationsOf(plan: Plan): Application[] {
  const found = new Map<string, Application>();
  for (const { address, runsImage, logGroup } of plan.servers()) {
    if (!runsImage || logGroup === undefined) continue;
    const [type = '', block = ''] = address.split('.');
    const group = plan.blocks('aws_autoscaling_group').find(({ name }) => name === block);
    const others = found.get(logGroup);
    found.set(logGroup, {
      name: logGroup.split('/').at(-1) ?? logGroup,
      logGroup,
      autoScalingGroup: type === 'aws_autoscaling_group' ? String(group?.args['name']) : undefined,
      servers: (others?.servers ?? 0) + (type === 'aws_instance' ? 1 : 0),
      targetGroups: [...new Set([...(others?.targetGroups ?? []), ...targetGroupsOf(plan, address)])],
    });
  }
  return [...found.values()];
}
