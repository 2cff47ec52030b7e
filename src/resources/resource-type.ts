import type { Grant } from '../iam/grants';
import type { ChargesOf, PricePattern } from './charges';
import type { Attributes, Unmanaged } from './unmanaged/resource';

/** Marks a field that does not apply, with the reason. Fields are not optional, so that the compiler reports a missing one. */
export class None {
  constructor(public readonly reason: string) {}
}

export const none = (reason: string): None => new None(reason);

/** Returns a field's value, or `absent` if it is `None`. */
export const orElse = <Value, Default>(field: Value | None, absent: Default): Value | Default =>
  field instanceof None ? absent : field;

/** A tagged resource, as AWS lists it. */
export interface TaggedResource {
  readonly arn: string;
  /** Part of the ARN after the kind. */
  readonly id: string;
}

/** Returns the id for `terraform import`. hashicorp/aws: "Import" on the page of each resource type. */
export type ImportId = (found: TaggedResource, details: Attributes) => string | undefined;

/** A resource that is found by its tags: with the tagging API, or by its name if that API does not list it. */
export interface TaggedImport<Lookup extends 'tags' | 'name' = 'tags' | 'name'> {
  readonly lookup: Lookup;
  /** Service and kind in the ARN, e.g. `ec2:vpc`. */
  readonly kind: string;
  readonly id: ImportId | None;
  /** Kinds of intended copies with the same tags, e.g. snapshots. */
  readonly copies?: readonly string[];
}

/** A resource without tags. Its import id is built from its arguments, e.g. `{subnet_id}/{route_table_id}`. */
export interface UntaggedImport {
  readonly template: string;
}

/**
 * Attributes that AWS changes by itself (`always`), that a schedule of the environment changes (`scheduled`), or that repeat attributes of
 * other resources (`TYPE.ATTRIBUTE`).
 */
export type DerivedAttributes = Readonly<Record<string, readonly string[] | 'always' | 'scheduled'>>;

/** Properties of a Terraform resource type that permissions, `unlock` and drift need. */
export interface ResourceType {
  /** IAM permissions that Terraform needs to create, read, update and delete it. */
  readonly permissions: readonly Grant[] | None;
  /** How `unlock` imports a resource that an interrupted apply created and did not record in state. */
  readonly import: TaggedImport | UntaggedImport | None;
  /** Derived attributes, in which a difference is not drift. */
  readonly derived: DerivedAttributes | None;
  /** How drift finds unmanaged resources of this type. */
  readonly unmanaged: Unmanaged | None;
  /** What AWS charges for it. */
  readonly charges: ChargesOf | None;
}

/** A part of AWS: one or a few constructs, with the properties of their resource types. */
export interface Part {
  readonly resources: Readonly<Record<string, ResourceType>>;
  /** IAM permissions that Terraform needs to read each data source. */
  readonly dataSources: Readonly<Record<string, readonly Grant[] | None>>;
  /** What `devloop cost --refresh` keeps of the AWS price list for the charges. */
  readonly prices: readonly PricePattern[];
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

/** Imported by its AWS id. */
export const importById = (kind: string, copies?: readonly string[]) => tagged(kind, byId, copies);
export const importByArn = (kind: string) => tagged(kind, byArn);
/** Imported by an argument that AWS returns. */
export const importByArgument = (kind: string, argument: string) =>
  tagged(kind, (_, details) => details[argument] as string | undefined);
/** Imported by an id that is made of the parts of its ARN. */
export const importByParts = (kind: string, id: ImportId) => tagged(kind, id);
/** Created by AWS with another resource, and managed by Terraform from the next apply. Needs no import. */
export const takenOver = (kind: string) => tagged(kind, none('Terraform takes it over'));
/** Imported by its name, the last part of its ARN. The tagging API does not list it. */
export const importByName = (kind: string): TaggedImport<'name'> => ({
  lookup: 'name',
  kind,
  id: byLastName,
});
export const importByArguments = (template: string): UntaggedImport => ({ template });

/** Reasons that several types share. */
export const OWN_ATTRIBUTES = none('no attribute changes by itself or repeats another resource');
export const NOT_LISTED = none('drift lists what EC2 has');
export const FREE = none('AWS does not charge for it');
