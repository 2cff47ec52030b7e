/** By which tags a grant is narrowed. */
export type Tagged =
  /** By none: the service has no resource or no tag here. */
  | 'never'
  /** What is made must carry the environment's tags from the start. */
  | 'at-creation'
  /** What is there must carry them. */
  | 'already'
  /** What AWS made on its own, without a tag, and is given them now. */
  | 'not-yet';

/** AWS: "IAM JSON policy elements: Condition". */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Some actions on one kind of resource. In resources and conditions, {region}, {account} and {prefix} stand for those of the environment. */
export interface Grant {
  readonly access: 'read' | 'write';
  readonly actions: readonly string[];
  /** An ARN, or `*` for actions that AWS narrows to no resource. */
  readonly resource: string;
  readonly tagged: Tagged;
  /** Beyond those on tags and region. */
  readonly condition?: Condition;
}

/** How a service writes its ARNs and the actions that tag. */
interface Service {
  /** Prefix of the actions, and the service in ARNs. */
  readonly name: string;
  readonly tag: string;
  readonly untag: string;
  /** Whether the service tells the call that makes a thing from one that tags what is there. @default true */
  readonly tagsOnlyAtCreation?: boolean;
  /** Whether its ARNs name a region. @default true */
  readonly regional?: boolean;
}

const whileMaking = (service: string): Condition => ({ Null: { [`${service}:CreateAction`]: 'false' } });

/** Words for the grants of one service. A kind is what stands in an ARN behind the account: `vpc/*`. */
export function grantsOf({ name, tag, untag, tagsOnlyAtCreation = true, regional = true }: Service) {
  const named = (actions: readonly string[]): string[] => actions.map((action) => `${name}:${action}`);
  const arn = (kind: string): string => `arn:aws:${name}:${regional ? '{region}' : ''}:{account}:${kind}`;
  const on =
    (access: Grant['access'], tagged: Tagged) =>
    (kind: string, ...actions: string[]): Grant => ({
      access,
      actions: named(actions),
      resource: arn(kind),
      tagged,
    });
  const uses = on('write', 'already');
  const creates = on('write', 'at-creation');
  /** Tags something in the call that makes it, and anew later. */
  const marks = (kind: string): Grant[] => [
    { ...creates(kind, tag), ...(tagsOnlyAtCreation && { condition: whileMaking(name) }) },
    uses(kind, tag, untag),
  ];
  const adopts = (kind: string): Grant[] => [on('write', 'not-yet')(kind, tag), uses(kind, tag, untag)];
  return {
    /** Reads that AWS narrows to no resource. */
    lists: (...actions: string[]): Grant => ({
      access: 'read',
      actions: named(actions),
      resource: '*',
      tagged: 'never',
    }),
    reads: on('read', 'never'),
    readsOwn: on('read', 'already'),
    /** Changes what is the environment's by its tags. */
    uses,
    /** Changes what has no tags, where only its name or another resource of the same call narrows it. */
    usesAny: on('write', 'never'),
    /** Makes something that carries the environment's tags from the start. */
    makes: (kind: string, ...actions: string[]): Grant[] => [creates(kind, ...actions), ...marks(kind)],
    /** Makes something that carries them; that it may be tagged is granted apart. */
    creates,
    marks,
    /** Gives the environment's tags to what AWS made without any. */
    adopts,
    /** As `makes`, for a service that does not tell the call that makes: only what has no tags yet is given them. */
    makesAnew: (kind: string, ...actions: string[]): Grant[] => [creates(kind, ...actions), ...adopts(kind)],
  };
}

/** AWS makes a service's own role at the first use, in the name of who uses it. AWS: "Create a service-linked role". */
export const serviceLinkedRole = (service: string): Grant => ({
  access: 'write',
  actions: ['iam:CreateServiceLinkedRole'],
  resource: `arn:aws:iam::{account}:role/aws-service-role/${service}/*`,
  tagged: 'never',
  condition: { StringEquals: { 'iam:AWSServiceName': service } },
});

/**
 * A role of the environment's is given to EC2, and to no other service. AWS narrows it by no tag: "Grant a user permissions to pass
 * a role to an AWS service".
 */
export const passRole: Grant = {
  access: 'write',
  actions: ['iam:PassRole'],
  resource: 'arn:aws:iam::{account}:role/{prefix}-*',
  tagged: 'never',
  condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
};
