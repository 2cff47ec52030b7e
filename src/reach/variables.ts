import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../core/errors';
import type { Assignment, JsonObject } from '../topology';
import { readText } from './read-text';
import { parseFile, type WrittenFile } from './sources';

/**
 * Files that Terraform loads automatically, in this order, before `*.auto.tfvars` in lexical order.
 * @see https://developer.hashicorp.com/terraform/language/values/variables
 */
const DEFAULT_FILES = ['terraform.tfvars', 'terraform.tfvars.json'];
const AUTOMATIC = /\.auto\.tfvars(\.json)?$/;

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
  const automatic = readdirSync(folder)
    .filter((name) => AUTOMATIC.test(name))
    .sort();
  const paths = [...DEFAULT_FILES, ...automatic].map((name) => join(folder, name)).filter(existsSync);
  return (await Promise.all(paths.map(valuesOfFile))).flat();
}
