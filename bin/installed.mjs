// Runs before npm scripts whose programs are packages: the shell says only "not found".
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

if (!existsSync(join(ROOT, 'node_modules', '.bin', 'tsx'))) {
  console.error(`The packages are not installed.\nRun npm ci in ${ROOT}.`);
  process.exitCode = 1;
}
