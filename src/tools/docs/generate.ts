import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentShape } from '../../config/shape';
import { PROJECT_DIR } from '../../system/paths';
import { configurationTable } from './configuration';
import { withSection } from './markdown';
import { rolesTable } from './roles';

/** Generated sections of the documentation: file, name of the markers, and text. */
const SECTIONS = [
  ['docs/configuration.md', 'keys', () => configurationTable(environmentShape)],
  ['docs/servers.md', 'roles', () => rolesTable()],
] as const;

/** Files whose generated sections are out of date, with their new text. */
export function staleSections(): { readonly file: string; readonly text: string }[] {
  return SECTIONS.flatMap(([file, name, render]) => {
    const document = readFileSync(join(PROJECT_DIR, file), 'utf8');
    const text = withSection(document, name, render());
    return text === document ? [] : [{ file, text }];
  });
}

/** Writes all files whose sections are out of date. */
export function writeSections(): void {
  for (const { file, text } of staleSections()) writeFileSync(join(PROJECT_DIR, file), text);
}
