/** A name, or the key between brackets. */
export type Step = string | { readonly key: string | number };

const STEP = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** `aws_subnet.a["x"].id` in steps. */
export function parseReference(text: string): Step[] {
  return [...text.matchAll(STEP)].map(([, name, index, key]) =>
    name !== undefined
      ? name
      : { key: index !== undefined ? Number(index) : (JSON.parse(`"${key}"`) as string) },
  );
}

/** A plan lists each reference and then its shorter forms: only the longest says something. */
export function withoutPrefixes(names: readonly string[]): string[] {
  const shorter = (name: string): boolean =>
    names.some(
      (other) =>
        other.length > name.length && other.startsWith(name) && /^[.[]/.test(other.slice(name.length)),
    );
  return [...new Set(names)].filter((name) => !shorter(name));
}
