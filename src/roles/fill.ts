/** Values of placeholders by name; a value may be a Terraform interpolation. */
export type Values = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{(\w+)\}\}/;

/** Upper limit in bytes of a value that Terraform interpolates: an ARN of a secret or an image with its digest is shorter. */
const INTERPOLATED = 256;

/** Escapes template sequences: `${` and `%{` are doubled. Terraform: "Strings and Templates: Escape Sequences". */
const literally = (text: string): string => text.replace(/[$%](?=\{)/g, '$&$&');

const bytesOf = (value: string): number =>
  value.includes('${') ? Math.max(INTERPOLATED, Buffer.byteLength(value)) : Buffer.byteLength(value);

/** A text for an argument of a Terraform resource. */
export interface Filled {
  /** With Terraform's interpolations in it, and all else escaped. */
  readonly text: string;
  /** How long it is at most once Terraform has filled in the rest. */
  readonly bytes: number;
}

/**
 * Replaces each `{{name}}` by its value. What is not a value reaches the server byte for byte.
 *
 * @throws Error where the templates do not fit the code: a placeholder without a value, a value without a placeholder, or a
 * `$` or `%` before a placeholder, which would make an escape of an interpolation
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
