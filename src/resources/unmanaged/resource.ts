import type { SecurityGroupRule, Tag } from '@aws-sdk/client-ec2';
import type { Ec2Reader } from '../../aws/ec2-reader';

/** Arguments or attributes of one resource, as Terraform names them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Something that AWS has, as far as it matters whether a state has it too. */
export interface AwsResource {
  /** Its identifiers, and those of what owns it: where a state has one of them, it is managed. */
  readonly ids: readonly (string | undefined)[];
  /** Id of the resource that contains it. @default the environment as a whole */
  readonly container?: string | undefined;
  /** What it is, for a sentence: `instance i-0123 ("web")`. */
  readonly description: string;
}

/** What a state has, by identifiers in AWS. */
export interface ManagedResources {
  /** Whether the state has the resource with an id. */
  owns(id: string | undefined): boolean;
  /** The Terraform address of the resource with an id. */
  addressOf(id: string | undefined): string | undefined;
  /** Whether configuration states rules or routes inline in the resource with an id, so that the plan shows differences. */
  statesInline(id: string | undefined, attribute: string): boolean;
}

/** Lists resources of one kind. */
export type List = (aws: Ec2Reader, managed: ManagedResources) => Promise<AwsResource[]>;

/** How drift finds what AWS has and no state. */
export interface Unmanaged {
  readonly lists: readonly List[];
  /** What else in AWS a resource in a state stands for. @default what its `id` names, alone */
  readonly identifiers?: (attributes: Attributes) => readonly unknown[];
}

/** Lists items with the AWS API and describes each; undefined for what AWS itself manages, or has deleted. */
export const listed =
  <Item>(
    list: (aws: Ec2Reader) => Promise<Item[]>,
    describe: (item: Item, managed: ManagedResources) => readonly AwsResource[] | AwsResource | undefined,
  ): List =>
  async (aws, managed) =>
    (await list(aws)).flatMap((item) => describe(item, managed) ?? []);

export const tagOf = (tags: readonly Tag[] | undefined, key: string): string | undefined =>
  tags?.find(({ Key }) => Key === key)?.Value;

/** `subnet subnet-0123 ("devloop-private-a")`. */
export function named(kind: string, id: string | undefined, tags: readonly Tag[] | undefined): string {
  const name = tagOf(tags, 'Name');
  return name === undefined ? `${kind} ${id}` : `${kind} ${id} (${JSON.stringify(name)})`;
}

/** `tcp 22`, `udp 5000-5100`, `all traffic`. */
export function traffic({ IpProtocol: protocol, FromPort: from, ToPort: to }: SecurityGroupRule): string {
  if (protocol === '-1') return 'all traffic';
  if (from === undefined || from === -1) return `${protocol}`;
  return `${protocol} ${from === to ? from : `${from}-${to}`}`;
}
