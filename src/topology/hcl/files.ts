import { isFields, type Value } from '../value';
import type { Node } from './ast';
import { giveUp, refuse } from './failures';
import { bounded, gap, unknown } from './gaps';
import { parseTemplate } from './parse';
import { toText } from './scalars';
import type { Bindings, Budget, Scope } from './scope';

/** Evaluates the text of a template, in which nothing has a name but these. */
type Render = (template: Node, names: Bindings) => Value;

function parsed(text: string, budget?: Budget): Node {
  try {
    return parseTemplate(text, budget);
  } catch (error) {
    if (error instanceof SyntaxError) return giveUp(`a template that is not understood (${error.message})`);
    throw error;
  }
}

function rendered(text: string, names: Value, render: Render, budget?: Budget): Value {
  const value = render(
    parsed(text, budget),
    new Map(Object.entries(isFields(names) ? names : refuse('not an object'))),
  );
  return gap(value) === undefined ? bounded(toText(value)) : unknown(value);
}

/**
 * `file` and `templatefile`, where the file is at hand.
 * @returns undefined for other functions and other files
 */
export function fromFile(name: string, args: readonly Value[], scope: Scope, render: Render): Value {
  const [path, names] = args;
  const isRead = (name === 'file' && args.length === 1) || (name === 'templatefile' && args.length === 2);
  if (!isRead || typeof path !== 'string') return undefined;
  const text = scope.readFile?.(path);
  if (text === undefined || name === 'file') return bounded(text);
  return rendered(text, names, render, scope.budget);
}
