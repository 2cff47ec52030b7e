import { migrateBetween } from '../../../src/state/migration/migrate';
import type { BackendType } from '../../../src/core/state-backend';
import { terraformEndpoint } from '../state/migration-endpoint';

/** Migration in a separate process that stops at a step until it is killed: `run-move-state.ts FOLDER NAME FROM TO STEP`. */
const [, , folder = '', name = '', from = '', to = '', step = ''] = process.argv;
const side = (backend: string, outdir: string) =>
  terraformEndpoint({ name, backend: backend as BackendType, folder, env: {} }, outdir);
void migrateBetween(side(from, 'from'), side(to, 'to'), name, {
  folder,
  onProgress: (sentence) => {
    console.log(sentence);
    if (sentence.startsWith(step)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
