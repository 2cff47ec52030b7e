import { Unknown, type Value } from '../value';
import type { Json, JsonObject } from './json';
import type { Key } from './plan-values';

/** Where an expression of the configuration stands: in which module instance, for which instance of a resource. */
export interface Place {
  readonly module: ModuleInstance;
  readonly key: Key;
  readonly forEach: Json | undefined;
  /** The same as it was written, where sources lie beside the plan. */
  readonly written?: Json | undefined;
}

/** The configuration of a module as it was written, in Terraform's JSON syntax, beside what a plan tells of it. */
export interface ModuleSource {
  readonly json: JsonObject;
  /** The source of the module that it calls by this name, where there is one. */
  called(name: string): ModuleSource | undefined;
  /** `path.module`: the module's directory, relative to that of the root module. @default not known */
  readonly directory?: string;
  /** The text of a file by its path from the root module's directory; undefined where it is not at hand. @default none is */
  readFile?(path: string): string | undefined;
}

/** `path.module` and `path.root`, by which expressions name files. */
export function pathOf({ directory }: ModuleSource, name: string): Value {
  const known =
    directory === undefined ? undefined : name === 'module' ? directory : name === 'root' ? '.' : undefined;
  return known ?? new Unknown(`path.${name} is known when Terraform runs`);
}

/** A module as often as it is called; the root module is one. */
export class ModuleInstance {
  constructor(
    readonly address: string,
    readonly config: JsonObject,
    readonly source: ModuleSource | undefined,
    /** How the parent calls it; the root module has no call. */
    readonly call?: { readonly json: JsonObject; readonly name: string; readonly from: Place },
  ) {}

  public get prefix(): string {
    return this.address === '' ? '' : `${this.address}.`;
  }
}
