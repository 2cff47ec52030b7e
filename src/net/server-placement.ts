/** Name and zone of one instance of a server group. */
export interface ServerPlacement {
  /** Its name and its key in every address: the group's name, with zone and ordinal where there is a count. */
  readonly name: string;
  readonly zone: string;
}

/**
 * The instances of a server group. Without a count it is one, in the one zone, under the group's own name. With a count they
 * are dealt over the zones in the order of their letters and keyed by zone and ordinal, so that neither the order in which
 * zones are written nor a larger count renames an instance.
 */
export function placeServers(
  name: string,
  zones: readonly string[],
  count: number | undefined,
): ServerPlacement[] {
  if (count === undefined) return zones.slice(0, 1).map((zone) => ({ name, zone }));
  const letters = [...new Set(zones)].sort();
  return letters.flatMap((zone, index) =>
    Array.from({ length: Math.ceil((count - index) / letters.length) }, (_, ordinal) => ({
      name: `${name}-${zone}-${ordinal + 1}`,
      zone,
    })),
  );
}
