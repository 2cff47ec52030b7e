/** Values of placeholders, by name. A value may be a Terraform interpolation. */
export type Values = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{(\w+)\}\}/;

/** Size that is assumed for an interpolated value, in bytes. Secret ARNs and image references with a digest are shorter. */
const INTERPOLATED = 256;

/** One line of text, in any script. */
export const PRINTABLE = /^(?:[\x20-\x7e]|[^\p{C}\p{Z}\0-\x7f])*$/u;

/** Escapes template sequences by doubling `$` or `%` before `{`. Terraform: "Strings and Templates: Escape Sequences". */
export const literally = (text: string): string => text.replace(/[$%](?=\{)/g, '$&$&');

const bytesOf = (value: string): number =>
  value.includes('${') ? Math.max(INTERPOLATED, Buffer.byteLength(value)) : Buffer.byteLength(value);

/** Rendered text for a Terraform argument. */
export interface Filled {
  /** Text with interpolations. Everything else is escaped. */
  readonly text: string;
  /** Maximum size after interpolation, in bytes. */
  readonly bytes: number;
}

/**
 * Replaces each `{{name}}` by its value. All other text reaches the server unchanged.
 *
 * @throws Error if templates and code do not match: a placeholder without a value, a value without a placeholder, or a `$` or `%`
 * before a placeholder, which would escape an interpolation
 */
export function fill(template: string, values: Values): Filled {
  const pieces = template.split(PLACEHOLDER).map((text, index) => ({ text, named: index % 2 === 1 }));
  checkTemplate(pieces, values);
  const filled = pieces.map(({ text, named }) => {
    const value = values[text] ?? '';
    return named
      ? { text: value, bytes: bytesOf(value) }
      : { text: literally(text), bytes: Buffer.byteLength(text) };
  });
  return {
    text: filled.map(({ text }) => text).join(''),
    bytes: filled.reduce((sum, { bytes }) => sum + bytes, 0),
  };
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
