import leven from 'leven';

/** How much of a name may be mistyped. */
const TOLERANCE = 0.4;

/** The names that somebody may have meant: those that begin so, else the nearest. */
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

/** ` (did you mean dev?)`, for the end of a sentence; empty where nothing is near. */
export function didYouMean(given: string, names: readonly string[]): string {
  const [one, ...others] = similar(given, names);
  if (one === undefined) return '';
  return others.length === 0
    ? ` (did you mean ${one}?)`
    : ` (did you mean one of ${[one, ...others].join(', ')}?)`;
}
