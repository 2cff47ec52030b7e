import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../../src/system/paths';

const read = (file: string): string => readFileSync(join(PROJECT_DIR, file), 'utf8');
const namesIn = (folder: string): string[] => readdirSync(join(PROJECT_DIR, folder));

const pages = ['', 'docs', 'docs/adr', '.github'].flatMap((folder) =>
  namesIn(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** Paths of the project in inline code; a walkthrough shows the paths that it creates in blocks. */
const PATHS = /`((?:src|docs|bin|__tests__|testing|emulator|portability|\.ci|\.github)\/[^\s`*]+)`/g;

const architecture = read('docs/architecture.md');
const blockAfter = (heading: string): string =>
  architecture.split(`## ${heading}\n`)[1]?.split('```')[1] ?? '';

/** `cli → drift, state` of the manual, or `cli: ['drift', 'state'],` of the linter, as `cli → drift`, `cli → state`. */
const pairs = (from: readonly string[], to: readonly string[]): string[] =>
  from.flatMap((one) => to.map((other) => `${one} → ${other}`));
const words = (text = ''): string[] => text.match(/[\w-]+/g) ?? [];

describe('Pages of the manual', () => {
  test.each(pages)('%s names only paths that exist', (page) => {
    const missing = [...read(page).matchAll(PATHS)].flatMap(([, path = '']) =>
      existsSync(join(PROJECT_DIR, path)) ? [] : [path],
    );
    expect(missing).toEqual([]);
  });
});

describe('The page of the architecture', () => {
  test('has a line for each room', () => {
    const rooms = [...blockAfter('Rooms').matchAll(/^ {2}(\w+)\/ /gm)].map(([, room]) => room);
    const inTests = ['support'];
    expect(rooms.filter((room) => !inTests.includes(String(room))).sort()).toEqual(namesIn('src').sort());
  });

  test('has the arrows that the linter enforces', () => {
    const told = blockAfter('Arrows')
      .split(/\n| {3,}/)
      .filter((line) => line.includes('→'))
      .flatMap((line) => {
        const [from, to] = line.split('→');
        return pairs(words(from), words(to));
      });
    const enforced = [...read('.dependency-cruiser.js').matchAll(/^ {2}(\w+): \[([^\]{]*)\],$/gm)].flatMap(
      ([, from, to]) => pairs(words(from), words(to)),
    );
    expect(told.sort()).toEqual(enforced.sort());
  });
});
