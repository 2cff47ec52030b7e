/** A value that is computed when it is first asked for, by its key. */
export function remembered<K, V>(
  known: { has(key: K): boolean; get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  compute: () => V,
): V {
  const found = known.get(key);
  if (found !== undefined || known.has(key)) return found as V;
  const value = compute();
  known.set(key, value);
  return value;
}
