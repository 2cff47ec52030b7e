#!/usr/bin/env node
// Runs the command line in this process, from source if it exists, otherwise from compiled files.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRY = join('src', 'cli', 'devloop');

// Disables version checks and telemetry of Terraform and the CDKTF CLI.
process.env.CHECKPOINT_DISABLE ??= '1';

try {
  if (existsSync(join(ROOT, `${ENTRY}.ts`))) {
    const { run } = await import('./bundle.mjs');
    await run('src/cli/devloop.ts');
  } else {
    createRequire(import.meta.url)(join(ROOT, 'dist', `${ENTRY}.js`));
  }
} catch (error) {
  const missing = /^ERR_MODULE_NOT_FOUND$|^MODULE_NOT_FOUND$/.test(error.code);
  console.error(missing ? `Error: a package is missing: run npm ci in ${ROOT}` : `Error: ${error.message}`);
  process.exitCode = 1;
}
