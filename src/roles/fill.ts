/** Values of placeholders, by name. A value may be a Terraform interpolation. */
export type Values = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{(\w+)\}\}/;

/** One line of text, in any script. */
export const PRINTABLE = /^(?:[\x20-\x7e]|[^\p{C}\p{Z}\0-\x7f])*$/u;

/** Escapes template sequences by doubling `$` or `%` before `{`. Terraform: "Strings and Templates: Escape Sequences". */
export const literally = (text: string): string => text.replace(/[$%](?=\{)/g, '$&$&');

/**
 * Replaces each `{{name}}` by its value, for a Terraform argument. All other text is escaped, and reaches the server unchanged.
 *
 * @throws Error if templates and code do not match: a placeholder without a value, a value without a placeholder, or a `$` or `%`
 * before a placeholder, which would escape an interpolation
 */
export function fill(template: string, values: Values): string {
  const pieces = template.split(PLACEHOLDER).map((text, index) => ({ text, named: index % 2 === 1 }));
  checkTemplate(pieces, values);
  return pieces.map(({ text, named }) => (named ? (values[text] ?? '') : literally(text))).join('');
}

function checkTemplate(pieces: readonly { text: string; named: boolean }[], values: Values): void {
  const names = new Set(pieces.filter(({ named }) => named).map(({ text }) => text));
  const problems = [
    ...[...names].filter((name) => !Object.hasOwn(values, name)).map((name) => `{{${name}}} has no value`),
    ...Object.keys(values)
      .filter((name) => !names.has(name))
      .map((name) => `no {{${name}}} takes the value`),
    ...pieces
      .slice(0, -1)
      .filter(({ text, named }) => !named && /[$%]$/.test(text))
      .map(({ text }) => `${text.slice(-1)} stands before a placeholder`),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
}
