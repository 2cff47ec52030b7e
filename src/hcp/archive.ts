import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { create } from 'tar';
import { OperationError } from '../core/errors';
import { refuseSecretsInVariablesFiles } from '../terraform/variables-files';

/** Files that are not uploaded: provider copies, state, saved plans and crash logs. */
const EXCLUDED =
  /(^|\/)(\.terraform(\/|$)|[^/]*\.tfstate(\.[^/]*)?$|\.terraform\.tfstate\.lock\.info$|[^/]*\.tfplan$|crash\.log$)/;

/** A path outside the directory: parent, absolute, or below the home directory. */
const OUTSIDE = /^(\.\.(\/|$)|\/|~)/;

/** Calls of Terraform's file functions, with the path if it is a literal. */
const READS = /\b(?:file\w*|templatefile)\(\s*\\?"(?:\$\{path\.(?:module|root|cwd)\}\/)?([^"\\]*)/g;

const refused = (path: string, given: string, message: string): OperationError =>
  new OperationError({
    code: 'CLOUD_RUN',
    summary: `${path}: "${given}" ${message}`,
    hint: "Use paths within the stack's folder: a remote run has no other files.",
  });

/** Sources of all modules in a file. */
function moduleSources(json: unknown): string[] {
  const { module = {} } = json as { module?: Record<string, { source?: string }> };
  return Object.values(module).flatMap(({ source }) => source ?? []);
}

/** Rejects references in a JSON file to files outside the directory. */
function checkJson(path: string, text: string): void {
  for (const source of moduleSources(JSON.parse(text))) {
    if (OUTSIDE.test(source)) throw refused(path, source, 'is the source of a module outside the folder');
  }
  for (const [, read = ''] of text.matchAll(READS)) {
    if (OUTSIDE.test(read)) throw refused(path, read, 'is read, and is outside the folder');
  }
}

function checkLink(folder: string, path: string): void {
  const target = relative(realpathSync(folder), realpathSync(join(folder, path)));
  if (OUTSIDE.test(target.replaceAll(sep, '/')))
    throw refused(path, target, 'is where a link leads, outside the folder');
}

/**
 * Archives a stack's directory for a configuration version: tar with gzip. Includes the dependency lock file, but not `.terraform/`,
 * state and plans. https://developer.hashicorp.com/terraform/cloud-docs/api-docs/configuration-versions
 *
 * @throws OperationError CLOUD_RUN if a file references a path outside the directory, ConfigurationError SECRET_IN_VARIABLES
 */
export async function archiveOf(folder: string): Promise<Buffer> {
  refuseSecretsInVariablesFiles(folder);
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => !EXCLUDED.test(path) && !lstatSync(join(folder, path)).isDirectory())
    .sort();
  for (const path of files) {
    if (lstatSync(join(folder, path)).isSymbolicLink()) checkLink(folder, path);
    else if (path.endsWith('.tf.json')) checkJson(path, readFileSync(join(folder, path), 'utf8'));
  }
  return buffer(create({ cwd: folder, gzip: true, portable: true }, files));
}
