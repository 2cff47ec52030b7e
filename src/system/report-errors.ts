import { existsSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OperationError } from '../core/errors';
import { explained } from './explain-error';
import { refuseExit } from './refuse-exit';

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

const allowExit = refuseExit();

function report(thrown: unknown): void {
  const error = explained(thrown);
  console.error(error.message);
  // Only writing the stacks fails with this code.
  const writing = error instanceof OperationError && error.failure.code === 'OUTPUT';
  if (!writing && !isWritten()) {
    for (const folder of [join(OUTPUT, 'stacks'), OUTPUT]) removeEmpty(folder);
    console.error('Nothing was written.');
  }
  allowExit();
  process.exit(1);
}

// Import this module first, so that errors in modules imported later are reported, e.g. in an environment's configuration.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, report);
