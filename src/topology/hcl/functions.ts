import { LIMITS, exceeded } from '../limits';
import { Reference, Variable, anyOf, isList, type Value } from '../value';
import { NotUnderstood, giveUp, refuse } from './failures';
import { CIDR } from './functions-cidr';
import { ARRANGING, COLLECTIONS } from './functions-collection';
import { NUMBERS } from './functions-number';
import { TEXT } from './functions-text';
import { define, type Fn } from './define';
import { itemAt } from './elements';
import { bounded, gap, unknown } from './gaps';
import { decode, encoded } from './json-text';
import { stepsOfRegex } from './regex';
import { sizeOf, stepsOf } from './sizes';
import { hasLength, isGap, withoutLength, withoutOrder } from './types';

/** Functions of values that are wholly known. */
const COMPUTING: Readonly<Record<string, Fn>> = {
  ...TEXT,
  ...NUMBERS,
  ...CIDR,
  ...COLLECTIONS,
  jsonencode: define(['nullable'], encoded),
  jsondecode: define(['string'], decode),
};

const own = (table: Readonly<Record<string, Fn>>, name: string): Fn | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** As lists, they hold a variable's ranges beside others; as one argument, they are that variable's ranges. */
const JOINS = ['concat', 'setunion', 'flatten'];
const KEEPS = ['toset', 'tolist', 'flatten', 'distinct', 'compact', 'sort', 'sensitive', 'nonsensitive'];

/** What picks from subnets that a data source finds, which are all alike. */
const PICKS = [...KEEPS, 'element', 'slice', 'reverse', 'one'];
const isAlike = (value: Value): value is Reference =>
  value instanceof Reference && /^data\.aws_subnet(s|_ids)\./.test(value.address) && value.path === 'ids';

/** What may be null or empty is passed over by some functions, which then need not know it. */
const CHOOSES = ['coalesce', 'contains'];

/** Which keep the items of lists, however many there are. */
const COLLECTS = ['concat', 'flatten', 'distinct', 'compact', 'tolist', 'toset', 'setunion', 'reverse'];

/** A function of a list of which nobody knows how many items it has. */
function ofAnyLength(name: string, args: readonly Value[]): Value {
  const [first, index] = args;
  if (name === 'element') return itemAt(first, index);
  // It has one element, or Terraform refuses it.
  if (name === 'one') return itemAt(first, undefined);
  if (name === 'slice') return first;
  if (!COLLECTS.includes(name)) return giveUp('how many there are', args);
  if (args.some(isGap)) return unknown(...args);
  const made = bounded((ARRANGING[name] ?? giveUp('the order of a list', args))(args));
  return isList(made) ? withoutLength(made) : made;
}

function joined(name: string, args: readonly Value[]): Value {
  const lists = args.map((arg) => (arg instanceof Variable ? withoutOrder([anyOf(arg)]) : arg));
  return lists.some(isGap) ? unknown(...lists) : bounded((ARRANGING[name] as Fn)(lists));
}

/** Applies one of Terraform's functions; what is not understood of it is not known, whatever stands around it. */
export function applyFunction(name: string, args: readonly Value[]): Value {
  try {
    return applied(name, args);
  } catch (error) {
    if (error instanceof NotUnderstood) return error.value(args);
    throw error;
  }
}

/** The steps that a function takes: to go through its arguments, and for a regular expression by its own length too. */
export function workOf(name: string, args: readonly Value[]): number {
  return stepsOf(args) + stepsOfRegex(name, args);
}

function applied(name: string, args: readonly Value[]): Value {
  const [first] = args;
  const { parts, characters } = sizeOf(args);
  if (parts > LIMITS.arguments.most) return giveUp(exceeded(LIMITS.arguments), args);
  if (characters > LIMITS.argumentText.most) return giveUp(exceeded(LIMITS.argumentText), args);
  if (first instanceof Variable && args.length === 1 && KEEPS.includes(name)) return anyOf(first);
  if (JOINS.includes(name) && args.some((arg) => arg instanceof Variable)) return joined(name, args);
  if (isAlike(first) && PICKS.includes(name)) return first;
  if (!args.every(hasLength)) return ofAnyLength(name, args);
  const arrange = own(ARRANGING, name);
  if (arrange) {
    const open = args.some((arg) => isGap(arg) && !(CHOOSES.includes(name) && arg instanceof Reference));
    return open ? unknown(...args) : bounded(arrange(args));
  }
  const compute = own(COMPUTING, name);
  if (!compute) return giveUp(`${name}() is not understood`, args);
  return args.some((arg) => gap(arg) !== undefined) ? unknown(...args) : bounded(compute(args));
}

/** The arguments with the last one, a list, spread out. */
export function spreadLast(args: readonly Value[]): readonly Value[] {
  const last = args.at(-1);
  if (isGap(last)) return giveUp('how many arguments there are', args);
  return isList(last) ? [...args.slice(0, -1), ...last] : refuse('arguments that are no list');
}
