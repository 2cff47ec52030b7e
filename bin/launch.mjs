// Runs a program of this project in this process, from source if it exists, otherwise from compiled files.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Node.js for a module, and esbuild for one that the bundle needs. */
const MISSING = /^(ERR_)?MODULE_NOT_FOUND$/;
const UNRESOLVED = /Could not resolve "[^./]/;

/** Runs a program by its path without extension: `main` or e.g. `src/cli/devloop`. */
export async function launch(entry) {
  try {
    if (existsSync(join(ROOT, `${entry}.ts`))) {
      const { run } = await import('./bundle.mjs');
      await run(`${entry}.ts`);
    } else {
      createRequire(import.meta.url)(join(ROOT, 'dist', `${entry}.js`));
    }
  } catch (error) {
    // The program reports its own errors once it runs. Until then it is esbuild that names what it cannot read.
    if (process.listenerCount('uncaughtException') > 0) throw error;
    const missing = MISSING.test(error.code) || UNRESOLVED.test(error.message);
    console.error(missing ? `A package is missing.\nRun npm ci in ${ROOT}.` : error.message);
    process.exitCode = 1;
  }
}
