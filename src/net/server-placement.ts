/** Name and zone of one instance in a server group. */
export interface ServerPlacement {
  /** Name, and key in Terraform addresses: the group's name, followed by zone and ordinal if there is a count. */
  readonly name: string;
  readonly zone: string;
}

/**
 * Places the instances of a server group. Without a count there is one instance, with the group's name. With a count, instances are
 * distributed over the zones in alphabetical order and keyed by zone and ordinal, so that neither the order of zones nor a larger
 * count renames an instance.
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
