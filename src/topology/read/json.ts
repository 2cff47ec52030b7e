export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export const isObject = (json: Json | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** A block may be written once, or as a list of itself. */
export const items = (json: Json | undefined): readonly Json[] =>
  json === undefined || json === null ? [] : Array.isArray(json) ? (json as readonly Json[]) : [json as Json];

/** The labels under a block and their bodies, comments left out. */
export const entries = (json: Json | undefined): (readonly [string, Json])[] =>
  items(json)
    .filter(isObject)
    .flatMap((object) => Object.entries(object))
    .filter(([name]) => name !== '//');

/** The blocks of a section by their label: their bodies, each written once or as a list of itself. */
export const blocksOf = (section: Json | undefined): ReadonlyMap<string, JsonObject> =>
  new Map(
    entries(section).map(([label, body]) => {
      const [only] = items(body);
      return [label, isObject(only) ? only : {}];
    }),
  );
