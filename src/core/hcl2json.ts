import { setFlagsFromString } from 'node:v8';

type Hcl2json = typeof import('@cdktf/hcl2json');

/** Loads HashiCorp's HCL parser, a Go program in WebAssembly. */
export function loadHcl2json(): Promise<Hcl2json> {
  // V8 would otherwise optimize the whole program in the background, and the process would wait for that at its exit.
  setFlagsFromString('--liftoff-only');
  return import('@cdktf/hcl2json');
}
