import { moveBetween } from '../../src/state/migration/migrate';
import type { StateBackend } from '../../src/core/state-backend';
import { moveSide } from './move-side';

/** A move in a process of its own, which stands at a step until it is killed: `run-move-state.ts FOLDER NAME FROM TO STEP`. */
const [, , folder = '', name = '', from = '', to = '', step = ''] = process.argv;
const side = (backend: string, outdir: string) =>
  moveSide({ name, backend: backend as StateBackend, folder, env: {} }, outdir);
void moveBetween(side(from, 'from'), side(to, 'to'), name, {
  folder,
  report: (sentence) => {
    console.log(sentence);
    if (sentence.startsWith(step)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
