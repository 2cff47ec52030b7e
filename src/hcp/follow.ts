import { setTimeout as sleep } from 'node:timers/promises';
import { OperationError } from '../core/errors';
import { type CloudRun, PAUSE, type RunNow } from './run';

export interface RunOutput {
  /** Told each step. */
  readonly onProgress: (sentence: string) => void;
  /** Given Terraform's own output, as it comes. */
  readonly write: (text: string) => void;
}

/** Runs that only a person can help on. https://developer.hashicorp.com/terraform/cloud-docs/run/states */
const NEEDS_PERSON = ['policy_override', 'post_plan_awaiting_decision'];

/** Waits for a plan or an apply, and passes its log on to its end; nothing where it never begins. */
async function stream(
  run: CloudRun,
  kind: 'plans' | 'applies',
  id: string,
  { write }: RunOutput,
): Promise<void> {
  for (;;) {
    // Asked first: what a run that is over has not begun it never will.
    const { over } = await run.now();
    const { begun, log } = await run.phase(kind, id);
    if (begun) return run.log(log, write, async () => (await run.phase(kind, id)).over);
    if (over) return;
    await sleep(PAUSE);
  }
}

/** Waits for what comes after the plan. */
async function settled(run: CloudRun): Promise<RunNow> {
  for (;;) {
    const now = await run.now();
    if (now.over || now.confirmable || now.confirmed) return now;
    if (NEEDS_PERSON.includes(now.status)) {
      throw new OperationError({
        code: 'CLOUD_RUN',
        summary: `${run.url}: "${now.status}" is a state that only a person can end; the run is discarded`,
        hint: 'a plan that no policy and no task holds up',
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
 * Passes on what a run does, confirms its plan where it waits for that, and returns how it ended.
 *
 * @throws OperationError CLOUD_RUN where the run needs a person
 */
export async function followRun(run: CloudRun, output: RunOutput): Promise<RunNow> {
  const { plan, apply } = await run.now();
  await stream(run, 'plans', plan, output);
  if ((await settled(run)).confirmable) {
    output.onProgress('Confirming the plan');
    await run.act('apply');
  }
  await stream(run, 'applies', apply, output);
  return ended(run);
}

/** How long an apply may take to end in good order, in milliseconds. */
const PATIENCE = 30 * 60_000;

/**
 * Ends a run that nobody follows any more, so that it gives the workspace back: discards what waits, cancels what runs. A plan
 * that does not end is forced to, once HCP Terraform allows it; an apply never is, since that would lose its state.
 *
 * @throws OperationError CLOUD_RUN where an apply has not ended after half an hour
 */
export async function endRun(run: CloudRun, { onProgress }: Pick<RunOutput, 'onProgress'>): Promise<void> {
  let canceled = false;
  for (const began = Date.now(); Date.now() - began < PATIENCE; await sleep(PAUSE)) {
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
    summary: `${run.url}: was canceled and does not end`,
    hint: 'its end: to force it, on that page, loses the state of what it makes',
  });
}
