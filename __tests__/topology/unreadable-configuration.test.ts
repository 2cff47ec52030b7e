import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environmentJson } from './support/environment';
import { WEB_AND_APP, terraform } from './support/network';
import { sourceOf } from './support/sources';
import {
  OUTSIDE,
  flipsOf,
  movedOut,
  networkOf,
  places,
  referring,
  replaced,
  verdictsOf,
  type Sample,
} from './support/unreadable';

type Json = Record<string, unknown>;
type Path = readonly string[];
/** Where a resource has several instances, it may be another value in each of them. */
const UNREADABLE = '${jsondecode(file("unreadable.json"))}';
const CASES = join(__dirname, 'cases');
const ENVIRONMENTS = ['dev', 'prod', 'everything'];

const samples: Readonly<Record<string, () => Json>> = {
  'two subnets': () => terraform(WEB_AND_APP),
  ...Object.fromEntries(
    readdirSync(CASES)
      .filter((name) => name.endsWith('.tf.json'))
      .map((name) => [name, () => JSON.parse(readFileSync(join(CASES, name), 'utf8')) as Json]),
  ),
  ...Object.fromEntries(
    ENVIRONMENTS.map((name) => [name, () => environmentJson(name) as unknown as Json] as const),
  ),
};

const formOf = ([, type, , ...attribute]: Path): string => `${type}.${attribute.join('.')}`;

/** The first and the last reference of each form: the same attribute of a type of resource, as of each of many rules. */
const outermost = (paths: readonly Path[]): readonly Path[] => {
  const forms = paths.map(formOf);
  return paths.filter((_, i) =>
    [forms.indexOf(forms[i] ?? ''), forms.lastIndexOf(forms[i] ?? '')].includes(i),
  );
};

/** Flips by each text that refers to something, in a part of a sample. */
function flipsByReference(
  sample: Sample,
  part: Json,
  withPart: (changed: Json) => Sample,
  chosen: (paths: readonly Path[]) => readonly Path[] = (all) => all,
): string[] {
  const before = verdictsOf(sample);
  return chosen(referring(networkOf(part), ['resource'])).flatMap((path) =>
    flipsOf(before, verdictsOf(withPart(replaced(part, path, UNREADABLE) as Json))).map(
      (flip) => `${path.join('.')}: ${flip}`,
    ),
  );
}

describe('Configuration with one reference that nobody can read', () => {
  it.each(Object.entries(samples))('does not change a verdict of %s between yes and no', (name, read) => {
    const root = read();
    const chosen = name === 'everything' ? outermost : undefined;
    expect(flipsByReference({ root }, root, (changed) => ({ root: changed }), chosen)).toEqual([]);
  });

  it.each(['modules', 'styles', 'dual-stack'])(
    'does not change a verdict of the native syntax of %s between yes and no',
    async (name) => {
      const source = await sourceOf(join(__dirname, 'plans', name));
      const root = source.json as Json;
      const calls = Object.keys((root['module'] as Json | undefined) ?? {});
      const modules = Object.fromEntries(calls.map((call) => [call, source.called(call)?.json as Json]));
      const sample = { root, modules };
      const flips = [
        ...flipsByReference(sample, root, (changed) => ({ root: changed, modules })),
        ...Object.entries(modules).flatMap(([call, json]) =>
          flipsByReference(sample, json, (changed) => ({ root, modules: { ...modules, [call]: changed } })),
        ),
      ];
      expect(flips).toEqual([]);
    },
  );
});

describe('Configuration with one resource moved out of the file', () => {
  it.each(Object.entries(samples))('does not change a verdict of %s between yes and no', (name, read) => {
    const root = read();
    const before = verdictsOf({ root });
    const ways = Object.entries(OUTSIDE);
    const flips = places(root).flatMap((address, i) => {
      // In an environment each place is named in one way.
      const named = ENVIRONMENTS.includes(name) ? ways.filter((__, at) => at === i % ways.length) : ways;
      return named.flatMap(([how, outside]) =>
        flipsOf(before, verdictsOf({ root: movedOut(root, address, outside) })).map(
          (flip) => `${address} by ${how}: ${flip}`,
        ),
      );
    });
    expect(flips).toEqual([]);
  });
});
