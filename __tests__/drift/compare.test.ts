import { differences } from '../../src/plan/compare';
import { attributeOf } from '../../src/drift/finding';
import { keyOf, masked, Secret, UNKNOWN, words } from '../../src/plan/values';

/** What differs between AWS and the other two, as `attribute: AWS, state`. */
const told = (aws: unknown, state: unknown): string[] =>
  differences({ aws, state, configuration: state }).map(
    (one) => `${attributeOf(one)}: ${words(one.aws)}, ${words(one.state)}`,
  );

test.each([
  ['equal', { a: 1, b: ['x'] }, { b: ['x'], a: 1 }, []],
  ['not set, however it is written', { a: null, b: '', c: [], d: {} }, {}, []],
  ['false and 0 are values', { a: false, b: 0 }, {}, ['a: false, absent', 'b: 0, absent']],
  ['a key of a map', { tags: { Name: 'b' } }, { tags: { Name: 'a' } }, ['tags.Name: "b", "a"']],
  ['a block', { disk: [{ size: 9, kind: 'x' }] }, { disk: [{ size: 8, kind: 'x' }] }, ['disk.size: 9, 8']],
  ['a block that is gone', { disk: [] }, { disk: [{ size: 8 }] }, ['{ size: 8 } in disk: absent, present']],
  [
    'members of a set',
    { ids: ['a', 'c'] },
    { ids: ['a', 'b'] },
    ['"b" in ids: absent, present', '"c" in ids: present, absent'],
  ],
  ['the order of a list', { ids: ['b', 'a'] }, { ids: ['a', 'b'] }, ['ids: ["b", "a"], ["a", "b"]']],
  [
    'a text of JSON',
    { policy: '{"Allow": ["x", "y"]}' },
    { policy: '{"Allow": ["x"]}' },
    ['"y" in policy.Allow: present, absent'],
  ],
  ['the same JSON, written differently', { policy: '{"a": 1, "b": 2}' }, { policy: '{"b":2,"a":1}' }, []],
  ['a long text', { script: 'a\nb' }, { script: 'c' }, ['script: a text of 3 characters, "c"']],
])('differences compares AWS and state: %s', (_, aws, state, expected) => {
  expect(told(aws, state)).toEqual(expected);
});

test('differences returns the value of AWS, state and configuration', () => {
  expect(differences({ aws: { a: 1 }, state: { a: 2 }, configuration: { a: 3 } })).toEqual([
    { path: ['a'], aws: 1, state: 2, configuration: 3 },
  ]);
});

test('masked marks values at any depth, also where there is no value yet', () => {
  const secret = (value: unknown) => new Secret(value);
  expect(masked({ a: [{ b: 1, c: 2 }] }, { a: [{ b: true }] }, secret)).toEqual({
    a: [{ b: new Secret(1), c: 2 }],
  });
  expect(masked({ a: 1 }, { a: false, b: true }, () => UNKNOWN)).toEqual({ a: 1, b: UNKNOWN });
});

test('Secret is compared by its value and never printed', () => {
  expect(keyOf(new Secret('a'))).not.toBe(keyOf(new Secret('b')));
  expect(JSON.stringify([new Secret('a')])).toBe('["(sensitive)"]');
  expect(words([new Secret('a')])).toBe('[a sensitive value]');
});
