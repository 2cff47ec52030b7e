import { DescribeKeyPairsCommand, DescribeSecurityGroupRulesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { Environment } from '../../config';
import { identityTags } from '../../stacks/platform-tags';
import { awsClientSettings } from '../../aws/client';
import { RESOURCE_TYPES } from '../../resources';
import type { Variables } from '../../core/variables';

/** A resource in AWS with an environment's tags. */
export interface Tagged {
  readonly arn: string;
  /** Service and kind, e.g. `ec2:vpc`. */
  readonly kind: string;
  /** Part of the ARN after the kind. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Kinds of intended copies with the original's tags. */
const COPIES = new Set(
  [...RESOURCE_TYPES.values()].flatMap(({ import: found }) => ('kind' in found && found.copies) || []),
);

/** Parses an ARN. Resources without a kind are identified by the service alone. AWS: "Amazon Resource Names". */
export function parse(arn: string): Pick<Tagged, 'arn' | 'kind' | 'id'> {
  const [, , service, , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  const [, kind, id] = /^([A-Za-z-]+)[/:](.+)$/.exec(resource) ?? [];
  return { arn, kind: kind === undefined ? `${service}` : `${service}:${kind}`, id: id ?? resource };
}

/** Tags in the format of AWS APIs. */
export type TagList = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

export const tagsIn = (list: TagList = []): Tagged['tags'] =>
  Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value]));

/** Lists resources with the environment's tags in its region, with the tagging API. */
export async function taggedResources(environment: Environment, env: Variables): Promise<Tagged[]> {
  const client = new ResourceGroupsTaggingAPIClient(awsClientSettings(environment.region, env));
  const TagFilters = Object.entries(identityTags(environment)).map(([Key, value]) => ({
    Key,
    Values: [value],
  }));
  const found: Tagged[] = [];
  try {
    for await (const page of paginateGetResources({ client }, { TagFilters }))
      for (const { ResourceARN = '', Tags } of page.ResourceTagMappingList ?? [])
        found.push({ ...parse(ResourceARN), tags: tagsIn(Tags) });
  } finally {
    client.destroy();
  }
  return found.filter(({ kind }) => !COPIES.has(kind));
}

type Details = Map<string, Readonly<Record<string, unknown>>>;

/** Arguments of security group rules by id. They distinguish rules with the same tags. */
async function ruleArguments(client: EC2Client, ids: readonly string[]): Promise<Details> {
  const command = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [...ids] });
  const { SecurityGroupRules = [] } = await client.send(command);
  return new Map(
    SecurityGroupRules.map((rule) => [
      rule.SecurityGroupRuleId ?? '',
      {
        from_port: rule.FromPort,
        to_port: rule.ToPort,
        ip_protocol: rule.IpProtocol,
        cidr_ipv4: rule.CidrIpv4,
      },
    ]),
  );
}

/** Names of key pairs by id. The tagging API returns ids, and Terraform imports by name. */
async function keyPairNames(client: EC2Client, ids: readonly string[]): Promise<Details> {
  const { KeyPairs = [] } = await client.send(new DescribeKeyPairsCommand({}));
  return new Map(
    KeyPairs.filter(({ KeyPairId = '' }) => ids.includes(KeyPairId)).map(({ KeyPairId = '', KeyName }) => [
      KeyPairId,
      { key_name: KeyName },
    ]),
  );
}

const READS = { 'ec2:security-group-rule': ruleArguments, 'ec2:key-pair': keyPairNames };

/** Reads further arguments of tagged resources, by id. */
export async function detailsOf(
  resources: readonly Tagged[],
  region: string,
  env: Variables,
): Promise<Details> {
  const client = new EC2Client(awsClientSettings(region, env));
  try {
    const found: [string, Readonly<Record<string, unknown>>][] = [];
    for (const [kind, read] of Object.entries(READS)) {
      const ids = resources.filter((resource) => resource.kind === kind).map(({ id }) => id);
      if (ids.length > 0) found.push(...(await read(client, ids)));
    }
    return new Map(found);
  } finally {
    client.destroy();
  }
}
