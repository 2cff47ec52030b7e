// Runs a program of this project in this process, from source if it exists, otherwise from compiled files.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** esbuild for a package that is not there. */
const MISSING = /Could not resolve "([^./"][^"]*)"/;

function isDeclared(module) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const name = module.split('/', module.startsWith('@') ? 2 : 1).join('/');
  return name in { ...dependencies, ...devDependencies };
}

const place = ({ location }) =>
  location === null ? '' : `${location.file}:${location.line}:${location.column + 1}: `;

/** What keeps a program from being started, as `--json` prints it. */
function failureOf(error) {
  const { code = '', message = String(error), errors } = error ?? {};
  const [, name] = MISSING.exec(message) ?? [];
  if (name === undefined ? /MODULE_NOT_FOUND$/.test(code) : isDeclared(name))
    return { code: 'INSTALLATION', summary: 'A package is missing.', hint: `Run npm ci in ${ROOT}.` };
  if (errors === undefined) return { code: 'UNEXPECTED', summary: message };
  return {
    code: 'SOURCE_INVALID',
    summary: errors.map((one) => place(one) + one.text).join('\n'),
    hint:
      name === undefined
        ? 'Nothing was started or written. Correct the file; npm run typecheck names every such mistake.'
        : `Nothing was started or written. Run npm install --save-exact ${name}, or correct the import.`,
  };
}

function report(error) {
  const failure = failureOf(error);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: failure }));
  else console.error([failure.summary, failure.hint].filter(Boolean).join('\n'));
}

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
    // The program reports its own errors once it runs. Node.js would read the properties of what was thrown, which may throw in turn.
    if (process.emit('uncaughtException', error, 'uncaughtException')) return;
    // Until then it is esbuild that names what it cannot read.
    report(error);
    process.exitCode = 1;
  }
}
