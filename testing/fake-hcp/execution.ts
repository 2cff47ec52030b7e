import { join } from 'node:path';
import { isUnknownPackage } from '../../src/terraform/terraform';
import type { Variables } from '../../src/core/variables';
import type { Objects } from './objects';
import { redactedPlan } from './redacted-plan';
import { addRunState } from './state-versions';
import { currentState, type Phase, type Run, type Store, type Variable, type Workspace } from './store';
import { Worker } from './worker';

type Outcome = 'finished' | 'errored' | 'canceled';

const PLAN = 'run.tfplan';
const LOCK_FILE = '.terraform.lock.hcl';

/** The three lines at the start of each log. */
export const logHeader = (version: string, platform: string): string =>
  `Terraform v${version}\non ${platform}\nInitializing plugins and modules...\n`;

/** Formats a value as HCL. A string is quoted and its template sequences are escaped. */
const literal = ({ value, hcl }: Variable): string =>
  hcl ? value : JSON.stringify(value).replace(/([$%])\{/g, '$1$1{');

/**
 * Content of `terraform.tfvars`. Variables of the run override those of the workspace.
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/variables#precedence
 */
function tfvars({ variables }: Workspace, run: Run): string {
  const values = new Map(
    variables.filter(({ category }) => category === 'terraform').map((each) => [each.key, literal(each)]),
  );
  for (const { key, value } of run.variables) values.set(key, value);
  return [...values].map(([key, value]) => `${key} = ${value}\n`).join('');
}

export class Executor {
  constructor(
    private readonly store: Store,
    private readonly objects: Objects,
    private readonly folder: string,
    private readonly env: Variables,
    private readonly header: string,
  ) {}

  public start(run: Run): Execution {
    const workspace = this.store.workspaces.get(run.workspace) as Workspace;
    const own = workspace.variables.filter(({ category }) => category === 'env');
    const worker = new Worker(join(this.folder, run.id), {
      ...this.env,
      ...Object.fromEntries(own.map(({ key, value }) => [key, value])),
      TFC_RUN_ID: run.id,
      TFC_WORKSPACE_NAME: workspace.name,
      TFC_WORKSPACE_SLUG: `${this.store.organization}/${workspace.name}`,
    });
    const { store, objects, header } = this;
    return new Execution(worker, { store, objects, run, workspace, header });
  }
}

interface Context {
  readonly store: Store;
  readonly objects: Objects;
  readonly run: Run;
  readonly workspace: Workspace;
  readonly header: string;
}

/** Plan and apply of one run, in one directory. */
export class Execution {
  private killed = false;

  constructor(
    private readonly worker: Worker,
    private readonly context: Context,
  ) {}

  public plan(): Promise<Outcome> {
    const { run, workspace, store } = this.context;
    return this.phase(run.plan, async (log) => {
      const { archive } = store.configurations.get(run.configuration) ?? {};
      await this.worker.unpack(archive ?? Buffer.alloc(0));
      this.worker.write('terraform.tfvars', tfvars(workspace, run));
      this.worker.state = currentState(workspace)?.raw;
      if (!(await this.init(log))) return false;
      const status = await this.worker.terraform(['plan', ...output(workspace), ...planFlags(run)], log);
      if (status !== 0 && status !== 2) return false;
      run.hasChanges = status === 2;
      await this.readPlan();
      return true;
    });
  }

  public apply(): Promise<Outcome> {
    const { run, workspace } = this.context;
    return this.phase(run.apply, async (log) => {
      this.worker.state = currentState(workspace)?.raw;
      const status = await this.worker.terraform(['apply', ...output(workspace), '-input=false', PLAN], log);
      this.keepState();
      if (status === 0) run.apply.changes = run.plan.changes;
      return status === 0;
    });
  }

  public interrupt(): void {
    this.worker.interrupt();
  }

  public kill(): Promise<void> {
    this.killed = true;
    return this.worker.kill();
  }

  public remove(): void {
    this.worker.remove();
  }

  private async phase(
    phase: Phase,
    work: (log: (text: string) => void) => Promise<boolean>,
  ): Promise<Outcome> {
    const { header, run } = this.context;
    const enter = (status: Phase['status']) => {
      phase.status = status;
      const name = { running: 'started' }[status as string] ?? status;
      phase.timestamps[`${name}-at`] = new Date().toISOString();
    };
    enter('running');
    phase.log.append(header);
    const done = await work((text) => phase.log.append(text)).catch((error: unknown) => {
      phase.log.append(`${String(error)}\n`);
      return false;
    });
    // An apply that completes despite the interruption counts as finished.
    const canceled = run.canceledAt !== undefined && !(done && phase === run.apply);
    const outcome = canceled ? 'canceled' : done ? 'finished' : 'errored';
    enter(outcome);
    phase.log.close();
    return outcome;
  }

  /** Runs `init`. The log contains its output only if it fails. */
  private async init(log: (text: string) => void): Promise<boolean> {
    let output = '';
    const init = () =>
      this.worker.terraform(['init', '-input=false', '-no-color'], (text) => (output += text));
    let status = await init();
    // A mirror on this machine may contain a package with other checksums than the registry's.
    if (status !== 0 && isUnknownPackage(output)) {
      this.worker.forget(LOCK_FILE);
      status = await init();
    }
    if (status !== 0) log(output);
    return status === 0;
  }

  private async readPlan(): Promise<void> {
    const { run, workspace } = this.context;
    const json = await this.json('show', '-json', PLAN);
    const { resource_changes: changes = [] } = JSON.parse(json) as {
      resource_changes?: { change: { actions: string[] } }[];
    };
    const count = (action: string) => changes.filter(({ change }) => change.actions.includes(action)).length;
    run.plan.changes = { add: count('create'), change: count('update'), remove: count('delete') };
    run.planJson = json;
    if (workspace.structuredOutput)
      run.redactedPlanJson = redactedPlan(json, await this.json('providers', 'schema', '-json'));
  }

  private async json(...args: string[]): Promise<string> {
    let json = '';
    await this.worker.terraform(args, (text) => (json += text));
    return json;
  }

  /** Stores the state, even if the apply failed. A forced cancellation loses it, as documented. */
  private keepState(): void {
    const { store, objects, workspace, run } = this.context;
    const { state } = this.worker;
    if (this.killed || state === undefined || state === currentState(workspace)?.raw) return;
    addRunState(store, objects, workspace, state, run.id);
  }
}

const output = ({ structuredOutput }: Workspace): string[] => [structuredOutput ? '-json' : '-no-color'];

const planFlags = ({ isDestroy, refresh, refreshOnly, targets, replaces }: Run): string[] => [
  '-input=false',
  '-detailed-exitcode',
  `-out=${PLAN}`,
  ...(isDestroy ? ['-destroy'] : []),
  ...(refresh ? [] : ['-refresh=false']),
  ...(refreshOnly ? ['-refresh-only'] : []),
  ...targets.map((address) => `-target=${address}`),
  ...replaces.map((address) => `-replace=${address}`),
];
