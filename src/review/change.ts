import { attributeText, type Difference, differences } from '../plan/compare';
import type { Change, Json, ResourceChange } from '../plan/plan';
import type { Secrets } from '../plan/secrets';
import { isFields, isUnset, masked, Secret, UNKNOWN } from '../plan/values';
import { reasonOf } from './reasons';

/** What a plan does to a resource. */
export type Effect =
  'destroyed' | 'replaced' | 'forgotten' | 'updated' | 'created' | 'read' | 'kept' | 'not understood';

/** An attribute that changes, or a member of a list or set that is added or removed. */
export type AttributeChange = Pick<Difference, 'path' | 'member'> & {
  readonly before: Json;
  readonly after: Json;
};

/** What a plan does to one resource, data source or output. Sensitive values are masked. */
export interface ReviewedChange {
  readonly address: string;
  readonly type: string;
  /** Name in AWS. @default the plan does not tell it */
  readonly name?: string;
  readonly effect: Effect;
  /** How and why, in parts of a sentence. */
  readonly notes: readonly string[];
  readonly movedFrom?: string;
  /** Id of the object that is imported. */
  readonly importedAs?: string;
  readonly attributes: readonly AttributeChange[];
}

/** Effects by what a plan calls them, with how a resource is replaced. HashiCorp: "JSON Output Format"; OpenTofu forgets first. */
const EFFECTS: Readonly<Record<string, readonly [Effect, ...string[]]>> = {
  'no-op': ['kept'],
  create: ['created'],
  read: ['read'],
  update: ['updated'],
  delete: ['destroyed'],
  forget: ['forgotten'],
  'delete create': ['replaced', 'destroyed first'],
  'create delete': ['replaced', 'created first'],
  'create forget': ['replaced', 'the old one stays in AWS and leaves the state'],
  'forget create': ['replaced', 'the old one stays in AWS and leaves the state'],
};

const secret = (value: Json): Json => (isUnset(value) ? value : new Secret(value));

/** Plans of Terraform before 0.15 do not tell what is sensitive. */
export const tellsSensitive = ({ before_sensitive, after_sensitive }: Change): boolean =>
  before_sensitive !== undefined || after_sensitive !== undefined;

const every = (value: Json): Json =>
  isFields(value) ? Object.fromEntries(Object.keys(value).map((name) => [name, true])) : true;

/** What either of two masks hides. */
function eitherMask(one: Json, other: Json): Json {
  if (one === true || other === true) return true;
  if (Array.isArray(one) || Array.isArray(other)) {
    const [left, right] = [one, other].map((mask): readonly Json[] => (Array.isArray(mask) ? mask : []));
    const length = Math.max(left?.length ?? 0, right?.length ?? 0);
    return Array.from({ length }, (_, index) => eitherMask(left?.[index], right?.[index]));
  }
  if (!isFields(one) && !isFields(other)) return false;
  const fields = [one, other].map((mask) => (isFields(mask) ? mask : {}));
  const names = new Set(fields.flatMap((mask) => Object.keys(mask)));
  return Object.fromEntries(
    [...names].map((name) => [name, eitherMask(fields[0]?.[name], fields[1]?.[name])]),
  );
}

/** Masks the texts that are sensitive elsewhere in the plan. */
function withoutSecrets(value: Json, secrets: Secrets): Json {
  if (typeof value === 'string') return secrets.isIn(value) ? new Secret(value) : value;
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, secrets));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [secrets.redact(name), withoutSecrets(inner, secrets)]),
  );
}

/** Values of both sides. What is sensitive on one side is masked on both, as Terraform does. */
function valuesOf(change: Change, secrets: Secrets): { readonly before: Json; readonly after: Json } {
  const mask = tellsSensitive(change)
    ? eitherMask(change.before_sensitive, change.after_sensitive)
    : eitherMask(every(change.before), every(change.after));
  // The mask would make fields of an object that is not there.
  const hide = (value: Json): Json =>
    isUnset(value) ? value : withoutSecrets(masked(value, mask, secret), secrets);
  const after = hide(change.after);
  return {
    before: hide(change.before),
    after: masked(after, change.after_unknown, () => UNKNOWN),
  };
}

const NAMES = ['name', 'identifier', 'cluster_identifier', 'function_name', 'bucket'];

/** What AWS shows as the name: the tag `Name`, or an argument. */
function nameIn(values: Json): string | undefined {
  if (!isFields(values)) return undefined;
  const { tags_all: all, tags } = values;
  const tag = [all, tags].map((one) => (isFields(one) ? one['Name'] : undefined));
  return [...tag, ...NAMES.map((name) => values[name])].find(
    (one): one is string => typeof one === 'string' && one !== '',
  );
}

/** `tags_all` holds the tags of a resource and the provider's default tags, so each tag is told once. */
function withoutTagsTwice(value: Json): Json {
  if (!isFields(value) || !isFields(value['tags_all'])) return value;
  const { tags_all: tags, ...rest } = value;
  return { ...rest, tags };
}

function attributesOf(before: Json, after: Json): AttributeChange[] {
  const [was, is] = [withoutTagsTwice(before), withoutTagsTwice(after)];
  return differences({ aws: was, state: was, configuration: is }).map(
    ({ path, member, state, configuration }) => ({
      path,
      ...(member !== undefined && { member }),
      before: state,
      after: configuration,
    }),
  );
}

/** Attributes that show what an effect does. What is computed again with a new object is not told. */
function shownAttributes(effect: Effect, attributes: readonly AttributeChange[]): readonly AttributeChange[] {
  if (effect === 'updated') return attributes;
  return effect === 'replaced' ? attributes.filter(({ after }) => after !== UNKNOWN) : [];
}

function notesOf(
  { change, deposed, action_reason: reason }: ResourceChange,
  how: readonly string[],
): string[] {
  const paths = [...new Set((change.replace_paths ?? []).map(attributeText))];
  const isTold = paths.length > 0 && reason === 'replace_because_cannot_update';
  return [
    ...how,
    ...(deposed === undefined ? [] : [`an old object that a replacement left (deposed ${deposed})`]),
    ...(paths.length > 0 ? [`${paths.join(', ')} cannot change in place`] : []),
    ...(reason === undefined || isTold ? [] : [reasonOf(reason)]),
  ];
}

/** Reads what a plan does to one resource. */
export function reviewedChange(one: ResourceChange, secrets: Secrets): ReviewedChange {
  const { address, type, change, previous_address: movedFrom } = one;
  const found = EFFECTS[(change.actions ?? []).join(' ')];
  const [effect, ...how] =
    found ?? (['not understood', `its actions are ${JSON.stringify(change.actions)}`] as const);
  const { before, after } = valuesOf(change, secrets);
  const name = nameIn(before) ?? nameIn(after);
  const id =
    change.importing === undefined ? undefined : (change.importing.id ?? 'an id that is known after apply');
  return {
    address,
    type,
    ...(name !== undefined && { name }),
    effect,
    notes: notesOf(one, how),
    ...(movedFrom !== undefined && { movedFrom }),
    ...(id !== undefined && { importedAs: id }),
    attributes: shownAttributes(effect, attributesOf(before, after)),
  };
}
