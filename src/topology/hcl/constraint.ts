import type { Value } from '../value';
import type { Node } from './ast';
import { evaluate } from './evaluate';
import { parseTemplate } from './parse';
import { ANY, BOOL, NUMBER, STRING, type Type } from './types';

const NAMED: Readonly<Record<string, Type>> = {
  string: STRING,
  number: NUMBER,
  bool: BOOL,
  any: ANY,
  // Before Terraform 0.12 these stood alone.
  list: { kind: 'list', of: ANY },
  map: { kind: 'map', of: ANY },
};

const NOTHING_KNOWN = { lookup: (): Value => undefined, attribute: (): Value => undefined };

function fail(): never {
  throw new SyntaxError('a type constraint is not understood');
}

/** A node as a type. */
function typeOf(node: Node | undefined): Type {
  switch (node?.kind) {
    case 'literal':
      return NAMED[String(node.value)] ?? fail();
    case 'name':
      return NAMED[node.name] ?? fail();
    case 'call':
      return callOf(node.name, node.args);
    default:
      return fail();
  }
}

function callOf(name: string, [inner]: readonly Node[]): Type {
  switch (name) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: name, of: typeOf(inner) };
    case 'tuple':
      return inner?.kind === 'list' ? { kind: name, items: inner.items.map(typeOf) } : fail();
    case 'object':
      return inner?.kind === 'object' ? objectOf(inner.entries) : fail();
    default:
      return fail();
  }
}

function objectOf(entries: readonly (readonly [Node, Node])[]): Type {
  const attributes = new Map<string, Type>();
  const optional = new Map<string, Value>();
  for (const [key, value] of entries) {
    const name = key.kind === 'literal' ? String(key.value) : fail();
    const isOptional = value.kind === 'call' && value.name === 'optional';
    const [type, otherwise] = isOptional ? value.args : [value];
    attributes.set(name, typeOf(type));
    if (isOptional) optional.set(name, otherwise ? evaluate(otherwise, NOTHING_KNOWN) : null);
  }
  return { kind: 'object', attributes, optional };
}

/**
 * The type that a variable's `type` states, in native syntax or as JSON has it: `list(string)`, `${map(any)}`, `list`.
 *
 * @throws SyntaxError for anything else
 * @see https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
export function parseConstraint(text: string): Type {
  const [, inner = text] = /^\$\{([^]*)\}$/.exec(text) ?? [];
  return typeOf(parseTemplate(`\${${inner}}`));
}
