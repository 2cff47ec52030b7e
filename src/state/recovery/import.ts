import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config';
import { OperationError } from '../../core/errors';
import { backendName, type S3BackendSettings } from '../../core/state-backend';
import { terraformProgram } from '../../system/terraform-program';
import { readState } from '../../terraform/state-file';
import { isDeleted, readObject } from '../s3/object';
import { Terraform } from '../../terraform/terraform';
import type { Variables } from '../../core/variables';
import { type ResourceImport, match, type Planned, possibleParts } from './match';
import { detailsOf, type Tagged } from './tagged';
import { environmentResources } from './untracked';

export interface ImportUntrackedOptions {
  readonly environment: Environment;
  readonly backend: S3BackendSettings;
  /** Directory of the stack as it was applied. */
  readonly stack: string;
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
  /** Called with a sentence at each step. */
  readonly onProgress: (sentence: string) => void;
}

/** Ids that AWS generates are globally unique. */
const UNIQUE = /-[0-9a-f]{8,}$/;

const damaged = ({ environment, backend }: ImportUntrackedOptions, how: string): OperationError =>
  new OperationError({
    code: 'STATE_LOST',
    summary: `The state in ${backendName(backend)} is damaged: it ${how}`,
    hint: `Restore an older version: devloop restore-state --environment ${environment.name}`,
  });

/** State as text, empty if there is none. @throws OperationError STATE_LOST if it is damaged or deleted */
async function readableState(options: ImportUntrackedOptions): Promise<string> {
  const { backend, env } = options;
  const text = await readObject(backend, env);
  if (text === undefined && (await isDeleted(backend, env))) throw damaged(options, 'is deleted');
  if (text === undefined) return '';
  const state = readState(text);
  if (typeof state === 'string') throw damaged(options, state);
  return text;
}

/** Untracked resources with the environment's tags. Terraform would create them again. */
async function untrackedResources(options: ImportUntrackedOptions): Promise<Tagged[]> {
  const state = await readableState(options);
  const knows = (text: string): boolean => state.includes(JSON.stringify(text));
  const all = await environmentResources(options);
  return all.filter(({ arn, id }) => !knows(arn) && !(UNIQUE.test(id) && knows(id)));
}

interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly mode: string;
    readonly change: { readonly actions: readonly string[]; readonly after: Planned['after'] };
  }[];
}

/** Resources that the stack would create. */
async function creations(terraform: Terraform): Promise<Planned[]> {
  const { resource_changes: changes = [] } = (await terraform.plan()) as Plan;
  return changes
    .filter(({ mode, change }) => mode === 'managed' && change.actions.join() === 'create')
    .map(({ address, type, change }) => ({ address, type, after: change.after }));
}

/** Imports resources, if they exist. Changes nothing in AWS. */
async function importAll(
  terraform: Terraform,
  imports: readonly ResourceImport[],
  { onProgress }: ImportUntrackedOptions,
): Promise<void> {
  for (const { address, id } of imports) {
    const { status } = await terraform.run(['import', '-input=false', address, id], [0, 1]);
    if (status === 0) onProgress(`Imported ${id} as ${address}`);
  }
}

/** Imports existing resources that the stack would create. Returns untracked resources that remain. */
async function importPlanned(
  first: readonly Tagged[],
  options: ImportUntrackedOptions,
): Promise<readonly Tagged[]> {
  const { environment, stack, env, signal } = options;
  const terraform = new Terraform(stack, { env, signal });
  await terraform.init();
  const tried = new Set<string>();
  const plan = async () => {
    const all = await creations(terraform);
    return all.filter(({ address }) => !tried.has(address));
  };
  const tryAll = async (imports: readonly ResourceImport[]) => {
    for (const { address } of imports) tried.add(address);
    await importAll(terraform, imports, options);
  };
  for (let untracked = first; ; untracked = await untrackedResources(options)) {
    const details = await detailsOf(untracked, environment.region, env);
    const { imports, others } = match(untracked, await plan(), details);
    if (imports.length === 0) return others;
    await tryAll(imports);
    await tryAll(possibleParts(await plan()));
  }
}

const named = ({ arn, tags }: Tagged): string => (tags['Name'] ? `${arn} (${tags['Name']})` : arn);

/**
 * Imports untracked resources of a killed apply. Terraform stores state in S3 at most every 20 seconds, so an apply may have created
 * resources that no state contains. Imports those with the environment's tags that match a resource of the stack.
 *
 * @throws OperationError ORPHANS with the resources that remain; STATE_LOST if the state is damaged
 */
export async function importUntracked(options: ImportUntrackedOptions): Promise<void> {
  const { environment, stack, onProgress } = options;
  const untracked = await untrackedResources(options);
  if (untracked.length === 0) return;
  const count = untracked.length === 1 ? '1 resource' : `${untracked.length} resources`;
  onProgress(
    `${count} of ${environment.name} ${untracked.length === 1 ? 'is' : 'are'} in AWS and in no state`,
  );
  const synthesized = existsSync(join(stack, 'cdk.tf.json'));
  const left = synthesized ? await importPlanned(untracked, options) : untracked;
  if (left.length === 0) return;
  throw new OperationError({
    code: 'ORPHANS',
    summary: `Untracked resources of ${environment.name}, with its tags but in no state: ${JSON.stringify(left.map(named))}`,
    hint: synthesized
      ? `Delete them, or run ${terraformProgram()} import ADDRESS ID in ${stack}`
      : `Run npx cdktf synth, then this command again, to import them into ${stack}`,
  });
}
