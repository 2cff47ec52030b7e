import leven from 'leven';

/** Maximum edit distance, as a fraction of the length. */
const TOLERANCE = 0.4;

/** Names that start with `given`, else the nearest by edit distance. */
function similar(given: string, names: readonly string[]): string[] {
  const longer = given.length > 2 ? names.filter((name) => name.startsWith(given)) : [];
  if (longer.length > 0) return longer;
  const distances = names.map((name) => ({ name, distance: leven(given, name) }));
  const near = distances.filter(
    ({ name, distance }) => distance <= TOLERANCE * Math.max(given.length, name.length),
  );
  const least = Math.min(...near.map(({ distance }) => distance));
  return near.filter(({ distance }) => distance === least).map(({ name }) => name);
}

/** Returns ` (did you mean dev?)` for the end of a message, or an empty text if no name is similar. */
export function didYouMean(given: string, names: readonly string[]): string {
  const [one, ...others] = similar(
    given,
    names.filter((name) => name !== given),
  );
  if (one === undefined) return '';
  return others.length === 0
    ? ` (did you mean ${one}?)`
    : ` (did you mean one of ${[one, ...others].join(', ')}?)`;
}
