import type { Value } from '../value';
import { inOrder, toList } from './convert';
import { refuse } from './failures';
import { toBool, toNumber, toText, toWhole } from './scalars';
import { NUMBER, STRING, collection } from './types';

/** A function of Terraform's; it throws a Refusal where Terraform refuses. */
export type Fn = (args: readonly Value[]) => Value;

const PARAMETERS = {
  any: (value: Value): Value => value,
  nullable: (value: Value): Value => value,
  string: toText,
  number: toNumber,
  whole: toWhole,
  bool: toBool,
  list: (value: Value): readonly Value[] => inOrder(toList(value)),
  strings: (value: Value): readonly (string | null)[] =>
    inOrder(toList(value, STRING)).map((item) => (item === null ? null : toText(item))),
} as const;

type Parameter = keyof typeof PARAMETERS;
type Given<P extends Parameter> = ReturnType<(typeof PARAMETERS)[P]>;
type AllGiven<P extends readonly Parameter[]> = { -readonly [K in keyof P]: Given<P[K]> };

const given = <P extends Parameter>(parameter: P, value: Value): Given<P> =>
  (value === null && parameter !== 'nullable' ? refuse('null') : PARAMETERS[parameter](value)) as Given<P>;

/** A function with exactly these parameters, which take no null unless they say so. */
export function define<const P extends readonly Parameter[]>(
  parameters: P,
  compute: (...args: AllGiven<P>) => Value,
): Fn {
  return (args) => {
    if (args.length !== parameters.length) refuse(`${args.length} arguments`);
    return compute(...(parameters.map((parameter, i) => given(parameter, args[i])) as AllGiven<P>));
  };
}

/** A function with these parameters and any number of further ones of one kind. */
export function variadic<const P extends readonly Parameter[], R extends Parameter>(
  parameters: P,
  rest: R,
  compute: (args: AllGiven<P>, rest: Given<R>[]) => Value,
): Fn {
  return (args) => {
    if (args.length < parameters.length) refuse(`${args.length} arguments`);
    return compute(
      parameters.map((parameter, i) => given(parameter, args[i])) as AllGiven<P>,
      args.slice(parameters.length).map((arg) => given(rest, arg)),
    );
  };
}

export const strings = (values: readonly string[]): Value => collection('list', STRING, [...values]);
export const numbers = (values: readonly number[]): Value => collection('list', NUMBER, [...values]);

/** A function of one value that leaves null as it is. */
export const conversion =
  (convertOne: (value: Value) => Value): Fn =>
  ([value, ...more]) =>
    more.length > 0 ? refuse('arguments') : value === null ? null : convertOne(value);
