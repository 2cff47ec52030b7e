import { Topology } from '../../../src/topology';
import { UNRELATED, answersOf, flipsOf, referring, replaced } from './unreadable';

type Json = Record<string, unknown>;
const LIST_OF_MENTIONS = { references: ['local.unreadable'] };
/** Where the text of an expression stands in a plan, as in one of a configuration in JSON. */
const TEXT = '${jsondecode(file("unreadable.json"))}';

/** A part of a plan's configuration, and what nobody can read in its place. */
export interface Unreadable {
  readonly path: readonly string[];
  readonly by: unknown;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const isUnrelated = (json: Json): boolean =>
  typeof json['type'] === 'string' && 'mode' in json && UNRELATED.test(json['type']);

/** Every expression of the resources, outputs and module calls of a network, as a whole and by each text in it that refers to something. */
export function unreadables(json: unknown, path: readonly string[] = ['configuration']): Unreadable[] {
  if (!isObject(json) || isUnrelated(json)) return [];
  if (!Array.isArray(json['references']))
    return Object.entries(json).flatMap(([name, inner]) => unreadables(inner, [...path, name]));
  const texts = referring(json['constant_value'], [...path, 'constant_value']);
  return [{ path, by: LIST_OF_MENTIONS }, ...texts.map((one) => ({ path: one, by: TEXT }))];
}

/** The answers of a plan that such a part changes between yes and no. */
export function flipsOfPlan(plan: Json, parts = unreadables(plan['configuration'])): string[] {
  const before = answersOf(Topology.read(plan));
  return parts.flatMap(({ path, by }) =>
    flipsOf(before, answersOf(Topology.read(replaced(plan, path, by) as Json))).map(
      (flip) => `${path.join('.')} as ${JSON.stringify(by)}: ${flip}`,
    ),
  );
}
