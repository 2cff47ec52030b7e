import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_DIR } from '../../../src/system/paths';

type Permissions = Readonly<Record<string, string>> | string;

/** One step of a job. GitHub: "Workflow syntax for GitHub Actions". */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
  readonly environment?: string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly 'max-parallel'?: number; readonly matrix?: unknown };
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly defaults?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(PROJECT_DIR, '.github');

const textOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

const ACTIONS = readdirSync(join(FOLDER, 'actions'));
const actionFile = (name: string): string => join('actions', name, 'action.yml');

/** Workflow files by their path below .github. */
export const workflowTexts = (): Map<string, string> => {
  const files = readdirSync(join(FOLDER, 'workflows')).map((file) => join('workflows', file));
  return new Map([...files, ...ACTIONS.map(actionFile)].map((file) => [file, textOf(file)]));
};

export const workflow = (name: string): Workflow =>
  parse(textOf(join('workflows', `${name}.yml`))) as Workflow;

/** Steps of a composite action that workflows share. */
export const stepsOf = (action: string): readonly Step[] =>
  (parse(textOf(actionFile(action))) as { runs: { steps: Step[] } }).runs.steps;

/** Steps of all composite actions. */
export const sharedSteps = (): readonly Step[] => ACTIONS.flatMap(stepsOf);

/** Step of a job, by name, or of an action that the job uses. */
export function stepOf(name: string, job: string, step: string): Step {
  const own = workflow(name).jobs[job]?.steps ?? [];
  const used = own.flatMap(({ uses = '' }) => /^\.\/\.github\/actions\/(.*)/.exec(uses)?.[1] ?? []);
  const found = [...own, ...used.flatMap(stepsOf)].find((candidate) => candidate.name === step);
  if (!found) throw new Error(`${name}.yml has no step ${step} in ${job}`);
  return found;
}
