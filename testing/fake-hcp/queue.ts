import { conflict, found } from './api';
import type { Execution, Executor } from './execution';
import type { Run, RunStatus, Store, Workspace } from './store';

const isRunning = ({ status }: Run): boolean => status === 'planning' || status === 'applying';
const waitsForConfirmation = ({ status }: Run): boolean =>
  status === 'planned' || status === 'planned_and_saved';

const mayBeDiscarded = (run: Run): boolean =>
  waitsForConfirmation(run) || ['pending', 'policy_override'].includes(run.status);

/** Whether a run needs no lock, because it changes nothing or only saves a plan. */
const locksNothing = ({ planOnly, savePlan }: Run): boolean => planOnly || savePlan;

/**
 * Run queue. One run at a time holds a workspace's lock until it ends; others are pending. Speculative runs do not wait.
 * https://developer.hashicorp.com/terraform/cloud-docs/run/states
 */
export class Queue {
  private readonly executions = new Map<string, Execution>();
  private readonly working = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly store: Store,
    private readonly executor: Executor,
    /** Time between a cancellation and the earliest forced cancellation, in milliseconds. */
    private readonly coolOff: number,
  ) {}

  public add(run: Run): void {
    if (locksNothing(run)) this.begin(run);
    else this.advance(this.workspaceOf(run));
  }

  /** Starts the next run if the workspace is not locked. */
  public advance(workspace: Workspace): void {
    if (workspace.lock || this.stopped) return;
    const next = workspace.runs.find(
      (run) => (run.status === 'pending' && !locksNothing(run)) || run.status === 'confirmed',
    );
    if (!next) return;
    workspace.lock = { type: 'runs', id: next.id, reason: '' };
    if (next.status === 'confirmed') this.work(this.apply(next));
    else this.begin(next);
  }

  /** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#apply-a-run */
  public confirm(run: Run): void {
    if (!waitsForConfirmation(run)) throw conflict('The run is not paused for confirmation');
    this.enter(run, 'confirmed');
    if (run.savePlan) this.advance(this.workspaceOf(run));
    else this.work(this.apply(run));
  }

  /** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#discard-a-run */
  public discard(run: Run): void {
    if (!mayBeDiscarded(run)) throw conflict('The run is not paused for confirmation or priority');
    this.end(run, 'discarded');
  }

  /** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#cancel-a-run */
  public cancel(run: Run): void {
    if (!isRunning(run) && run.status !== 'pending') throw conflict('The run is not planning or applying');
    run.canceledAt = new Date();
    if (run.status === 'pending') this.end(run, 'canceled');
    else this.executions.get(run.id)?.interrupt();
  }

  /** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#forcefully-cancel-a-run */
  public forceCancel(run: Run): void {
    if (!this.mayForce(run)) throw conflict('The run was not canceled before, or the cool-off is not over');
    this.work(this.executions.get(run.id)?.kill() ?? Promise.resolve());
  }

  public forceCancelAt = (canceledAt: Date): Date => new Date(canceledAt.getTime() + this.coolOff);

  public actions(run: Run): Readonly<Record<string, boolean>> {
    return {
      'is-cancelable': isRunning(run) || run.status === 'pending',
      'is-confirmable': waitsForConfirmation(run),
      'is-discardable': mayBeDiscarded(run),
      'is-force-cancelable': this.mayForce(run),
    };
  }

  /** Ends all workers and waits for them. */
  public async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.executions.values()].map((execution) => execution.kill()));
    await Promise.all(this.working);
  }

  private begin(run: Run): void {
    this.work(this.plan(run));
  }

  private work(promise: Promise<void>): void {
    this.working.add(promise);
    void promise.finally(() => this.working.delete(promise));
  }

  private async plan(run: Run): Promise<void> {
    const execution = this.executor.start(run);
    this.executions.set(run.id, execution);
    this.enter(run, 'planning');
    const result = await execution.plan();
    if (result !== 'finished') return this.end(run, result);
    if (run.planOnly || !run.hasChanges) return this.end(run, 'planned_and_finished');
    this.enter(run, run.savePlan ? 'planned_and_saved' : 'planned');
    if (run.autoApply && !run.savePlan) this.confirm(run);
  }

  private async apply(run: Run): Promise<void> {
    this.enter(run, 'applying');
    const result = await this.executions.get(run.id)?.apply();
    this.end(run, result === 'finished' ? 'applied' : (result ?? 'errored'));
  }

  private enter(run: Run, status: RunStatus): void {
    run.status = status;
    run.timestamps[`${status.replaceAll('_', '-')}-at`] = new Date().toISOString();
  }

  private end(run: Run, status: RunStatus): void {
    this.enter(run, status);
    for (const phase of [run.plan, run.apply]) if (phase.status === 'pending') phase.status = 'unreachable';
    this.executions.get(run.id)?.remove();
    this.executions.delete(run.id);
    const workspace = this.workspaceOf(run);
    if (workspace.lock?.id === run.id) workspace.lock = undefined;
    this.advance(workspace);
  }

  private mayForce(run: Run): boolean {
    const { canceledAt } = run;
    return canceledAt !== undefined && isRunning(run) && this.forceCancelAt(canceledAt) <= new Date();
  }

  private workspaceOf({ workspace }: Run): Workspace {
    return found(this.store.workspaces.get(workspace));
  }
}
