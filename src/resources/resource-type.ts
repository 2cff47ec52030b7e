import type { Grant } from '../iam/grants';
import type { Attributes, Unmanaged } from './unmanaged/resource';

/** Says that there is nothing, and why: leaving a field out does not compile. */
export class None {
  constructor(public readonly reason: string) {}
}

export const none = (reason: string): None => new None(reason);

/** A field's value, or what stands for it where there is none. */
export const orElse = <Value, Default>(field: Value | None, absent: Default): Value | Default =>
  field instanceof None ? absent : field;

/** What AWS says of a tagged resource. */
export interface TaggedResource {
  readonly arn: string;
  /** What follows the kind in the ARN. */
  readonly id: string;
}

/** The id that `terraform import` takes. hashicorp/aws: "Import" on the page of each resource type. */
export type ImportId = (found: TaggedResource, details: Attributes) => string | undefined;

/** A resource that is found by its tags: with the tagging API, or by its name where the API does not list it. */
export interface TaggedImport<Lookup extends 'tags' | 'name' = 'tags' | 'name'> {
  readonly lookup: Lookup;
  /** Service and kind in its ARN, as `ec2:vpc`. */
  readonly kind: string;
  readonly id: ImportId | None;
  /** Kinds of the copies that AWS or Terraform make of it on purpose, with its tags. */
  readonly copies?: readonly string[];
}

/** A resource without tags, whose import id follows from its arguments, as `{subnet_id}/{route_table_id}`. */
export interface UntaggedImport {
  readonly template: string;
}

/** Attributes that AWS changes by itself (`always`), or that repeat attributes of other resources (`TYPE.ATTRIBUTE`). */
export type DerivedAttributes = Readonly<Record<string, readonly string[] | 'always'>>;

/** What must be known of a Terraform resource type beyond the arguments that a construct sets. */
export interface ResourceType {
  /** What Terraform needs in IAM to create, read, update and delete it. */
  readonly permissions: readonly Grant[] | None;
  /** How `unlock` imports what an interrupted apply created and did not record in the state. */
  readonly import: TaggedImport | UntaggedImport | None;
  /** Attributes in which drift is no drift. */
  readonly derived: DerivedAttributes | None;
  /** How drift finds resources of this type that no state has. */
  readonly unmanaged: Unmanaged | None;
}

/** A part of AWS: one construct or a few, and what must be known of the types that they consist of. */
export interface Part {
  readonly resources: Readonly<Record<string, ResourceType>>;
  /** What Terraform needs in IAM to read each data source. */
  readonly dataSources: Readonly<Record<string, readonly Grant[] | None>>;
}

type ArnPart = (found: TaggedResource) => string | undefined;

const byId: ArnPart = ({ id }) => id;
const byArn: ArnPart = ({ arn }) => arn;
const byLastName: ArnPart = ({ arn }) => arn.split('/').at(-1);

const tagged = (kind: string, id: ImportId | None, copies: readonly string[] = []): TaggedImport<'tags'> => ({
  lookup: 'tags',
  kind,
  id,
  copies,
});

/** Imported by the id that AWS made. */
export const importById = (kind: string, copies?: readonly string[]) => tagged(kind, byId, copies);
export const importByArn = (kind: string) => tagged(kind, byArn);
/** Imported by an argument that AWS is asked for. */
export const importByArgument = (kind: string, argument: string) =>
  tagged(kind, (_, details) => details[argument] as string | undefined);
/** AWS creates it with something else, and Terraform takes it over when it applies: there is nothing to import. */
export const takenOver = (kind: string) => tagged(kind, none('Terraform takes it over'));
/** Named by configuration, and listed by no tag. Imported by its name, the last one in the ARN. */
export const importByName = (kind: string): TaggedImport<'name'> => ({
  lookup: 'name',
  kind,
  id: byLastName,
});
export const importByArguments = (template: string): UntaggedImport => ({ template });

/** Reasons that several types share. */
export const OWN_ATTRIBUTES = none('no attribute changes by itself or repeats another resource');
export const NOT_LISTED = none('drift lists what EC2 has');
