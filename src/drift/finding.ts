import type { Difference } from './compare';
import type { Json } from './plan';
import { keyOf, PRESENT, Secret, words } from './values';

/** What an apply would do about it. */
export type Outcome = 'restores' | 'deploys' | 'follows' | 'leaves';

/** One thing that is not the same in AWS, in state and in configuration. */
export interface Finding {
  /** Terraform address, or `output NAME`. */
  readonly address: string;
  readonly outcome: Outcome;
  /** What is told of the address, without it. */
  readonly text: string;
  /** The attribute, as `root_block_device.volume_size`; empty for an output as a whole. */
  readonly attribute?: string;
  /** Its values where it has them; what is sensitive is not in them. */
  readonly aws?: Json;
  readonly state?: Json;
  readonly configuration?: Json;
}

export type Place = 'AWS' | 'state' | 'configuration';

/** `"b" in AWS, "a" in state and configuration`. */
export function placed(values: readonly (readonly [Place, Json])[]): string {
  const told: { text: string; secret: boolean; key: string; places: string[] }[] = [];
  for (const [place, value] of values) {
    const secret = value instanceof Secret;
    const key = keyOf(value);
    const known = told.find((one) => one.key === key);
    const another = secret && told.some((one) => one.secret);
    if (known) known.places.push(place);
    else told.push({ text: another ? 'another' : words(value), secret, key, places: [place] });
  }
  return told.map(({ text, places }) => `${text} in ${places.join(' and ')}`).join(', ');
}

/** `root_block_device.volume_size`, or `"sg-1" in vpc_security_group_ids`. */
export function attributeOf({ path, member }: Difference): string {
  const attribute = path.join('.');
  return member === undefined ? attribute : `${words(member)} in ${attribute}`;
}

/** The difference for programs. */
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
