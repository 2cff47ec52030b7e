import { readFileSync } from 'node:fs';
import { SourceMap, wrap } from 'node:module';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECT_DIR } from './paths';
import { attempt } from './thrown';

/** Position in a stack trace of V8: `at name (file:line:column)` or `at file:line:column`. */
const FRAME = /^\s+at (?:async )?(?:.*\()?((?:file:|[A-Z]:|\/)[^()\n]*):(\d+):(\d+)\)?$/gm;

/** Files that the users of this project write, by the text that their paths begin with. */
const WRITTEN = ['main.ts', 'src/config/environments/', 'src/config/state.ts', 'src/config/automation.ts'];

interface Position {
  /** Path in the project. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Reads each map once: decoding that of the CLI takes a third of a second. */
class Maps {
  private readonly known = new Map<string, SourceMap | undefined>();

  /** A map; undefined where another process, which bundled a later source, has removed it. */
  public of(file: string): SourceMap | undefined {
    if (!this.known.has(file))
      this.known.set(
        file,
        attempt(() => new SourceMap(JSON.parse(readFileSync(file, 'utf8')))),
      );
    return this.known.get(file);
  }
}

/** Where the source of a position in a bundle is. The bundle's first line follows what Node.js puts around a module. */
function inSource(map: SourceMap, line: number, column: number): Position | undefined {
  const before = line === 1 ? wrap('|').indexOf('|') : 0;
  const entry = map.findEntry(line - 1, column - 1 - before);
  if (!('originalSource' in entry)) return undefined;
  return { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function positionOf(maps: Maps, [, place = '', lines, columns]: RegExpExecArray): Position | undefined {
  const path = place.startsWith('file:') ? attempt(() => fileURLToPath(place)) : place;
  if (path === undefined) return undefined;
  const [line, column] = [Number(lines), Number(columns)];
  const map = maps.of(`${path}.map`);
  if (map) return inSource(map, line, column);
  return { file: relative(PROJECT_DIR, path).split(sep).join('/'), line, column };
}

const isOfProject = ({ file }: Position): boolean =>
  !/^(\.\.|\.local)(\/|$)/.test(file) && !isAbsolute(file) && !file.includes('node_modules');

/** Where an error comes from, as `file:line:column` in the project. */
export interface SourceLocation {
  /** In the files that users write, else where it was thrown. */
  readonly at: string;
  /** Where it was thrown, if that is elsewhere. */
  readonly within?: string;
}

/** Finds where a stack trace comes from; undefined where it does not lead through the project. */
export function sourceLocation(stack: string | undefined): SourceLocation | undefined {
  if (stack === undefined) return undefined;
  const maps = new Maps();
  const positions = [...stack.matchAll(FRAME)]
    .flatMap((frame) => positionOf(maps, frame) ?? [])
    .filter(isOfProject);
  const [thrown] = positions;
  if (!thrown) return undefined;
  const { file, line, column } =
    positions.find((one) => WRITTEN.some((path) => one.file.startsWith(path))) ?? thrown;
  const [at, within] = [`${file}:${line}:${column}`, `${thrown.file}:${thrown.line}:${thrown.column}`];
  return at === within ? { at } : { at, within };
}
