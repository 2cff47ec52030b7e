import { blocksOf, isObject, type JsonObject } from '../read/json';

/** Address of a resource, without the key of its instance. */
export const withoutKey = (address: string): string => address.replace(/\[.*$/, '');

/** Paths of the constructs that resources belong to, from the metadata that CDKTF writes into each resource. */
export class ConstructPaths {
  private readonly paths = new Map<string, string>();

  constructor(json: JsonObject) {
    for (const [type, named] of blocksOf(json['resource'])) {
      for (const [name, body] of blocksOf(named)) {
        const path = pathIn(body);
        if (path !== undefined) this.paths.set(`${type}.${name}`, path);
      }
    }
  }

  /** Path of the construct of a resource; undefined if the file does not state it. */
  public of(address: string): string | undefined {
    return this.paths.get(withoutKey(address));
  }
}

function pathIn({ '//': comment }: JsonObject): string | undefined {
  const metadata = isObject(comment) ? comment['metadata'] : undefined;
  const path = isObject(metadata) ? metadata['path'] : undefined;
  return typeof path === 'string' ? path : undefined;
}
