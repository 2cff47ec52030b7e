#!/usr/bin/env node
// Runs the command line in this very process: from source where that is there, else as it was compiled.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ENTRY = join('src', 'cli', 'devloop');

// Neither Terraform nor the CDKTF CLI, which commands start, asks its maker for news.
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
