import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountShape } from '../../config/account-shape';
import { environmentShape } from '../../config/shape';
import { PROJECT_DIR } from '../../system/paths';
import { alarmsTable, eventsTable } from './alarms';
import { configurationTable } from './configuration';
import { guardrailsTable } from './guardrails';
import { withSection } from './markdown';
import { checksTable, preflightPolicy } from './preflight';
import { figuresTable, rolesTable } from './roles';
import { advisoriesTable, licencesTable } from './supply-chain';
import { switchCostsTable } from './switch-costs';
import { policyWaiversTable, waiversTable } from './waivers';

/** Generated sections of the documentation: file, name of the markers, and text. */
const SECTIONS = [
  ['docs/account.md', 'keys', () => configurationTable(accountShape)],
  ['docs/configuration.md', 'keys', () => configurationTable(environmentShape)],
  ['docs/cost.md', 'switches', () => switchCostsTable()],
  ['docs/alarms.md', 'alarms', () => alarmsTable()],
  ['docs/alarms.md', 'events', () => eventsTable()],
  ['docs/servers.md', 'roles', () => rolesTable()],
  ['docs/servers.md', 'figures', () => figuresTable()],
  ['docs/preflight.md', 'checks', () => checksTable()],
  ['docs/preflight.md', 'policy', () => preflightPolicy()],
  ['docs/security.md', 'waivers', () => waiversTable()],
  ['docs/security.md', 'policies', () => policyWaiversTable()],
  ['docs/security.md', 'guardrails', () => guardrailsTable()],
  ['docs/security.md', 'advisories', () => advisoriesTable()],
  ['docs/security.md', 'licences', () => licencesTable()],
] as const;

/** Files whose generated sections are out of date, with their new text. */
export function staleSections(): { readonly file: string; readonly text: string }[] {
  const written = (file: string): string => readFileSync(join(PROJECT_DIR, file), 'utf8');
  const documents = new Map<string, string>();
  for (const [file, name, render] of SECTIONS)
    documents.set(file, withSection(documents.get(file) ?? written(file), name, render()));
  return [...documents]
    .filter(([file, text]) => text !== written(file))
    .map(([file, text]) => ({ file, text }));
}

/** Writes all files whose sections are out of date. */
export function writeSections(): void {
  for (const { file, text } of staleSections()) writeFileSync(join(PROJECT_DIR, file), text);
}
