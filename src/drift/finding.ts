import { attributeText, type Difference } from '../plan/compare';
import type { Json } from '../plan/plan';
import { keyOf, PRESENT, Secret, words } from '../plan/values';

/** What an apply does with a difference. */
export type Outcome = 'restores' | 'deploys' | 'follows' | 'leaves';

/** A difference between AWS, state and configuration. */
export interface Finding {
  /** Terraform address, or `output NAME`. */
  readonly address: string;
  readonly outcome: Outcome;
  /** Describes the difference. Does not repeat the address. */
  readonly text: string;
  /** Path of the attribute, e.g. `root_block_device.volume_size`. Empty for an output as a whole. */
  readonly attribute?: string;
  /** The attribute's value in each source that has one. Sensitive values are masked. */
  readonly aws?: Json;
  readonly state?: Json;
  readonly configuration?: Json;
}

export type ValueSource = 'AWS' | 'state' | 'configuration';

/** Formats values with their sources: `"b" in AWS, "a" in state and configuration`. */
export function describeValues(values: readonly (readonly [ValueSource, Json])[]): string {
  const groups: { text: string; secret: boolean; key: string; sources: string[] }[] = [];
  for (const [source, value] of values) {
    const secret = value instanceof Secret;
    const key = keyOf(value);
    const known = groups.find((one) => one.key === key);
    const another = secret && groups.some((one) => one.secret);
    if (known) known.sources.push(source);
    else groups.push({ text: another ? 'another' : words(value), secret, key, sources: [source] });
  }
  return groups.map(({ text, sources }) => `${text} in ${sources.join(' and ')}`).join(', ');
}

/** Formats an attribute's path: `root_block_device.volume_size`, or `"sg-1" in vpc_security_group_ids` for a set member. */
export function attributeOf({ path, member }: Difference): string {
  const attribute = attributeText(path);
  return member === undefined ? attribute : `${words(member)} in ${attribute}`;
}

/** The fields of a `Finding` for `--json`. */
export function valuesOf(difference: Difference) {
  const { aws, state, configuration } = difference;
  const boolean = (value: Json) => (difference.member === undefined ? value : value === PRESENT);
  return {
    attribute: attributeOf(difference),
    aws: boolean(aws),
    state: boolean(state),
    configuration: boolean(configuration),
  };
}
