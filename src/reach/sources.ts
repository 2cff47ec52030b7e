import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { ConfigurationError, type Issue } from '../core/errors';
import { loadHcl2json } from '../core/hcl2json';
import { mergeFiles, type JsonObject, type ModuleSource } from '../topology';
import { isFolder, readText, unreadable } from './read-text';

/** A module as written, with its files, so that messages can point to lines. */
export interface WrittenModule extends ModuleSource {
  readonly files: readonly WrittenFile[];
  called(name: string): WrittenModule | undefined;
}

export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

const SOURCE = /\.tf(\.json)?$/;
/** Backup and lock files of editors. */
const IGNORED = /^\.|~$|^#.*#$/;
const OVERRIDE = /(^|_)override\.tf(\.json)?$/;
/** Maximum depth of nested modules. */
const DEEPEST = 20;
/** Maximum number of module calls, those of called modules included. */
const MOST_CALLS = 10_000;
const FOLDER = 'a folder with .tf or .tf.json files';
const NO_CIRCLE = 'modules that do not call one another in a circle, as terraform init requires';

const issue = (path: string, message: string, accepted: string): Issue => ({
  code: 'TOPOLOGY_UNREADABLE',
  path,
  message,
  accepted,
});

/** What the engine says of a parser that calls itself too often. */
const TOO_DEEP = /call stack/;

/** Converts a parser error to an issue with file and line. */
function sentenceOf(path: string, error: unknown): Issue {
  const { message } = error as Error;
  const [, line, summary] = /:(\d+),\d+[^:]*: ([^;\]]+)/.exec(message) ?? [];
  const where = line === undefined ? path : `${path}:${line}`;
  if (TOO_DEEP.test(message)) return issue(path, 'is nested too deeply', 'what terraform validate accepts');
  return issue(where, `is not valid: ${summary ?? message}`, 'what terraform validate accepts');
}

/** Content of a file, or the reason why it cannot be parsed. */
export type Parsed = { readonly json: JsonObject } | { readonly issue: Issue };

function parseJson(path: string, text: string): Parsed {
  const json = JSON.parse(text) as unknown;
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? { json: json as JsonObject }
    : { issue: issue(path, 'is JSON, but not Terraform', 'an object') };
}

/** Parses a file in native or JSON syntax to JSON. */
export async function parseFile({ path, text }: WrittenFile): Promise<Parsed> {
  try {
    if (path.endsWith('.json')) return parseJson(path, text);
    const { parse } = await loadHcl2json();
    return { json: (await parse(path, text)) as unknown as JsonObject };
  } catch (error) {
    return { issue: sentenceOf(path, error) };
  }
}

/** Parses files and reports all that are invalid together. */
async function parseFiles(files: readonly WrittenFile[]): Promise<JsonObject> {
  const parsed = await Promise.all(files.map(parseFile));
  const issues = parsed.flatMap((one) => ('issue' in one ? [one.issue] : []));
  if (issues.length > 0) throw new ConfigurationError(issues);
  const of = (isOverride: boolean): JsonObject[] =>
    parsed.flatMap((one, i) =>
      'json' in one && OVERRIDE.test(files[i]?.path ?? '') === isOverride ? [one.json] : [],
    );
  return mergeFiles(of(false), of(true));
}

function filesOf(folder: string): WrittenFile[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && SOURCE.test(entry.name) && !IGNORED.test(entry.name))
    .map(({ name }) => name)
    .sort();
  return names.map((name) => {
    const path = join(folder, name);
    return { path, text: readText(path) };
  });
}

/** Directories in which `terraform init` installed modules, by the names of the calls, joined by dots. */
function installed(root: string): ReadonlyMap<string, string> {
  const path = join(root, '.terraform', 'modules', 'modules.json');
  if (!existsSync(path)) return new Map();
  try {
    const { Modules } = JSON.parse(readText(path)) as { Modules: { Key: string; Dir: string }[] };
    return new Map(Modules.map(({ Key, Dir }) => [Key, join(root, Dir)]));
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw unreadable(path, 'is not what terraform init writes', 'run terraform init again');
  }
}

/** A directory with its files, each of which is parsed once, however often its module is called. */
interface Folder {
  readonly files: readonly WrittenFile[];
  readonly json: JsonObject;
}

class Tree {
  private readonly installed: ReadonlyMap<string, string>;
  /** Directories of modules, from which files may be read. */
  private readonly folders = new Set<string>();
  private readonly parsed = new Map<string, Promise<Folder>>();
  private calls = 0;

  constructor(private readonly root: string) {
    this.installed = installed(root);
  }

  /** Reads a file in a module's directory that an expression names. */
  private readonly readFile = (path: string): string | undefined => {
    try {
      const real = realpathSync(resolve(this.root, path));
      const isWithin = [...this.folders].some((folder) => real.startsWith(folder + sep));
      return isWithin && statSync(real).isFile() ? readText(real) : undefined;
    } catch {
      return undefined;
    }
  };

  public async read(files: readonly WrittenFile[]): Promise<WrittenModule> {
    return this.module({ files, json: await parseFiles(files) }, [this.root], []);
  }

  /** @param callers directories of the module and of those that call it */
  private async module(
    { files, json }: Folder,
    callers: readonly string[],
    calls: readonly string[],
  ): Promise<WrittenModule> {
    const folder = callers.at(-1) ?? this.root;
    const modules = new Map<string, WrittenModule>();
    for (const [name, body] of Object.entries(json['module'] ?? {})) {
      const own = [...calls, name];
      const directory = this.installed.get(own.join('.')) ?? relativeSource(folder, body as unknown);
      if (directory === undefined || !isFolder(directory) || own.length > DEEPEST) continue;
      this.check(directory, callers, own);
      modules.set(name, await this.module(await this.folder(directory), [...callers, directory], own));
    }
    this.folders.add(realpathSync(folder));
    const directory = relative(this.root, folder).replaceAll(sep, '/') || '.';
    const called = (name: string): WrittenModule | undefined => modules.get(name);
    return { json, files, called, directory, readFile: this.readFile };
  }

  private check(directory: string, callers: readonly string[], calls: readonly string[]): void {
    if (callers.some((caller) => resolve(caller) === resolve(directory)))
      throw unreadable(directory, `is called by itself, as module.${calls.join('.module.')}`, NO_CIRCLE);
    if (++this.calls > MOST_CALLS)
      throw unreadable(this.root, 'calls too many modules', `at most ${MOST_CALLS} calls of modules`);
  }

  private folder(directory: string): Promise<Folder> {
    const key = resolve(directory);
    const known = this.parsed.get(key);
    if (known) return known;
    const files = filesOf(directory);
    const made = parseFiles(files).then((json) => ({ files, json }));
    this.parsed.set(key, made);
    return made;
  }
}

/** Directory of a module with a relative source. */
function relativeSource(folder: string, body: unknown): string | undefined {
  const [{ source } = { source: undefined }] = [body].flat() as readonly { source?: unknown }[];
  return typeof source === 'string' && /^\.\.?([/\\]|$)/.test(source) ? join(folder, source) : undefined;
}

/**
 * Reads a module and the modules that it calls, from relative paths or from where `terraform init` installed
 * them.
 *
 * @throws ConfigurationError TOPOLOGY_UNREADABLE with all invalid files
 */
export async function readSources(folder: string): Promise<WrittenModule> {
  if (!isFolder(folder)) throw unreadable(folder, 'is not a folder', FOLDER);
  const files = filesOf(folder);
  if (files.length === 0) throw unreadable(folder, 'holds no .tf or .tf.json file', FOLDER);
  return new Tree(folder).read(files);
}

/** Reads one file as a module, with the modules that it calls. */
export const readSource = (file: WrittenFile, folder: string): Promise<WrittenModule> =>
  new Tree(folder).read([file]);
