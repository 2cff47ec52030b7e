import { setTimeout as sleep } from 'node:timers/promises';
import { OperationError } from '../core/errors';
import { type CloudRun, PAUSE, type RunNow } from './run';

export interface RunOutput {
  /** Called with a sentence at each step. */
  readonly onProgress: (sentence: string) => void;
  /** Called with Terraform's output as it arrives. */
  readonly write: (text: string) => void;
  /** Called with the id of a plan that succeeded, before it is confirmed. @default nothing */
  readonly onPlanned?: (plan: string) => Promise<void>;
}

/** Statuses that only a person can end. https://developer.hashicorp.com/terraform/cloud-docs/run/states */
const NEEDS_PERSON = ['policy_override', 'post_plan_awaiting_decision'];

/** Waits for a plan or an apply to start, and streams its log. Returns if it never starts. */
async function stream(
  run: CloudRun,
  kind: 'plans' | 'applies',
  id: string,
  { write }: RunOutput,
): Promise<void> {
  for (;;) {
    // Read the run first: a plan or apply that has not started when the run is over never will.
    const { over } = await run.now();
    const { begun, log } = await run.phase(kind, id);
    if (begun) return run.log(log, write, async () => (await run.phase(kind, id)).over);
    if (over) return;
    await sleep(PAUSE);
  }
}

/** Waits until the run is over, or its plan is confirmed or needs confirmation. */
async function plannedRun(run: CloudRun): Promise<RunNow> {
  for (;;) {
    const now = await run.now();
    if (now.over || now.confirmable || now.confirmed) return now;
    if (NEEDS_PERSON.includes(now.status)) {
      throw new OperationError({
        code: 'CLOUD_RUN',
        summary: `Run ${run.url} has status "${now.status}", which only a person can end. The run was discarded.`,
        hint: 'Resolve the policy or the run task that stops the run, or plan without it.',
      });
    }
    await sleep(PAUSE);
  }
}

async function ended(run: CloudRun): Promise<RunNow> {
  for (;;) {
    const now = await run.now();
    if (now.over) return now;
    await sleep(PAUSE);
  }
}

/**
 * Streams a run's logs, confirms its plan if needed, and returns its final state.
 *
 * @throws OperationError CLOUD_RUN if the run waits for a decision that only a person can make
 */
export async function followRun(run: CloudRun, output: RunOutput): Promise<RunNow> {
  const { plan, apply } = await run.now();
  await stream(run, 'plans', plan, output);
  const { confirmable, confirmed, status } = await plannedRun(run);
  if (confirmable || confirmed || status === 'planned_and_finished') await output.onPlanned?.(plan);
  if (confirmable) {
    output.onProgress('Confirming the plan');
    await run.act('apply');
  }
  await stream(run, 'applies', apply, output);
  return ended(run);
}

/** Maximum time for a canceled apply to end, in milliseconds. */
const END_TIMEOUT = 30 * 60_000;

/**
 * Ends a run, so that it releases the workspace: discards a waiting run, cancels a running one. A plan that does not end is canceled
 * by force as soon as HCP Terraform permits it. An apply never is, because that would lose its state.
 *
 * @throws OperationError CLOUD_RUN if the run has not ended after 30 minutes
 */
export async function endRun(run: CloudRun, { onProgress }: Pick<RunOutput, 'onProgress'>): Promise<void> {
  let canceled = false;
  for (const began = Date.now(); Date.now() - began < END_TIMEOUT; await sleep(PAUSE)) {
    const { status, over, actions, confirmed } = await run.now();
    if (over) return onProgress(`The run is ${status}`);
    if (actions['is-discardable']) await run.act('discard');
    else if (actions['is-force-cancelable'] && !confirmed) await run.act('force-cancel');
    else if (actions['is-cancelable'] && !canceled) {
      onProgress('Canceling the run');
      await run.act('cancel');
      canceled = true;
    }
  }
  throw new OperationError({
    code: 'CLOUD_RUN',
    summary: `Run ${run.url} was canceled but has not ended`,
    hint: 'Wait for it to finish. Forcing it to cancel, on that page, loses the state of what it creates.',
  });
}
