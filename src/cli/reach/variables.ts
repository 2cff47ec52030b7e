import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../core/errors';
import type { Assignment, JsonObject, Topology } from '../../topology';
import type { Values } from '../define-command';
import type { REACH_OPTIONS } from './options';
import { readText } from './read-text';
import { parseFile, type WrittenFile } from './sources';

type Given = Pick<Values<typeof REACH_OPTIONS>, 'var' | 'var-file'>;

/**
 * Files that Terraform loads automatically, in this order, before `*.auto.tfvars` in lexical order.
 * @see https://developer.hashicorp.com/terraform/language/values/variables
 */
const DEFAULT_FILES = ['terraform.tfvars', 'terraform.tfvars.json'];
const AUTOMATIC = /\.auto\.tfvars(\.json)?$/;

function ofLine(text: string): Assignment {
  const [, name, value] = /^([^=\s]+)\s*=([^]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--var',
      given: text,
      message: 'gives no variable a value',
      accepted: 'NAME=VALUE, e.g. \'admin_cidrs=["203.0.113.7/32"]\'',
    });
  return { name, form: 'text', value, where: '--var', isStrict: true };
}

async function ofFile(path: string): Promise<readonly Assignment[]> {
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
  return (await Promise.all(paths.map(ofFile))).flat();
}

/**
 * Values of `--var` and `--var-file` in command line order. The last one takes precedence.
 *
 * @throws ConfigurationError USAGE or TOPOLOGY_UNREADABLE
 */
export async function givenValues(given: Given): Promise<readonly Assignment[]> {
  const lines = given.var.map(({ value, position }) => ({
    position,
    values: Promise.resolve([ofLine(value)] as readonly Assignment[]),
  }));
  const files = given['var-file'].map(({ value, position }) => ({ position, values: ofFile(value) }));
  const ordered = [...lines, ...files].sort((left, right) => left.position - right.position);
  return (await Promise.all(ordered.map(({ values }) => values))).flat();
}

/**
 * Reports values from files for undeclared variables, as Terraform does.
 *
 * @throws ConfigurationError USAGE if values are given and no network accepts variables, e.g. only plans
 */
export function checkTaken(
  given: readonly Assignment[],
  networks: readonly Topology[],
  say: (sentence: string) => void,
): void {
  const declared = new Set(networks.flatMap(({ variables }) => variables));
  if (given.length > 0 && networks.every(({ takesVariables }) => !takesVariables))
    throw new ConfigurationError({
      code: 'USAGE',
      path: '--var, --var-file',
      message: 'are about a configuration, and a plan or state holds the values of its variables',
      accepted: 'neither of them with a plan or state',
    });
  for (const { name, where, isStrict } of given)
    if (!isStrict && !declared.has(name))
      say(`${where}: no variable ${name} is declared; its value is left out`);
}
