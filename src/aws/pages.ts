/** Reads the items of all pages. */
export async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}

/** Maximum number of values of an EC2 filter. AWS: "Filter" of the EC2 API. */
export const FILTER_VALUES = 200;

/** Reads the items for many values, at most `size` values a request. */
export async function inBatches<Value, Item>(
  values: Iterable<Value>,
  size: number,
  read: (batch: Value[]) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const distinct = [...new Set(values)];
  const found: Item[] = [];
  for (let from = 0; from < distinct.length; from += size)
    found.push(...(await read(distinct.slice(from, from + size))));
  return found;
}
