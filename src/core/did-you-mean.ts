import leven from 'leven';

/** Maximum edit distance, as a fraction of the length. */
const TOLERANCE = 0.4;

const letters = (name: string): string => [...name].sort().join('');

/** Edit distance. Letters in another order are one mistake, as a person makes it. */
function distanceOf(given: string, name: string): number {
  const [one, other] = [given.toLowerCase(), name.toLowerCase()];
  return Math.min(leven(one, other), letters(one) === letters(other) ? 1 : Infinity);
}

/** Names that start with `given`, else the nearest by edit distance. Upper and lower case are the same. */
function similar(given: string, names: readonly string[]): string[] {
  const start = given.toLowerCase();
  const longer = start.length > 2 ? names.filter((name) => name.toLowerCase().startsWith(start)) : [];
  if (longer.length > 0) return longer;
  const distances = names.map((name) => ({ name, distance: distanceOf(given, name) }));
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
