// Runs a TypeScript program of this project as a bundled script with V8's code cache, which is much faster than compiling each file.
// The bundle is in .local/bundle. It is used as long as none of its files has changed.
import { isAscii } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, '.local', 'bundle');
const MODULE = /\.([cm]?[jt]sx?|json)$/;
/** Files that represent the installed packages. npm rewrites the last one with each installation. */
const PACKAGES = ['package.json', 'tsconfig.json', 'bin/bundle.mjs', 'node_modules/.package-lock.json'];

function contents(file) {
  try {
    return readFileSync(join(ROOT, file));
  } catch {
    return Buffer.alloc(0);
  }
}

const foldersAbove = (file) => (file === '.' ? [] : [dirname(file), ...foldersAbove(dirname(file))]);

/** Digest of files and of the names in their directories and parents, because a new file may change how an import resolves. */
function digestOf(files, read = contents) {
  const hash = createHash('sha256');
  const add = (text) => hash.update(text).update('\0');
  for (const file of [...files, ...PACKAGES]) {
    add(file);
    add(read(file));
  }
  for (const folder of new Set(files.flatMap(foldersAbove))) {
    for (const name of readdirSync(join(ROOT, folder))) if (MODULE.test(name)) add(name);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Writes a file atomically, because other processes may read or write it. */
function write(file, data) {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, data);
  renameSync(partial, file);
}

/** Loads the project's files and records them. Defers archiver, which loads slowly, until a file asset uses it. */
const sources = (read) => ({
  name: 'sources',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
      const file = relative(ROOT, path);
      if (file.includes('node_modules')) return undefined;
      read.set(file, readFileSync(path));
      return { contents: read.get(file), loader: extname(path).slice(1) };
    });
    onResolve({ filter: /^archiver$/, namespace: 'file' }, () => ({ path: 'archiver', namespace: 'lazy' }));
    onLoad({ filter: /./, namespace: 'lazy' }, () => ({
      contents: "module.exports = (...options) => require('archiver')(...options);",
    }));
  },
});

/** Warnings about the project's own files, e.g. of a key that stands twice in an object, are mistakes like errors. */
const own = ({ location }) => location !== null && !location.file.includes('node_modules');

/** Writes files that only save time: a checkout may be read-only, and a disk full. */
function cache(save) {
  try {
    save();
  } catch (error) {
    if (error.syscall === undefined) throw error;
  }
}

/** @throws Error with esbuild's `errors`, each with file, line and column */
async function build(entry, name) {
  const { build: bundle } = await import('esbuild');
  const read = new Map();
  const { outputFiles, warnings } = await bundle({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // V8's code cache does not support import().
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    external: ['archiver', '@cdktf/hcl2json', 'cdktf-cli'],
    plugins: [sources(read)],
    // Beside the bundle, for the place of an error in the source.
    sourcemap: 'external',
    sourcesContent: false,
    outfile: `${name}.js`,
    write: false,
    logLevel: 'silent',
  });
  const mistakes = warnings.filter(own);
  if (mistakes.length > 0) throw Object.assign(new Error('The source has mistakes'), { errors: mistakes });
  const files = [...read.keys()].sort();
  const digest = digestOf(files, (file) => read.get(file) ?? contents(file));
  const [map, script] = outputFiles.map(({ text }) => text);
  cache(() => {
    mkdirSync(FOLDER, { recursive: true });
    const old = readdirSync(FOLDER).filter((file) => file.startsWith(`${name}.`) && !file.includes(digest));
    for (const file of old) rmSync(join(FOLDER, file), { force: true });
    write(join(FOLDER, `${name}.${digest}.js.map`), map);
    write(join(FOLDER, `${name}.${digest}.js`), script);
    write(join(FOLDER, `${name}.json`), JSON.stringify({ files, digest }));
  });
  return { digest, script: Buffer.from(script) };
}

/** The last bundle, if none of its files has changed. */
function bundled(name) {
  try {
    const { files, digest } = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    if (digestOf(files) !== digest) return undefined;
    return { digest, script: readFileSync(join(FOLDER, `${name}.${digest}.js`)) };
  } catch {
    return undefined;
  }
}

/**
 * Sets flags of V8 before the code cache is read, which is only valid for the same flags.
 *
 * Node.js 20 optimizes functions so early that a short run spends an eighth of its time on it. Later versions count calls instead and do
 * not know the flag. The default is 135168. `src/core/hcl2json.ts` says what the other flag is for,
 * and sets it where no bundle runs, e.g. in tests.
 */
function setFlags() {
  if (process.version.startsWith('v20.')) v8.setFlagsFromString('--interrupt-budget=2000000');
  v8.setFlagsFromString('--liftoff-only');
}

/**
 * Runs a program of this project.
 *
 * @param entry path of the program, e.g. `main.ts`
 * @throws Error if it cannot be bundled, e.g. because of a syntax error
 */
export async function run(entry) {
  setFlags();
  const name = entry.replaceAll('/', '-').replace(/\.ts$/, '');
  const { digest, script: text } = bundled(name) ?? (await build(entry, name));
  const file = join(FOLDER, `${name}.${digest}.js`);
  const compiled = `${file}.${process.version}-${process.arch}`;
  const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
  // V8 loads one-byte text faster. esbuild escapes other characters in texts, but not in regular expressions.
  const source = text.toString(isAscii(text) ? 'latin1' : 'utf8');
  const script = new vm.Script(Module.wrap(source), { filename: file, cachedData });
  // At exit, so that the cache contains the functions that ran.
  if (cachedData === undefined || script.cachedDataRejected)
    process.once('exit', () => cache(() => write(compiled, script.createCachedData())));
  const main = new Module(file);
  script.runInThisContext().call(main.exports, main.exports, createRequire(file), main, file, FOLDER);
}
