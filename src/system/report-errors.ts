import { existsSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OperationError } from '../core/errors';
import { explainError } from './explain-error';

/** Where CDKTF synthesizes to. It makes the folder before it knows whether there will be anything in it. */
const OUTPUT = process.env['CDKTF_OUTDIR'] ?? 'cdktf.out';

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds what an earlier synth wrote, or was never made.
  }
}

/** Whether this process has written its stacks: their list comes last. */
function isWritten(): boolean {
  const list = join(OUTPUT, 'manifest.json');
  return existsSync(list) && statSync(list).mtimeMs > performance.timeOrigin;
}

// Import this module first, so that errors in modules imported later are reported, e.g. in an environment's configuration.
process.on('uncaughtException', (error) => {
  console.error(explainError(error));
  // Only writing the stacks fails with an operation error.
  if (!(error instanceof OperationError) && !isWritten()) {
    for (const folder of [join(OUTPUT, 'stacks'), OUTPUT]) removeEmpty(folder);
    console.error('Nothing was written.');
  }
  process.exit(1);
});
