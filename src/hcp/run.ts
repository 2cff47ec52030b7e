import { setTimeout as sleep } from 'node:timers/promises';
import { OperationError } from '../core/errors';
import { backendName } from '../core/state-backend';
import type { CloudApi, Document } from './api';
import { readLog } from './log';
import type { CloudWorkspace } from './workspace';

/** Interval between two polls of a run, in milliseconds. */
export const PAUSE = 1000;

interface Actions {
  readonly 'is-cancelable': boolean;
  readonly 'is-confirmable': boolean;
  readonly 'is-discardable': boolean;
  readonly 'is-force-cancelable': boolean;
}

interface RunAttributes {
  readonly status: string;
  readonly 'has-changes': boolean;
  readonly actions: Actions;
}

interface PhaseAttributes {
  readonly status: string;
  readonly 'log-read-url': string;
}

/** State of a plan or an apply of a run. */
export interface Phase {
  /** Whether Terraform has started. */
  readonly begun: boolean;
  readonly over: boolean;
  readonly log: string;
}

/** State of a run. */
export interface RunNow {
  /** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#run-states */
  readonly status: string;
  /** Whether the run is in a final state. */
  readonly over: boolean;
  /** Whether the plan needs confirmation. */
  readonly confirmable: boolean;
  /** Whether the plan is confirmed. */
  readonly confirmed: boolean;
  readonly hasChanges: boolean;
  readonly actions: Actions;
  /** Ids of the plan and the apply. */
  readonly plan: string;
  readonly apply: string;
}

const FINAL = [
  'planned_and_finished',
  'applied',
  'discarded',
  'errored',
  'canceled',
  'force_canceled',
  'policy_soft_failed',
];

const CONFIRMED = ['confirmed', 'apply_queued', 'applying'];

export interface RunOptions {
  /** Whether the run only plans. */
  readonly planOnly: boolean;
  readonly message: string;
}

/** Uploads a configuration version and waits until it is processed. */
async function upload(workspace: CloudWorkspace, archive: Buffer, speculative: boolean): Promise<string> {
  const { api, id, backend } = workspace;
  const attributes = { 'auto-queue-runs': false, speculative };
  type Attributes = { status: string; 'upload-url': string };
  const { data } = await api.call<Attributes>(
    `POST workspaces/${id}/configuration-versions`,
    { type: 'configuration-versions', attributes },
    workspace.unless('can-queue-run'),
  );
  await api.transfer(data.attributes['upload-url'], {
    method: 'PUT',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: new Uint8Array(archive),
  });
  for (;;) {
    const { data: now } = await api.call<Attributes>(`GET configuration-versions/${data.id}`);
    if (now.attributes.status === 'uploaded') return data.id;
    if (now.attributes.status === 'errored') {
      throw new OperationError({
        code: 'CLOUD_RUN',
        summary: `${backendName(backend)} could not process the uploaded configuration`,
      });
    }
    await sleep(PAUSE);
  }
}

/** A run in a workspace. https://developer.hashicorp.com/terraform/cloud-docs/run/api */
export class CloudRun {
  private constructor(
    private readonly workspace: CloudWorkspace,
    public readonly id: string,
    private readonly api: CloudApi,
  ) {}

  /** Uploads an archive of a stack's directory and starts a run. */
  public static async begin(
    workspace: CloudWorkspace,
    archive: Buffer,
    { planOnly, message }: RunOptions,
  ): Promise<CloudRun> {
    const configuration = await upload(workspace, archive, planOnly);
    // Not cancelable: a run whose id is unknown could not be canceled.
    const { data } = await workspace.api.uninterrupted().call<RunAttributes>(
      'POST runs',
      {
        type: 'runs',
        attributes: { message, 'plan-only': planOnly },
        related: {
          workspace: { type: 'workspaces', id: workspace.id },
          'configuration-version': { type: 'configuration-versions', id: configuration },
        },
      },
      workspace.unless('can-queue-run'),
    );
    return new CloudRun(workspace, data.id, workspace.api.withRetries());
  }

  /** The same run without the abort signal, for cleanup after an interruption. */
  public uninterrupted(): CloudRun {
    return new CloudRun(this.workspace, this.id, this.api.uninterrupted());
  }

  /** Address of the run's page. */
  public get url(): string {
    const { hostname, organization, workspace } = this.workspace.backend;
    return `https://${hostname}/app/${organization}/workspaces/${workspace}/runs/${this.id}`;
  }

  public async now(): Promise<RunNow> {
    const { data } = await this.api.call<RunAttributes>(`GET runs/${this.id}`);
    const { status, actions, 'has-changes': hasChanges } = data.attributes;
    const idOf = (phase: string): string => data.relationships?.[phase]?.data?.id ?? '';
    return {
      status,
      actions,
      hasChanges,
      over: FINAL.includes(status),
      confirmable: actions['is-confirmable'],
      confirmed: CONFIRMED.includes(status),
      plan: idOf('plan'),
      apply: idOf('apply'),
    };
  }

  /** Reads the state of a plan or an apply. */
  public async phase(kind: 'plans' | 'applies', id: string): Promise<Phase> {
    const { data } = (await this.api.call<PhaseAttributes>(`GET ${kind}/${id}`)) as Document<PhaseAttributes>;
    const { status, 'log-read-url': log } = data.attributes;
    const over = ['errored', 'canceled', 'finished', 'unreachable'].includes(status);
    return { begun: status === 'running' || (over && status !== 'unreachable'), over, log };
  }

  /** Streams a log until it ends. */
  public log(address: string, write: (text: string) => void, isOver: () => Promise<boolean>): Promise<void> {
    return readLog(this.api, address, write, isOver);
  }

  /** Calls a run action. Does nothing if the run's state no longer permits it (status 409). */
  public async act(action: 'apply' | 'discard' | 'cancel' | 'force-cancel'): Promise<void> {
    await this.api.call<unknown, unknown>(`POST runs/${this.id}/actions/${action}`, undefined, {
      ...this.workspace.unless('can-queue-apply'),
      409: () => undefined,
    });
  }

  /**
   * Reads a plan as JSON, in the format of `terraform show -json`.
   * https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans#retrieve-the-json-execution-plan
   *
   * @throws OperationError CLOUD_RUN if the plan has no JSON output
   * @throws ConfigurationError CLOUD_TOKEN if the token may not read it
   */
  public planJson(id: string): Promise<unknown> {
    return this.api.call<unknown>(`GET plans/${id}/json-output`, undefined, {
      ...this.workspace.unless('can-update'),
      204: () => {
        throw new OperationError({ code: 'CLOUD_RUN', summary: `Run ${this.url} has no plan as JSON` });
      },
    });
  }
}
