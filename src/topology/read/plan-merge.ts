import type { Resource } from '../document';
import { ID } from '../link-types';
import { Mentions, Reference, Unknown, isFields, isList, references, type Value } from '../value';
import { isObject, items, type Json, type JsonObject } from './json';
import {
  besideConstants,
  dynamic,
  isOpen,
  isToldAlone,
  isWhole,
  matching,
  pairBlocks,
  unstated,
} from './plan-blocks';
import type { Expressions } from './plan-expressions';
import type { Place } from './plan-module';
import { field } from './plan-values';

/** What a plan tells of one instance of a resource. */
interface Told {
  readonly values: JsonObject;
  readonly unknown: JsonObject;
  readonly expressions: JsonObject;
  /** What the resource is before the plan is applied. */
  readonly before: JsonObject;
}

/** What a plan manages. */
interface Managed {
  readonly byAddress: ReadonlyMap<string, Resource>;
  /** Ids before it is applied. */
  readonly formerIds: ReadonlySet<Json | undefined>;
}

const GATEWAY = /^aws_(internet|vpn)_gateway$/;

/** How an argument within a block is read where it is not known, or parts of it are not. */
type ReadGap = (name: string, unknown: Json | undefined) => Value;

/** Puts together what is planned and, where that is not known yet, what the configuration's expressions say. */
export class Merger {
  constructor(
    private readonly expressions: Expressions,
    private readonly plan: Managed,
  ) {}

  /** @param written the argument as the sources beside the plan have it; undefined where there are none */
  public argument(name: string, told: Told, place: Place, written: () => Value): Value {
    const [known, unknown] = [told.values[name], told.unknown[name]];
    const expression = told.expressions[name];
    if (!isOpen(unknown))
      return (
        (isHash(name, known) ? (written() ?? this.constant(expression, place)) : undefined) ?? plain(known)
      );
    const source = written();
    if (unknown === true) {
      if (source !== undefined) return source;
      if (expression === undefined) return unstated(name);
      return this.besideFormer(told.before[name], this.told(name, unknown, expression, place));
    }
    if (Array.isArray(known) && known.some(isObject)) return this.blocks(name, told, source, place);
    if (source !== undefined) return source;
    return this.items(known, unknown, expression, place);
  }

  /** A list of single values, some of which are not known. */
  private items(
    known: Json | undefined,
    unknown: Json | undefined,
    expression: Json | undefined,
    place: Place,
  ): Value {
    const rest = expression === undefined ? undefined : this.expressions.read(expression, place);
    if (isList(rest) && Array.isArray(unknown) && rest.length === unknown.length) return rest;
    const gaps = Array.isArray(unknown) ? unknown.filter((item) => item === true).length : 1;
    const stated = Array.isArray(known) ? (known as readonly Json[]).filter((item) => item !== null) : [];
    return gaps === 0 ? stated : [...stated, ...Array.from({ length: gaps }, () => rest)];
  }

  private blocks(name: string, told: Told, source: Value, place: Place): Value {
    const known = told.values[name] as readonly Json[];
    const unknown = told.unknown[name];
    const gaps = known.map((_, i) => (Array.isArray(unknown) ? (unknown[i] as Json) : undefined) ?? {});
    const readers = this.readers(name, known, gaps, source, told.expressions[name], place);
    const [former, ...others] = items(told.before[name]);
    const isOne = known.length === 1 && others.length === 0 && source === undefined;
    return known.map((block, i) => {
      const read = readers(i);
      return this.block(block, gaps[i], (inner, gap) =>
        isOne ? this.besideFormer(field(former, inner), read(inner, gap)) : read(inner, gap),
      );
    });
  }

  /** For each block, how its unknown arguments are read. */
  private readers(
    name: string,
    known: readonly Json[],
    gaps: readonly Json[],
    source: Value,
    expression: Json | undefined,
    place: Place,
  ): (block: number) => ReadGap {
    const none = dynamic(name);
    const text = source ?? (isWhole(expression) ? this.constant(expression, place) : undefined);
    if (isList(text) && (text.length === known.length || source !== undefined))
      return (i) => {
        const own = matching(text, known[i] as Json) ?? (text.length === 1 ? text[0] : undefined);
        return (inner) => (isFields(own) ? own[inner] : merged(text, inner, none));
      };
    if (expression === undefined || isList(text)) return () => () => none;
    if (isWhole(expression)) {
      const mentioned = this.expressions.read(expression, place);
      // One list of mentions for all blocks: any of them may be a dynamic one, which is not in it.
      const isMentioned = references(mentioned).length > 0;
      return () => (inner, gap) => {
        if (isMentioned && isToldAlone(gaps, inner))
          return besideConstants(`${name}.${inner}`, gap, mentioned);
        return inner === 'gateway_id' ? (this.gateway(mentioned) ?? none) : none;
      };
    }
    const pairs = pairBlocks(
      Array.isArray(expression) ? (expression as readonly Json[]) : [expression],
      known,
    );
    return (i) => (inner, gap) => {
      if (!pairs) return none;
      const stated = (pairs[i] ?? []).map((one) => field(one, inner)).filter((one) => one !== undefined);
      const values = stated.map((one) => this.told(`${name}.${inner}`, gap, one, place));
      return values.length > 1 ? new Mentions(values, undefined, []) : values[0];
    };
  }

  /**
   * A gateway of several routes, where one is mentioned: that one, or what a dynamic block leads to. AWS takes a NAT gateway
   * there too, but then the provider plans a change for ever.
   */
  private gateway(mentioned: Value): Value {
    const isGateway = ({ address, path }: Reference): boolean =>
      path === 'id' && GATEWAY.test(this.plan.byAddress.get(address)?.type ?? '');
    if (!references(mentioned).some(isGateway)) return undefined;
    const created = [...this.plan.byAddress.values()].filter(({ type }) => GATEWAY.test(type));
    return new Mentions(
      [mentioned, ...created.map(({ address }) => new Reference(address, 'id'))],
      undefined,
      [],
    );
  }

  /** What an expression says of an argument that is not known. */
  private told(name: string, unknown: Json | undefined, expression: Json, place: Place): Value {
    const value = this.expressions.read(expression, place);
    return field(expression, 'constant_value') === undefined ? besideConstants(name, unknown, value) : value;
  }

  /** Ids that a set held before and nothing of the plan had are constants, which may still be in it if its text is not known. */
  private besideFormer(before: Json | undefined, value: Value): Value {
    const former = items(before).filter(
      (id) => typeof id === 'string' && ID.test(id) && !this.plan.formerIds.has(id),
    );
    return former.length === 0 || isList(value) ? value : new Mentions([value], undefined, former);
  }

  /** What an expression says whose text stands in the plan: without references, or in a configuration in JSON. */
  private constant(expression: Json | undefined, place: Place): Value {
    return expression !== undefined && field(expression, 'constant_value') !== undefined
      ? this.expressions.read(expression, place)
      : undefined;
  }

  private block(known: Json, unknown: Json | undefined, read: ReadGap): Value {
    if (unknown === true) return new Unknown('a block that a plan does not tell', [], 'planned');
    const made: Record<string, Value> = {};
    const names = new Set([...Object.keys(object(known)), ...Object.keys(object(unknown))]);
    for (const name of names) {
      const [value, gap] = [field(known, name), field(unknown, name)];
      made[name] = isOpen(gap) ? this.inner(value, gap, read(name, gap)) : plain(value);
    }
    return made;
  }

  /** Blocks within a block, of which some arguments are not known. */
  private inner(known: Json | undefined, unknown: Json | undefined, read: Value): Value {
    if (!Array.isArray(known) || !known.some(isObject)) return read;
    return (known as readonly Json[]).map((block, i) => {
      const own = isList(read) && read.length === known.length ? read[i] : read;
      const gap = Array.isArray(unknown) ? (unknown[i] as Json) : undefined;
      return this.block(block, gap, (name) =>
        isFields(own) ? own[name] : own instanceof Unknown ? own : undefined,
      );
    });
  }
}

/** Of user data the provider plans and stores a SHA-1 hash. */
const isHash = (name: string, known: Json | undefined): boolean =>
  name === 'user_data' && typeof known === 'string' && /^[0-9a-f]{40}$/.test(known);

const object = (json: Json | undefined): JsonObject => (isObject(json) ? json : {});

/** What any of several blocks says, where nobody knows which of them it is. */
function merged(blocks: readonly Value[], name: string, none: Unknown): Value {
  const values = blocks
    .map((block) => (isFields(block) ? block[name] : none))
    .filter((one) => one !== undefined);
  return values.length > 1 ? new Mentions(values, undefined, []) : values[0];
}

const plain = (json: Json | undefined): Value => {
  if (json === null || json === '' || json === undefined) return undefined;
  if (Array.isArray(json)) return (json as readonly Json[]).map(plain);
  return isObject(json)
    ? Object.fromEntries(Object.entries(json).map(([name, inner]) => [name, plain(inner)]))
    : json;
};
