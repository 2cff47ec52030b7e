import * as z from 'zod';
import { imageParameterName } from '../core/names';
import type { Block, Plan } from '../terraform/planned-resources';

/** Preferences of an instance refresh, as Terraform starts it. AWS: "RefreshPreferences". */
interface RefreshPreferences {
  readonly MinHealthyPercentage: number;
  readonly MaxHealthyPercentage: number;
  readonly SkipMatching: boolean;
}

/** Servers that run the application image. */
export interface Application {
  /** Name of the server group. */
  readonly name: string;
  readonly logGroup: string;
  /** @default single servers */
  readonly autoScalingGroup: { readonly name: string; readonly preferences: RefreshPreferences } | undefined;
  /** Repository of its image, and name of the image's parameter. @default images are set by Terraform */
  readonly registry?: { readonly repository: string; readonly parameter: string } | undefined;
  /** Instance types of its servers. */
  readonly instanceTypes: readonly string[];
  /** Number of single servers. */
  readonly servers: number;
  /** Names of the target groups that single servers are registered with. */
  readonly targetGroups: readonly string[];
}

/** A server outside of Auto Scaling groups, by its Terraform address. */
export interface SingleServer {
  readonly address: string;
  /** Addresses of its registrations with target groups. */
  readonly attachments: readonly string[];
}

/** Registrations of a server with target groups. */
const attachmentsOf = (plan: Plan, address: string): Block[] =>
  plan.blocks('aws_lb_target_group_attachment').filter(({ args }) => {
    const server = plan.referred(args['target_id']);
    return server !== undefined && `${server.type}.${server.name}` === address;
  });

/** Names of the target groups that a server is attached to. */
const targetGroupsOf = (plan: Plan, address: string): string[] =>
  attachmentsOf(plan, address).map(({ args }) =>
    String(plan.referred(args['target_group_arn'])?.args['name']),
  );

/** The single servers of an application. */
export const singleServersOf = (plan: Plan, { logGroup }: Application): SingleServer[] =>
  plan
    .servers()
    .filter((server) => server.logGroup === logGroup && server.address.startsWith('aws_instance.'))
    .map(({ address }) => ({
      address,
      attachments: attachmentsOf(plan, address).map(({ type, name }) => `${type}.${name}`),
    }));

const groupShape = z.object({
  name: z.string(),
  instance_refresh: z.object({
    preferences: z
      .object({
        min_healthy_percentage: z.number(),
        max_healthy_percentage: z.number(),
        skip_matching: z.boolean(),
      })
      .transform((given): RefreshPreferences => ({
        MinHealthyPercentage: given.min_healthy_percentage,
        MaxHealthyPercentage: given.max_healthy_percentage,
        SkipMatching: given.skip_matching,
      })),
  }),
});

function autoScalingGroupOf(plan: Plan, address: string): Application['autoScalingGroup'] {
  const block = plan.blocks('aws_autoscaling_group').find((one) => `${one.type}.${one.name}` === address);
  if (!block) return undefined;
  const { name, instance_refresh: refresh } = groupShape.parse(block.args);
  return { name, preferences: refresh.preferences };
}

/** The repository `<prefix>/<image>` has the parameter `/<prefix>/images/<image>`. */
function registryOf(repository: string): NonNullable<Application['registry']> {
  const [prefix = '', image = ''] = repository.split('/');
  return { repository, parameter: imageParameterName(prefix, image) };
}

/** What runs the application image in a synthesized stack, by server group. */
export function applicationsOf(plan: Plan): Application[] {
  const found = new Map<string, Application>();
  for (const { address, image, logGroup, instanceType } of plan.servers()) {
    if (!image || logGroup === undefined) continue;
    const autoScalingGroup = autoScalingGroupOf(plan, address);
    const others = found.get(logGroup);
    found.set(logGroup, {
      name: logGroup.split('/').at(-1) ?? logGroup,
      logGroup,
      autoScalingGroup,
      ...(image.repository !== undefined && { registry: registryOf(image.repository) }),
      instanceTypes: [...new Set([...(others?.instanceTypes ?? []), instanceType])],
      servers: (others?.servers ?? 0) + (autoScalingGroup ? 0 : 1),
      targetGroups: [...new Set([...(others?.targetGroups ?? []), ...targetGroupsOf(plan, address)])],
    });
  }
  return [...found.values()];
}
