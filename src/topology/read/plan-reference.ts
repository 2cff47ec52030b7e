/** A name, or the key between brackets. */
export type Step = string | { readonly key: string | number };

const STEP = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;

/** `aws_subnet.a["x"].id` in steps. */
export function parseReference(text: string): Step[] {
  return [...text.matchAll(STEP)].map(([, name, index, key]) =>
    name !== undefined ? name : { key: index !== undefined ? Number(index) : keyOf(`"${key}"`) },
  );
}

/** An instance's key as an address has it, between its brackets. */
export function keyOf(text: string): string | number {
  try {
    return JSON.parse(text) as string | number;
  } catch {
    return text;
  }
}

/** A plan lists each reference and then its shorter forms: only the longest says something. */
export function withoutPrefixes(names: readonly string[]): string[] {
  const sorted = [...new Set(names)].sort();
  return [...new Set(names)].filter(
    (name) => ![`${name}.`, `${name}[`].some((start) => holds(sorted, start)),
  );
}

/** Whether one of sorted names starts like this. */
function holds(sorted: readonly string[], start: string): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(start) === true;
}
