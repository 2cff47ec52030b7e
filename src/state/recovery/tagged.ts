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

/** Something in AWS that carries an environment's tags. */
export interface Tagged {
  readonly arn: string;
  /** Service and kind, as `ec2:vpc`. */
  readonly kind: string;
  /** What stands in the ARN behind the kind. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Kinds of the copies that AWS or Terraform make on purpose: they carry the tags of the original. */
const COPIES = new Set(
  [...RESOURCE_TYPES.values()].flatMap(({ import: found }) => ('kind' in found && found.copies) || []),
);

/** AWS: "Amazon Resource Names": a kind, then a slash or a colon; where there is no kind, the service says it all. */
export function parse(arn: string): Pick<Tagged, 'arn' | 'kind' | 'id'> {
  const [, , service, , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  const [, kind, id] = /^([A-Za-z-]+)[/:](.+)$/.exec(resource) ?? [];
  return { arn, kind: kind === undefined ? `${service}` : `${service}:${kind}`, id: id ?? resource };
}

/** Tags as the services list them. */
export type TagList = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

export const tagsIn = (list: TagList = []): Tagged['tags'] =>
  Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value]));

/** All that the tagging API knows to carry the tags of an environment, in its region. */
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

/** Ports, protocol and range of security group rules by id, in Terraform's words: what tells them apart where tags do not. */
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

/** Names of key pairs by id: the tagging API knows them by their ids, Terraform imports them by their names. */
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

/** What else AWS knows of tagged things, by id. */
export async function detailsOf(things: readonly Tagged[], region: string, env: Variables): Promise<Details> {
  const client = new EC2Client(awsClientSettings(region, env));
  try {
    const found: [string, Readonly<Record<string, unknown>>][] = [];
    for (const [kind, read] of Object.entries(READS)) {
      const ids = things.filter((thing) => thing.kind === kind).map(({ id }) => id);
      if (ids.length > 0) found.push(...(await read(client, ids)));
    }
    return new Map(found);
  } finally {
    client.destroy();
  }
}
