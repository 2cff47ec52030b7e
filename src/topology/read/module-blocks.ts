import type { Declared } from './config-instance';
import { blocksOf, entries, type Json, type JsonObject } from './json';

/** Blocks of a module by name, without its resources and data sources. */
export interface ModuleBlocks {
  readonly variables: ReadonlyMap<string, JsonObject>;
  readonly locals: ReadonlyMap<string, Json>;
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** Calls of other modules. */
  readonly calls: ReadonlyMap<string, JsonObject>;
}

export const moduleBlocks = (json: JsonObject): ModuleBlocks => ({
  variables: blocksOf(json['variable']),
  locals: new Map(entries(json['locals'])),
  outputs: blocksOf(json['output']),
  calls: blocksOf(json['module']),
});

/** Resources of a module by local address, e.g. `aws_instance.web`. */
export const declaredIn = (json: JsonObject): Map<string, Declared> =>
  new Map(
    entries(json['resource']).flatMap(([type, named]) =>
      [...blocksOf(named)].map(([name, body]): [string, Declared] => [
        `${type}.${name}`,
        { type, name, body },
      ]),
    ),
  );
