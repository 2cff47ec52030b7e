import type { Json, JsonObject } from './json';
import type { Key } from './plan-values';

/** Where an expression of the configuration stands: in which module instance, for which instance of a resource. */
export interface Place {
  readonly module: ModuleInstance;
  readonly key: Key;
  readonly forEach: Json | undefined;
}

/** A module as often as it is called; the root module is one. */
export class ModuleInstance {
  constructor(
    readonly address: string,
    readonly config: JsonObject,
    /** How the parent calls it; the root module has no call. */
    readonly call?: { readonly json: JsonObject; readonly from: Place },
  ) {}

  public get prefix(): string {
    return this.address === '' ? '' : `${this.address}.`;
  }
}
