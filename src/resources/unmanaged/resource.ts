import type { SecurityGroupRule, Tag } from '@aws-sdk/client-ec2';
import type { Ec2Reader } from '../../aws/ec2-reader';

/** Arguments or attributes of a resource, by their Terraform names. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A resource in AWS, compared with state. */
export interface AwsResource {
  /** Its identifiers and those of its owner. It is managed if state contains one of them. */
  readonly ids: readonly (string | undefined)[];
  /** Id of the resource that contains it. @default the environment */
  readonly container?: string | undefined;
  /** Description for messages, e.g. `instance i-0123 ("web")`. */
  readonly description: string;
}

/** Resources of a state, by AWS identifier. */
export interface ManagedResources {
  /** Whether state contains a resource. */
  owns(id: string | undefined): boolean;
  /** Terraform address of a resource. */
  addressOf(id: string | undefined): string | undefined;
  /** Whether configuration sets rules or routes inline, so that the plan contains their differences. */
  statesInline(id: string | undefined, attribute: string): boolean;
}

/** Lists resources of one kind. */
export type List = (aws: Ec2Reader, managed: ManagedResources) => Promise<AwsResource[]>;

/** How drift finds unmanaged resources of a type. */
export interface Unmanaged {
  readonly lists: readonly List[];
  /** Other AWS identifiers of a resource in state. @default only its `id` */
  readonly identifiers?: (attributes: Attributes) => readonly unknown[];
}

/** Lists items with the AWS API. `describe` returns undefined for items that AWS manages or has deleted. */
export const listed =
  <Item>(
    list: (aws: Ec2Reader) => Promise<Item[]>,
    describe: (item: Item, managed: ManagedResources) => readonly AwsResource[] | AwsResource | undefined,
  ): List =>
  async (aws, managed) =>
    (await list(aws)).flatMap((item) => describe(item, managed) ?? []);

export const tagOf = (tags: readonly Tag[] | undefined, key: string): string | undefined =>
  tags?.find(({ Key }) => Key === key)?.Value;

/** Formats a resource: `subnet subnet-0123 ("devloop-private-a")`. */
export function named(kind: string, id: string | undefined, tags: readonly Tag[] | undefined): string {
  const name = tagOf(tags, 'Name');
  return name === undefined ? `${kind} ${id}` : `${kind} ${id} (${JSON.stringify(name)})`;
}

/** Formats protocol and ports: `tcp 22`, `udp 5000-5100`, `all traffic`. */
export function traffic({ IpProtocol: protocol, FromPort: from, ToPort: to }: SecurityGroupRule): string {
  if (protocol === '-1') return 'all traffic';
  if (from === undefined || from === -1) return `${protocol}`;
  return `${protocol} ${from === to ? from : `${from}-${to}`}`;
}
