/** Tag conditions of a grant. */
export type Tagged =
  /** No condition: the action supports no tags. */
  | 'never'
  /** The request must set the environment's tags. */
  | 'at-creation'
  /** The resource must have the environment's tags. */
  | 'already'
  /** The request must set the environment's tags on a resource that AWS created without tags. */
  | 'not-yet';

/** AWS: "IAM JSON policy elements: Condition". */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * Actions on one kind of resource. `{region}`, `{account}`, `{prefix}`, `{domain}` and `{mailDomain}` in resources and conditions are replaced by
 * those of the environment. A text with `{hostName}` in a list of a condition stands for one with each host name.
 */
export interface Grant {
  readonly access: 'read' | 'write';
  readonly actions: readonly string[];
  /** An ARN, or `*` for actions that support no narrower resource. */
  readonly resource: string;
  readonly tagged: Tagged;
  /** Conditions in addition to those on tags and region. */
  readonly condition?: Condition;
}

/** ARN format and tagging actions of a service. */
interface Service {
  /** Service prefix of actions and ARNs. */
  readonly name: string;
  readonly tag: string;
  readonly untag: string;
  /** Whether the service has the condition key `CreateAction`, which only tagging at creation sets. @default true */
  readonly tagsOnlyAtCreation?: boolean;
  /** Whether its ARNs contain a region. @default true */
  readonly regional?: boolean;
}

const atCreation = (service: string): Condition => ({ Null: { [`${service}:CreateAction`]: 'false' } });

/** Functions that build grants for a service. A kind is the resource part of an ARN, e.g. `vpc/*`. */
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
  /** Tags a resource at creation, and retags it later. */
  const tagsNew = (kind: string): Grant[] => [
    { ...creates(kind, tag), ...(tagsOnlyAtCreation && { condition: atCreation(name) }) },
    uses(kind, tag, untag),
  ];
  const tagsUntagged = (kind: string): Grant[] => [on('write', 'not-yet')(kind, tag), uses(kind, tag, untag)];
  return {
    /** Reads that support no narrower resource. */
    lists: (...actions: string[]): Grant => ({
      access: 'read',
      actions: named(actions),
      resource: '*',
      tagged: 'never',
    }),
    reads: on('read', 'never'),
    readsOwn: on('read', 'already'),
    /** Changes resources with the environment's tags. */
    uses,
    /** Changes resources without tags, restricted only by name or by another resource of the same request. */
    usesAny: on('write', 'never'),
    /** Creates and tags a resource. */
    makes: (kind: string, ...actions: string[]): Grant[] => [creates(kind, ...actions), ...tagsNew(kind)],
    /** Creates a tagged resource. The tagging action must be granted separately. */
    creates,
    tagsNew,
    /** Sets the environment's tags on a resource that AWS created without tags. */
    tagsUntagged,
    /** Like `makes`, for a service without `CreateAction`: permits tagging of untagged resources only. */
    makesAnew: (kind: string, ...actions: string[]): Grant[] => [
      creates(kind, ...actions),
      ...tagsUntagged(kind),
    ],
  };
}

/** A service creates its role at first use, with the permissions of the caller. AWS: "Create a service-linked role". */
export const serviceLinkedRole = (service: string): Grant => ({
  access: 'write',
  actions: ['iam:CreateServiceLinkedRole'],
  resource: `arn:aws:iam::{account}:role/aws-service-role/${service}/*`,
  tagged: 'never',
  condition: { StringEquals: { 'iam:AWSServiceName': service } },
});

/**
 * Passes roles of the environment, by name, to one service only. AWS supports no tag condition for this action: "Grant a user permissions to pass a
 * role to an AWS service".
 */
export const passRoleTo = (service: string, role = '{prefix}-*'): Grant => ({
  access: 'write',
  actions: ['iam:PassRole'],
  resource: `arn:aws:iam::{account}:role/${role}`,
  tagged: 'never',
  condition: { StringEquals: { 'iam:PassedToService': service } },
});
