import { fill } from '../../src/roles/fill';

test('fill replaces every placeholder and escapes Terraform template syntax', () => {
  expect(fill("A='{{a}}' B=${B} {{a}} %{C} $D 100%\n", { a: 'x' })).toBe("A='x' B=$${B} x %%{C} $D 100%\n");
});

test('fill keeps a Terraform interpolation in a value', () => {
  expect(fill("A='{{a}}'", { a: '${var.image}' })).toBe("A='${var.image}'");
});

test.each([
  ['a placeholder without a value', '{{a}} {{b}}', { a: '' }, '{{b}} has no value'],
  ['one that only objects have', '{{toString}}', {}, '{{toString}} has no value'],
  ['a value without a placeholder', '{{a}}', { a: '', b: '' }, 'no {{b}} takes the value'],
  ['a $ before a placeholder', '${{a}}', { a: '' }, '$ stands before a placeholder'],
  ['a % before a placeholder', '100%{{a}}', { a: '' }, '% stands before a placeholder'],
  [
    'all of these',
    '${{b}}',
    { a: '' },
    '{{b}} has no value; no {{a}} takes the value; $ stands before a placeholder',
  ],
])('fill rejects %s', (_, template, values, message) => {
  expect(() => fill(template, values as Record<string, string>)).toThrow(new Error(message));
});

test('fill keeps placeholders of other template languages', () => {
  expect(fill('tag: {{.Name}} {{ a }} {b}', {})).toBe('tag: {{.Name}} {{ a }} {b}');
});
