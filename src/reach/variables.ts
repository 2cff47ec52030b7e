import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../core/errors';
import { automaticVariablesFiles } from '../core/variables-files';
import type { Assignment, JsonObject } from '../topology';
import { readText } from './read-text';
import { parseFile, type WrittenFile } from './sources';

/** Values from a variable definitions file, `.tfvars` or `.tfvars.json`. @throws ConfigurationError TOPOLOGY_UNREADABLE */
export async function valuesOfFile(path: string): Promise<readonly Assignment[]> {
  const file: WrittenFile = { path, text: readText(path, 'a file of values, .tfvars or .tfvars.json') };
  const parsed = await parseFile(file);
  if ('issue' in parsed) throw new ConfigurationError(parsed.issue);
  const form = path.endsWith('.json') ? 'literal' : 'template';
  return Object.entries(parsed.json).map(([name, value]) => ({
    name,
    form,
    value: value as JsonObject[string],
    where: path,
    isStrict: false,
  }));
}

/** Values from the files that Terraform loads automatically from a root module. */
export async function automaticValues(folder: string): Promise<readonly Assignment[]> {
  const paths = automaticVariablesFiles(readdirSync(folder)).map((name) => join(folder, name));
  return (await Promise.all(paths.map(valuesOfFile))).flat();
}
