import { type Difference, differences, type ValuesBySource } from '../plan/compare';
import type { DerivedAttributes } from './derived-attributes';
import {
  attributeOf,
  type Finding,
  type Outcome,
  type ValueSource,
  describeValues,
  valuesOf,
} from './finding';
import type { Change, Json } from '../plan/plan';
import { isFields, isUnset, masked, same, Secret, UNKNOWN } from '../plan/values';

/** A resource that is in AWS, state and configuration. */
export interface Compared {
  readonly address: string;
  readonly type: string;
  /** Change from state to AWS. */
  readonly drift: Change | undefined;
  /** Change from AWS to configuration. Undefined if the plan has none. */
  readonly change: Change | undefined;
  /** Expressions in configuration. */
  readonly expressions: Json;
  /** Attributes in `ignore_changes`. */
  readonly ignored: readonly string[] | 'all';
}

const secret = (value: Json) => (isUnset(value) ? value : new Secret(value));
const before = ({ before: value, before_sensitive }: Change): Json => masked(value, before_sensitive, secret);
const after = (change: Change): Json =>
  masked(masked(change.after, change.after_sensitive, secret), change.after_unknown, () => UNKNOWN);

/** Replaces `tags` by `tags_all`, which includes the provider's default tags, so that a tag is reported once. */
function withoutTagsTwice(value: Json): Json {
  if (!isFields(value) || !('tags_all' in value)) return value;
  const { tags_all: tags, ...rest } = value;
  return { ...rest, tags };
}

function valuesBySource({ drift, change }: Compared): ValuesBySource {
  const aws = drift ? after(drift) : change && before(change);
  const values = {
    aws,
    state: drift ? before(drift) : aws,
    configuration: change ? after(change) : aws,
  };
  return {
    aws: withoutTagsTwice(values.aws),
    state: withoutTagsTwice(values.state),
    configuration: withoutTagsTwice(values.configuration),
  };
}

/** Whether configuration sets an attribute. Always true for tags, since default tags are part of them. */
function isSet(expressions: Json, [name = '', ...inner]: readonly string[]): boolean {
  if (name === 'tags') return true;
  const expression = Array.isArray(expressions) ? (expressions[0] as Json) : expressions;
  if (!isFields(expression) || expression[name] === undefined) return false;
  const found = expression[name];
  const isValue = isFields(found) && ('constant_value' in found || 'references' in found);
  return isValue || inner.length === 0 || isSet(found, inner);
}

const isIgnored = (ignored: Compared['ignored'], { path: [name = ''] }: Difference): boolean =>
  ignored === 'all' || ignored.includes(String(name));

/** Describes drift that an apply does not revert: it is ignored, not configured, or equal to configuration. */
function describeUnreverted({ ignored, expressions }: Compared, difference: Difference): string {
  const { path, aws, state } = difference;
  const both = describeValues([
    ['AWS', aws],
    ['state', state],
  ]);
  if (isIgnored(ignored, difference)) return `${both}; configuration ignores it, so an apply leaves it`;
  if (!isSet(expressions, path)) return `${both}; configuration does not set it, so an apply leaves it`;
  const agreed = describeValues([
    ['AWS', aws],
    ['configuration', aws],
    ['state', state],
  ]);
  return `${agreed}; an apply records it in state`;
}

const isReplaced = ({ change }: Compared, { path }: Difference): boolean =>
  change?.replace_paths?.some(([name]) => name === path[0]) ?? false;

/** What an apply does with a value that differs from configuration. */
function applied({ aws, state, configuration }: Difference): readonly [Outcome, string] {
  if (configuration === UNKNOWN) return [same(aws, state) ? 'follows' : 'restores', 'sets it again'];
  if (!same(state, configuration)) return ['deploys', 'changes it'];
  return ['restores', isUnset(configuration) ? 'takes it out' : 'puts it back'];
}

function describe(compared: Compared, difference: Difference): Pick<Finding, 'outcome' | 'text'> | undefined {
  const { aws, state, configuration } = difference;
  const drifted = !same(aws, state);
  const unknown = configuration === UNKNOWN;
  // An unknown value of an attribute that configuration does not set is computed, so it is no change of its own.
  const planned = unknown ? isSet(compared.expressions, difference.path) : !same(aws, configuration);
  if (!planned)
    return drifted ? { outcome: 'leaves', text: describeUnreverted(compared, difference) } : undefined;
  const where: [ValueSource, Json][] = [
    ['AWS', aws],
    ['state', state],
  ];
  if (!unknown) where.push(['configuration', configuration]);
  const [outcome, does] = applied(difference);
  const replaces = isReplaced(compared, difference) ? 'replaces the resource' : does;
  return { outcome, text: `${describeValues(where)}; an apply ${replaces}` };
}

/** Compares a resource that is in AWS, state and configuration, attribute by attribute. */
export function attributeFindings(compared: Compared, derived: DerivedAttributes): Finding[] {
  return differences(valuesBySource(compared)).flatMap((difference) => {
    const found = describe(compared, difference);
    if (!found || (found.outcome === 'leaves' && isDerived(compared, difference, derived))) return [];
    const text = `${attributeOf(difference)} is ${found.text}`;
    return [{ address: compared.address, ...found, text, ...valuesOf(difference) }];
  });
}

const isDerived = (
  { type, expressions, ignored }: Compared,
  difference: Difference,
  derived: DerivedAttributes,
): boolean =>
  (!isSet(expressions, difference.path) || isIgnored(ignored, difference)) && derived.has(type, difference);
