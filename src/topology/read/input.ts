import type { Input } from '../document';
import { holds } from '../hcl/evaluate';
import type { Node } from '../hcl/ast';
import { parseTemplate } from '../hcl/parse';
import type { Budget, Scope } from '../hcl/scope';
import { FAMILIES, type Family } from '../../net/families';
import {
  ALL,
  NOTHING,
  isInternet,
  networksAround,
  networksOf,
  overlaps,
  parseLoosely,
  parseRange,
  subtract,
  union,
  type RangeSet,
} from '../../net/ranges';
import { Unknown, isList, type Value } from '../value';
import { items, isObject, type JsonObject } from './json';

/**
 * A group holds at most 60 rules unless AWS raises it, so that the internet in more than 32 pieces is no concern.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const LONGEST_PIECE = 5;

/** Every network of a family that holds this one, the widest last. */
const around = (range: RangeSet): readonly string[] =>
  FAMILIES.flatMap((family) => (overlaps(range, ALL[family]) ? networksAround(range, family) : []));

function conditions(body: JsonObject, budget?: Budget): Node[] {
  return items(body['validation']).flatMap((rule) => {
    const condition = isObject(rule) ? rule['condition'] : undefined;
    if (typeof condition !== 'string') return [];
    try {
      return [parseTemplate(condition, budget)];
    } catch (error) {
      // A rule that is not understood rules nothing out.
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  });
}

/** What a variable holds whose value is known. */
export function inputOf(value: Value): Input {
  const ranges = (isList(value) ? value : value === null ? [] : [value]).map((item) =>
    typeof item === 'string' ? parseLoosely(item) : undefined,
  );
  const known = ranges.every((range) => range !== undefined)
    ? union(...ranges.map((range) => range ?? NOTHING))
    : undefined;
  return { ...(known && { ranges: known }), mayBeInternet: () => true, mayHold: () => true };
}

/** Whether a rule refuses a value for certain. */
function refused(rules: readonly Node[], name: string, value: Value, budget?: Budget): boolean {
  const scope: Scope = {
    ...(budget && { budget }),
    lookup: (root, wanted) =>
      root === 'var' && wanted === name ? value : new Unknown(`${root}.${wanted} is not known here`),
    attribute: (of) => of,
  };
  return rules.some((rule) => holds(rule, scope) === false);
}

/** Whether a variable's own validation refuses a value for certain. */
export const refusesValue = (name: string, body: JsonObject, value: Value): boolean =>
  refused(conditions(body), name, value);

/**
 * Puts values to a variable's own validation rules: what they refuse, it never holds.
 * @param budget what is left of the steps that the rules of all variables may take; without any, they refuse nothing
 */
export function readInput(name: string, body: JsonObject, budget: Budget): Input {
  const rules = conditions(body, budget);
  const type = typeof body['type'] === 'string' ? body['type'] : 'any';
  const shapes: ((ranges: string[]) => Value)[] = [];
  if (!/string/.test(type) || /list|set|tuple|any/.test(type)) shapes.push((ranges) => ranges);
  if (/^(\$\{)?(string|any)/.test(type)) shapes.push((ranges) => (ranges.length === 1 ? ranges[0] : null));

  const accepted = (value: Value): boolean => value !== null && !refused(rules, name, value, budget);
  const accepts = (ranges: string[]): boolean => shapes.some((shape) => accepted(shape(ranges)));
  const prefixes = Array.from({ length: LONGEST_PIECE + 1 }, (_, prefix) => prefix);
  const mayBeInternet = (family: Family): boolean =>
    prefixes.some((prefix) => {
      const kept = acceptedOf(family, prefix);
      return kept !== undefined && accepts(kept);
    });
  /** What is refused by itself may be left out, as long as the rest is still the internet; undefined where it is not. */
  const acceptedOf = (family: Family, prefix: number): string[] | undefined => {
    const kept: string[] = [];
    let rest = ALL[family];
    for (const piece of networksOf(family, prefix)) {
      if (accepts([piece])) kept.push(piece);
      else rest = subtract(rest, parseRange(piece) ?? NOTHING);
      if (!isInternet(rest, family)) return undefined;
    }
    return kept;
  };
  const known = new Map<Family, boolean>();
  return {
    mayBeInternet: (family) => {
      const found = known.get(family) ?? mayBeInternet(family);
      known.set(family, found);
      return found;
    },
    mayHold: (range) => around(range).some((candidate) => accepts([candidate])),
  };
}
