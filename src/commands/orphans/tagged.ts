import { DescribeSecurityGroupRulesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { Environment } from '../../config';
import { PlatformError } from '../../core/errors';
import { identityTags } from '../../stacks/platform-tags';
import { awsClientSettings } from '../aws-client';
import type { Environment as Variables } from '../terraform-cli';

/** Something in AWS that carries an environment's tags. */
export interface Tagged {
  readonly arn: string;
  /** Service and kind, as `ec2:vpc`. */
  readonly kind: string;
  /** What stands in the ARN behind the kind. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Copies that AWS or Terraform leave on purpose: they carry the tags of what they are copies of. */
const COPIES = ['rds:snapshot', 'rds:auto-backup', 'ec2:snapshot'];

/** AWS: "Amazon Resource Names": a kind, then a slash or a colon; where there is no kind, the service says it all. */
function parse(arn: string): Pick<Tagged, 'arn' | 'kind' | 'id'> {
  const [, , service, , , ...rest] = arn.split(':');
  const resource = rest.join(':');
  const [, kind, id] = /^([a-z-]+)[/:](.+)$/.exec(resource) ?? [];
  return { arn, kind: kind === undefined ? `${service}` : `${service}:${kind}`, id: id ?? resource };
}

/**
 * All that carries the tags of an environment, in its region, in the order of the ARNs.
 *
 * @throws PlatformError AWS_REFUSED
 */
export async function taggedResources(environment: Environment, env: Variables): Promise<Tagged[]> {
  const { project, name, region } = environment;
  const client = new ResourceGroupsTaggingAPIClient(awsClientSettings(region, env));
  const TagFilters = Object.entries(identityTags(environment)).map(([Key, value]) => ({
    Key,
    Values: [value],
  }));
  const found: Tagged[] = [];
  try {
    let PaginationToken: string | undefined;
    do {
      const page = await client.send(new GetResourcesCommand({ TagFilters, PaginationToken }));
      for (const { ResourceARN = '', Tags = [] } of page.ResourceTagMappingList ?? []) {
        const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
        found.push({ ...parse(ResourceARN), tags });
      }
      PaginationToken = page.PaginationToken;
    } while (PaginationToken);
  } catch (error) {
    const { name: kind, message } = error as Error;
    throw new PlatformError({
      code: 'AWS_REFUSED',
      path: 'tag:GetResources',
      message: `cannot be asked for what carries the tags of ${project} ${name} (${kind}: ${message})`,
      accepted: 'AWS credentials that may, and a network on which AWS answers',
    });
  } finally {
    client.destroy();
  }
  return found
    .filter(({ kind }) => !COPIES.includes(kind))
    .sort((one, other) => (one.arn < other.arn ? -1 : 1));
}

/** Ports, protocol and range of security group rules by id, in Terraform's words: what tells them apart where tags do not. */
export async function ruleArguments(
  ids: readonly string[],
  region: string,
  env: Variables,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  if (ids.length === 0) return new Map();
  const client = new EC2Client(awsClientSettings(region, env));
  const command = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [...ids] });
  const { SecurityGroupRules = [] } = await client.send(command).finally(() => client.destroy());
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
