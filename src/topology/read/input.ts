import type { Input } from '../document';
import { holds, type Scope } from '../hcl/evaluate';
import type { Node } from '../hcl/ast';
import { parseTemplate } from '../hcl/parse';
import { NOTHING, describe, isInternet, parseRange, union, type RangeSet } from '../../net/ranges';
import { Unknown, type Value } from '../value';
import { items, isObject, type JsonObject } from './json';

/**
 * A group holds at most 60 rules unless AWS raises it, so that the internet in more than 32 pieces is no concern.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const LONGEST_PIECE = 5;

const WHOLE = '0.0.0.0/0';

function pieces(prefix: number): string[] {
  if (prefix === 0) return [WHOLE];
  return Array.from({ length: 2 ** prefix }, (_, i) => `${i * 2 ** (8 - prefix)}.0.0.0/${prefix}`);
}

/** Every range that holds this one, the widest last. */
function around(range: RangeSet): string[] {
  const [span] = range;
  if (!span || range.length > 1) return [WHOLE];
  const shortest = 32 - Math.ceil(Math.log2(span[1] - span[0]));
  return Array.from({ length: shortest + 1 }, (_, i) => {
    const size = 2 ** (32 - shortest + i);
    const start = span[0] - (span[0] % size);
    return size >= 2 ** 32 ? WHOLE : withPrefix(describe([[start, start + size]]));
  });
}

const withPrefix = (text: string): string => (text.includes('/') ? text : `${text}/32`);

function conditions(body: JsonObject): Node[] {
  return items(body['validation']).flatMap((rule) => {
    const condition = isObject(rule) ? rule['condition'] : undefined;
    if (typeof condition !== 'string') return [];
    try {
      return [parseTemplate(condition)];
    } catch (error) {
      // A rule that is not understood rules nothing out.
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  });
}

/** Puts values to a variable's own validation rules: what they refuse, it never holds. */
export function readInput(name: string, body: JsonObject): Input {
  const rules = conditions(body);
  const type = typeof body['type'] === 'string' ? body['type'] : 'any';
  const shapes: ((ranges: string[]) => Value)[] = [];
  if (!/string/.test(type) || /list|set|tuple|any/.test(type)) shapes.push((ranges) => ranges);
  if (/^(\$\{)?(string|any)/.test(type)) shapes.push((ranges) => (ranges.length === 1 ? ranges[0] : null));

  const accepted = (value: Value): boolean => {
    if (value === null) return false;
    const scope: Scope = {
      lookup: (root, wanted) =>
        root === 'var' && wanted === name ? value : new Unknown(`${root}.${wanted} is not known here`),
      attribute: (of) => of,
    };
    return rules.every((rule) => holds(rule, scope) !== false);
  };
  const accepts = (ranges: string[]): boolean => shapes.some((shape) => accepted(shape(ranges)));
  const prefixes = Array.from({ length: LONGEST_PIECE + 1 }, (_, prefix) => prefix);
  return {
    mayBeInternet: prefixes.some((prefix) => {
      // What is refused by itself may be left out, as long as the rest is still the internet.
      const kept = pieces(prefix).filter((piece) => accepts([piece]));
      return isInternet(union(...kept.map((piece) => parseRange(piece) ?? NOTHING))) && accepts(kept);
    }),
    mayHold: (range) => around(range).some((candidate) => accepts([candidate])),
  };
}
