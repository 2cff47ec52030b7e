import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  ListHostedZonesByNameCommand,
  ListTagsForResourceCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import type { Environment } from '../../config';
import { identityTags } from '../../stacks/platform-tags';
import { awsClientSettings } from '../../aws/client';
import { orMissing } from '../../aws/or-missing';
import type { NamedType } from '../../resources';
import type { Variables } from '../../core/variables';
import { parse, type Tagged, type TagList, tagsIn } from './tagged';

interface Found {
  readonly arn: string | undefined;
  readonly tags: TagList | undefined;
}

interface Clients {
  readonly iam: IAMClient;
  readonly autoScaling: AutoScalingClient;
  readonly route53: Route53Client;
}

/** Reads a resource by name. */
type Read = (clients: Clients, name: string) => Promise<Found | undefined>;

/** For types that the tagging API does not list in the environment's region (IAM and Route 53 are global), and whose names the stack sets. */
const READS: Readonly<Record<NamedType, Read>> = {
  aws_iam_role: async ({ iam }, RoleName) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    return { arn: Role?.Arn, tags: Role?.Tags };
  },
  aws_iam_instance_profile: async ({ iam }, InstanceProfileName) => {
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    return { arn: InstanceProfile?.Arn, tags: InstanceProfile?.Tags };
  },
  aws_autoscaling_group: async ({ autoScaling }, name) => {
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    const { AutoScalingGroups = [] } = await autoScaling.send(command);
    // A group has a status only while it is being deleted.
    const group = AutoScalingGroups.find(({ Status }) => Status === undefined);
    return group && { arn: group.AutoScalingGroupARN, tags: group.Tags };
  },
  aws_route53_zone: async ({ route53 }, DNSName) => {
    const { HostedZones = [] } = await route53.send(new ListHostedZonesByNameCommand({ DNSName }));
    const zone = HostedZones.find(({ Name, Config }) => Name === `${DNSName}.` && Config?.PrivateZone);
    const id = zone?.Id?.split('/').at(-1);
    if (id === undefined) return undefined;
    const command = new ListTagsForResourceCommand({ ResourceType: 'hostedzone', ResourceId: id });
    const { ResourceTagSet } = await route53.send(command);
    return { arn: `arn:aws:route53:::hostedzone/${id}`, tags: ResourceTagSet?.Tags };
  },
};

interface Synthesized {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, { readonly name?: string }>>>>;
}

/** Readers and names of these resources in a synthesized stack. */
function namesIn(stack: string): [Read, string][] {
  const file = join(stack, 'cdk.tf.json');
  if (!existsSync(file)) return [];
  const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as Synthesized;
  return Object.entries(READS).flatMap(([type, read]) =>
    Object.values(resource[type] ?? {}).flatMap(({ name }): [Read, string][] => (name ? [[read, name]] : [])),
  );
}

/** Finds a stack's named resources that exist and have the environment's tags. Others have the same name by coincidence. */
export async function namedResources(
  stack: string,
  environment: Environment,
  env: Variables,
): Promise<Tagged[]> {
  const settings = awsClientSettings(environment.region, env);
  const clients = {
    iam: new IAMClient(settings),
    autoScaling: new AutoScalingClient(settings),
    route53: new Route53Client(settings),
  };
  const found: Tagged[] = [];
  try {
    for (const [read, name] of namesIn(stack)) {
      const { arn, tags } = (await orMissing(read(clients, name), 'NoSuchEntityException')) ?? {};
      if (arn !== undefined) found.push({ ...parse(arn), tags: tagsIn(tags) });
    }
  } finally {
    clients.iam.destroy();
    clients.autoScaling.destroy();
    clients.route53.destroy();
  }
  const wanted = Object.entries(identityTags(environment));
  return found.filter(({ tags }) => wanted.every(([key, value]) => tags[key] === value));
}
