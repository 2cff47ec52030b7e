import { RE2JS, type Matcher } from 're2js';
import { LIMITS, exceeded } from '../limits';
import type { Value } from '../value';
import { giveUp, refuse } from './failures';
import { plain } from './scalars';
import { collection, toFields, typeOf } from './types';

const LOOKBEHIND = /\(\?<[=!]/;
/** `{3}` or `{1,3}`, and whether it repeats a group, which may hold repetitions itself. */
const REPEATED = /(\))?\{(?:\d+,)?(\d+)\}/g;
/** Characters of a text, times those of an expression, that take about as long as one step of another expression. */
const PRODUCT_OF_A_STEP = 64;

/** How often the parts of an expression are repeated: groups within one another multiply. */
function repetitions(expression: string): number {
  let [groups, longest] = [1, 1];
  for (const [, group, count] of expression.matchAll(REPEATED)) {
    if (group !== undefined) groups *= Math.max(1, Number(count));
    else longest = Math.max(longest, Number(count));
  }
  return groups * longest;
}

/** Steps of finding one match. */
const stepsOf = (expression: string, subject: string): number =>
  Math.ceil((expression.length * repetitions(expression) * subject.length) / PRODUCT_OF_A_STEP);

/** Steps of finding every match, each of which may take a look at all of the text. */
const stepsOfEach = (expression: string, subject: string): number =>
  stepsOf(expression, subject) * subject.length;

const between = /^\/(.*)\/$/s;

/** The regular expression that `replace` is given between slashes; undefined for plain text. */
export const regexOf = (wanted: string): string | undefined =>
  wanted.length > 1 ? between.exec(wanted)?.[1] : undefined;

/** The steps of the regular expression in a call, none where there is none. */
export function stepsOfRegex(name: string, [first, second]: readonly Value[]): number {
  if (typeof first !== 'string' || typeof second !== 'string') return 0;
  const replaced = name === 'replace' ? regexOf(second) : undefined;
  const steps =
    replaced !== undefined
      ? stepsOfEach(replaced, first)
      : name === 'regexall'
        ? stepsOfEach(first, second)
        : name === 'regex'
          ? stepsOf(first, second)
          : 0;
  return Math.min(steps, LIMITS.regexSteps.most);
}

/**
 * Terraform's regular expressions are RE2, which needs time by the length of the text and that of the expression, whatever
 * the expression.
 */
export function matcher(expression: string, subject: string): Matcher {
  lookAt(expression, subject)();
  if (expression.length > LIMITS.pattern.most || LOOKBEHIND.test(expression))
    return giveUp(exceeded(LIMITS.pattern));
  try {
    return RE2JS.compile(expression).matcher(plain(subject));
  } catch {
    return giveUp('a regular expression');
  }
}

/** Counts the steps of each match, and gives up where they are too many. */
export function lookAt(expression: string, subject: string): () => void {
  const steps = stepsOf(expression, subject);
  let left = LIMITS.regexSteps.most;
  return () => {
    if ((left -= steps) < 0) giveUp(exceeded(LIMITS.pattern));
  };
}

/** One match as Terraform has it: the text, a tuple of groups, or an object of named ones. */
function captured(found: Matcher): Value {
  const names = Object.keys(found.pattern().namedGroups());
  const count = found.groupCount();
  if (count === 0) return found.group(0);
  if (names.length > 0 && names.length !== count) return refuse('groups with and without names');
  if (names.length > 0) return toFields(names.map((name) => [name, found.group(name)]));
  return Array.from({ length: count }, (_, i) => found.group(i + 1));
}

/** `regex`. */
export function regex(expression: string, subject: string): Value {
  const found = matcher(expression, subject);
  return found.find() ? captured(found) : refuse('no match');
}

/** `regexall`. */
export function regexall(expression: string, subject: string): Value {
  const found = matcher(expression, subject);
  const look = lookAt(expression, subject);
  const matches: Value[] = [];
  while (found.find()) {
    look();
    if (found.group(0) === '') return giveUp('an empty match');
    matches.push(captured(found));
  }
  return collection('list', typeOf(matches[0] ?? ''), matches);
}
