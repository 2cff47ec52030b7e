import { fill } from '../../src/roles/fill';

test('fill replaces every placeholder and escapes Terraform template syntax', () => {
  expect(fill("A='{{a}}' B=${B} {{a}} %{C} $D 100%\n", { a: 'x' })).toEqual({
    text: "A='x' B=$${B} x %%{C} $D 100%\n",
    bytes: 28,
  });
});

test('fill keeps a Terraform interpolation in a value', () => {
  expect(fill("A='{{a}}'", { a: '${var.image}' }).text).toBe("A='${var.image}'");
});

test.each([
  ['a value', 'x'.repeat(300), 300],
  ['letters of more than one byte', 'é', 2],
  ['a short interpolation, as what it may become', '${TfToken[TOKEN.0]}', 256],
  ['a long one', `\${join(",", [${'"x", '.repeat(100)}])}`, 516],
])('fill counts the bytes of %s', (_, value, bytes) => {
  expect(fill('{{a}}', { a: value }).bytes).toBe(bytes);
});

test('fill does not count escapes, which do not reach the server', () => {
  expect(fill('${a}', {}).bytes).toBe(4);
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
  expect(fill('tag: {{.Name}} {{ a }} {b}', {}).text).toBe('tag: {{.Name}} {{ a }} {b}');
});
