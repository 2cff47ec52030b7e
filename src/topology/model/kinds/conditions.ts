import type { Arguments, Certainty } from '../../fields';
import { isList } from '../../value';
import { Unknown } from '../../value';

/** What arguments say of a resource, or of a block in it, as far as they are known. */
export type Condition = (args: Arguments) => Certainty;

/** A switch. @param otherwise what it is where it is not stated */
export const flag =
  (name: string, otherwise = false): Condition =>
  (args) =>
    args.flag(name, otherwise);

/** Whether an argument is there at all. */
export const stated =
  (name: string): Condition =>
  (args) => {
    const links = args.links(name);
    if (links.some((link) => link.isCertain)) return true;
    return links.length === 0 ? false : new Unknown(links[0]?.why ?? name);
  };

/** Whether a text matches. @param otherwise the text where none is stated */
export const text =
  (name: string, pattern: RegExp, otherwise = ''): Condition =>
  (args) => {
    const value = args.text(name) ?? otherwise;
    return value instanceof Unknown ? value : pattern.test(value);
  };

/** Whether a list has an item. @param otherwise the items where none is stated */
export const includes =
  (name: string, item: string, otherwise: readonly string[] = []): Condition =>
  (args) => {
    const value = args.raw(name) ?? otherwise;
    if (isList(value) && value.includes(item)) return true;
    const isKnown = isList(value) && value.every((one) => typeof one === 'string');
    return isKnown ? false : new Unknown(`${args.owner.address}'s ${name}`);
  };

/** The same of a block within a block; without the block it is false. */
export const within =
  (path: readonly string[], condition: Condition): Condition =>
  (args) => {
    const blocks = path.reduce<readonly Arguments[]>(
      (found, name) => found.flatMap((one) => one.blocks(name)),
      [args],
    );
    return any(blocks.map(condition));
  };

/** Whether such a block is there. */
export const block =
  (name: string): Condition =>
  (args) =>
    args.blocks(name).length > 0;

export const not =
  (condition: Condition): Condition =>
  (args) => {
    const value = condition(args);
    return value instanceof Unknown ? value : !value;
  };

export const either =
  (...conditions: readonly Condition[]): Condition =>
  (args) =>
    any(conditions.map((condition) => condition(args)));

export const both =
  (...conditions: readonly Condition[]): Condition =>
  (args) => {
    const values = conditions.map((condition) => condition(args));
    if (values.includes(false)) return false;
    return values.find((value) => value instanceof Unknown) ?? true;
  };

export const always: Condition = () => true;

function any(values: readonly Certainty[]): Certainty {
  return values.includes(true) || (values.find((value) => value instanceof Unknown) ?? false);
}
