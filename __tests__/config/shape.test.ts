import * as z from 'zod';
import { keysOf } from '../../src/config/keys';
import { environmentShape } from '../../src/config/shape';
import { environment, everything, everythingElse } from '../support/fixtures/environments';

/** Every path that a value sets, with `[]` for the entries of a list: `servers[].name`. */
function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((entry) => pathsIn(entry, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      inner === undefined ? [] : pathsIn(inner, path === '' ? key : `${path}.${key}`),
    ),
  ];
}

describe('The environments everything and everythingElse', () => {
  const set = new Set([everything, everythingElse].flatMap((input) => pathsIn(input)));

  test('set every key of the shape', () => {
    const paths = keysOf(environmentShape).map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !set.has(path))).toEqual([]);
  });

  test('are valid', () => {
    expect(environment({}, everything).name).toBe('everything');
    expect(environment({}, everythingElse).name).toBe('everything-else');
  });
});

describe('keysOf', () => {
  test('finds keys below lists, records, defaults and every option of a union', () => {
    const shape = z.strictObject({
      list: z.array(z.strictObject({ inner: z.string().optional() })).min(1),
      union: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('a'), one: z.number().default(1) }),
          z.strictObject({ kind: z.literal('b') }),
        ])
        .optional(),
      record: z.record(z.string(), z.string()).default({}),
    });
    expect(keysOf(shape).map(({ path }) => path)).toEqual([
      'list',
      'list[].inner',
      'union',
      'union.kind',
      'union.one',
      'record',
    ]);
  });
});

describe('Every key of the shape', () => {
  test('has a description', () => {
    const silent = keysOf(environmentShape).filter(({ description }) => !description);
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});
