import { type Difference, differences, type Places } from './compare';
import type { DerivedAttributes } from './derived-attributes';
import { attributeOf, type Finding, type Outcome, type Place, placed, valuesOf } from './finding';
import type { Change, Json } from './plan';
import { isFields, isUnset, masked, same, Secret, UNKNOWN } from './values';

/** A resource that is in all three places: what differs, and what configuration says of it. */
export interface Compared {
  readonly address: string;
  readonly type: string;
  /** From state to AWS. */
  readonly drift: Change | undefined;
  /** From AWS to configuration; undefined where there is nothing to do. */
  readonly change: Change | undefined;
  /** What configuration sets. */
  readonly expressions: Json;
  /** Attributes that configuration ignores; `all` of them. */
  readonly ignored: readonly string[] | 'all';
}

const secret = (value: Json) => (isUnset(value) ? value : new Secret(value));
const before = ({ before: value, before_sensitive }: Change): Json => masked(value, before_sensitive, secret);
const after = (change: Change): Json =>
  masked(masked(change.after, change.after_sensitive, secret), change.after_unknown, () => UNKNOWN);

/** `tags_all` is what AWS has; `tags` is the same without the provider's own. */
function withoutTagsTwice(value: Json): Json {
  if (!isFields(value) || !('tags_all' in value)) return value;
  const { tags_all: tags, ...rest } = value;
  return { ...rest, tags };
}

function placesOf({ drift, change }: Compared): Places {
  const aws = drift ? after(drift) : change && before(change);
  const places = {
    aws,
    state: drift ? before(drift) : aws,
    configuration: change ? after(change) : aws,
  };
  return {
    aws: withoutTagsTwice(places.aws),
    state: withoutTagsTwice(places.state),
    configuration: withoutTagsTwice(places.configuration),
  };
}

/** Whether configuration sets an attribute; tags always, since the provider's own are part of them. */
function isSet(expressions: Json, [name = '', ...inner]: readonly string[]): boolean {
  if (name === 'tags') return true;
  const expression = Array.isArray(expressions) ? (expressions[0] as Json) : expressions;
  if (!isFields(expression) || expression[name] === undefined) return false;
  const found = expression[name];
  const isValue = isFields(found) && ('constant_value' in found || 'references' in found);
  return isValue || inner.length === 0 || isSet(found, inner);
}

/** What is told of a difference that an apply leaves: AWS has been changed, and configuration wants no other value. */
function left({ ignored, expressions }: Compared, { path, aws, state }: Difference): string {
  const name = path[0] ?? '';
  const both = placed([
    ['AWS', aws],
    ['state', state],
  ]);
  if (ignored === 'all' || ignored.includes(name))
    return `${both}; configuration ignores it, so an apply leaves it`;
  if (!isSet(expressions, path)) return `${both}; configuration does not set it, so an apply leaves it`;
  const agreed = placed([
    ['AWS', aws],
    ['configuration', aws],
    ['state', state],
  ]);
  return `${agreed}; an apply records it in state`;
}

const isReplaced = ({ change }: Compared, { path }: Difference): boolean =>
  change?.replace_paths?.some(([name]) => name === path[0]) ?? false;

/** What an apply does about a value that is not what configuration wants. */
function applied({ aws, state, configuration }: Difference): readonly [Outcome, string] {
  if (configuration === UNKNOWN) return [same(aws, state) ? 'follows' : 'restores', 'sets it anew'];
  if (!same(state, configuration)) return ['deploys', 'changes it'];
  return ['restores', isUnset(configuration) ? 'takes it out' : 'puts it back'];
}

function told(compared: Compared, difference: Difference): Pick<Finding, 'outcome' | 'text'> | undefined {
  const { aws, state, configuration } = difference;
  const drifted = !same(aws, state);
  const unknown = configuration === UNKNOWN;
  // What an apply makes known of an attribute that configuration does not set only follows from the rest.
  const planned = unknown ? isSet(compared.expressions, difference.path) : !same(aws, configuration);
  if (!planned) return drifted ? { outcome: 'leaves', text: left(compared, difference) } : undefined;
  const where: [Place, Json][] = [
    ['AWS', aws],
    ['state', state],
  ];
  if (!unknown) where.push(['configuration', configuration]);
  const [outcome, does] = applied(difference);
  const replaces = isReplaced(compared, difference) ? 'replaces the resource' : does;
  return { outcome, text: `${placed(where)}; an apply ${replaces}` };
}

/** What differs in a resource that is in AWS, in state and in configuration, attribute by attribute. */
export function attributeFindings(compared: Compared, derived: DerivedAttributes): Finding[] {
  return differences(placesOf(compared)).flatMap((difference) => {
    const found = told(compared, difference);
    if (!found || (found.outcome === 'leaves' && isDerived(compared, difference, derived))) return [];
    const text = `${attributeOf(difference)} is ${found.text}`;
    return [{ address: compared.address, ...found, text, ...valuesOf(difference) }];
  });
}

const isDerived = (
  { type, expressions }: Compared,
  difference: Difference,
  derived: DerivedAttributes,
): boolean => !isSet(expressions, difference.path) && derived.has(type, difference);
