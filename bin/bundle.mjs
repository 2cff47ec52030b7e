// Runs a TypeScript program of this project as one bundled script with its compiled code, several times as fast as compiling
// each file anew. The bundle lies in .local/bundle and serves only while every file in it is the same, byte for byte.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, '.local', 'bundle');
const MODULE = /\.([cm]?[jt]sx?|json)$/;
/** Stand for the packages: npm writes the last anew whenever it changes what is installed. */
const PACKAGES = ['package.json', 'tsconfig.json', 'bin/bundle.mjs', 'node_modules/.package-lock.json'];

function contents(file) {
  try {
    return readFileSync(join(ROOT, file));
  } catch {
    return Buffer.alloc(0);
  }
}

const foldersAbove = (file) => (file === '.' ? [] : [dirname(file), ...foldersAbove(dirname(file))]);

/** Digest of files, and of the names beside and above them, since a new file may be what an import means. */
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

/** Whole or not at all: another process may read or write the same file. */
function write(file, data) {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, data);
  renameSync(partial, file);
}

/** Reads the project's own files for esbuild and keeps what it read; leaves archiver, which loads slowly, until a file asset asks. */
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

/** @throws Error with esbuild's messages, each with file, line and column */
async function build(entry, name) {
  const { build: bundle } = await import('esbuild');
  const read = new Map();
  const { outputFiles } = await bundle({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // A script that V8 takes from its cache cannot import().
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true,
    external: ['archiver', '@cdktf/hcl2json'],
    plugins: [sources(read)],
    write: false,
    logLevel: 'silent',
  });
  const files = [...read.keys()].sort();
  const digest = digestOf(files, (file) => read.get(file) ?? contents(file));
  mkdirSync(FOLDER, { recursive: true });
  const old = readdirSync(FOLDER).filter((file) => file.startsWith(`${name}.`) && !file.includes(digest));
  for (const file of old) rmSync(join(FOLDER, file), { force: true });
  write(join(FOLDER, `${name}.${digest}.js`), outputFiles[0].text);
  write(join(FOLDER, `${name}.json`), JSON.stringify({ files, digest }));
  return digest;
}

/** What was bundled last, where all that went into it is still the same. */
function bundled(name) {
  try {
    const { files, digest } = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    return digestOf(files) === digest ? digest : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs a program of this project, which `entry` names: `main.ts`.
 *
 * @throws Error where it cannot be bundled, as for a syntax error
 */
export async function run(entry) {
  const name = entry.replaceAll('/', '-').replace(/\.ts$/, '');
  const digest = bundled(name) ?? (await build(entry, name));
  const file = join(FOLDER, `${name}.${digest}.js`);
  const cache = `${file}.${process.version}-${process.arch}`;
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  const script = new vm.Script(Module.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData,
  });
  // Functions that ran are in the compiled code by then.
  if (cachedData === undefined || script.cachedDataRejected)
    process.once('exit', () => write(cache, script.createCachedData()));
  const main = new Module(file);
  script.runInThisContext().call(main.exports, main.exports, createRequire(file), main, file, FOLDER);
}
