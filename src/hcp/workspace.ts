import { ConfigurationError, OperationError } from '../core/errors';
import { type CloudBackendSettings, backendName } from '../core/state-backend';
import { parseMarker, stateMoved } from '../core/migration-marker';
import type { Variables } from '../core/variables';
import { type Answers, CloudApi, type Document } from './api';
import { findHost } from './host';
import type { Right } from './rights';

interface WorkspaceAttributes {
  readonly locked: boolean;
  readonly 'locked-reason'?: string | null;
  readonly 'execution-mode': string;
  /** What the token may do; older releases of Terraform Enterprise do not tell all of it. */
  readonly permissions?: Readonly<Partial<Record<Right, boolean>>>;
}

/** Who holds a workspace. */
export interface WorkspaceHolder {
  readonly kind: 'user' | 'run';
  /** A user's name, or a run's id. */
  readonly who: string;
  /** What they gave for a reason; the CLI says `Locked by Terraform`. Empty where there is none. */
  readonly reason: string;
  /** When the run was made, as ISO 8601; the API does not tell when a user took the lock. */
  readonly since: string | undefined;
}

/** `ann, who says "Locked by Terraform"`, or `run run-…, since 2026-01-31 09:30:00 UTC`. */
export function holderSentence({ kind, who, reason, since }: WorkspaceHolder): string {
  const says = reason === '' ? '' : `, who says ${JSON.stringify(reason)}`;
  const time = /^(\S+)T([\d:]{8})/
    .exec(since ?? '')
    ?.slice(1)
    .join(' ');
  return `${kind === 'run' ? `run ${who}` : who}${says}${time === undefined ? '' : `, since ${time} UTC`}`;
}

export interface CloudOptions {
  /** Where token and CLI configuration are looked for. @default this process's environment */
  readonly env?: Variables;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A workspace of HCP Terraform or Terraform Enterprise. All that is asked of it may throw OperationError CLOUD_HOST (nobody answers),
 * CLOUD_TOKEN (none, a refused one, or one that may not do it) and CLOUD_REFUSED (anything else that the API does not do).
 */
export class CloudWorkspace {
  private constructor(
    public readonly backend: CloudBackendSettings,
    public readonly id: string,
    public readonly api: CloudApi,
    /** `remote`, `local` or `agent`: where Terraform runs. */
    public readonly executionMode: string,
    private readonly permissions: WorkspaceAttributes['permissions'] = {},
  ) {}

  /**
   * The workspace of a place; undefined where there is none yet: `terraform init` makes it.
   *
   * @throws ConfigurationError CLOUD_UNKNOWN where the token sees no such organization
   */
  public static async find(
    backend: CloudBackendSettings,
    { env = process.env, signal }: CloudOptions = {},
  ): Promise<CloudWorkspace | undefined> {
    const { hostname, organization, workspace } = backend;
    const api = new CloudApi(await findHost(hostname, env, signal), signal);
    await api.call(`GET organizations/${organization}/entitlement-set`, undefined, {
      404: () => {
        throw unknownOrganization(backend);
      },
    });
    const path = `organizations/${organization}/workspaces/${workspace}`;
    const found = await api.call<WorkspaceAttributes, undefined>(`GET ${path}`, undefined, {
      404: () => undefined,
    });
    if (!found) return undefined;
    const { 'execution-mode': executionMode, permissions } = found.data.attributes;
    return new CloudWorkspace(backend, found.data.id, api, executionMode, permissions);
  }

  /** The workspace of a place. @throws ConfigurationError CLOUD_UNKNOWN where there is none, too */
  public static async open(
    backend: CloudBackendSettings,
    options: CloudOptions = {},
  ): Promise<CloudWorkspace> {
    const workspace = await CloudWorkspace.find(backend, options);
    if (workspace) return workspace;
    throw new ConfigurationError({
      code: 'CLOUD_UNKNOWN',
      path: 'state.workspace',
      given: backend.workspace,
      message: `is not a workspace of ${backend.organization} at ${backend.hostname} that your token sees`,
      accepted: "a workspace that exists: terraform init in the stack's folder makes it",
    });
  }

  /** @throws ConfigurationError CLOUD_TOKEN where HCP Terraform says of the token that it may not */
  public check(right: Right): void {
    if (this.permissions?.[right] === false) throw this.api.lacking(right, this.backend);
  }

  /** Answers to a token that may not: HCP Terraform says 403, or 404 as of what is not there. */
  public unless(right: Right): Answers<never> {
    const refuse = () => {
      throw this.api.lacking(right, this.backend);
    };
    return { 403: refuse, 404: refuse };
  }

  /** Who holds the workspace; undefined where nobody does. */
  public async holder(): Promise<WorkspaceHolder | undefined> {
    const { data, included = [] } = (await this.api.call<WorkspaceAttributes>(
      `GET workspaces/${this.id}?include=locked_by`,
    )) as Document<WorkspaceAttributes>;
    if (!data.attributes.locked) return undefined;
    const { type, id = 'somebody' } = data.relationships?.['locked-by']?.data ?? {};
    const { attributes } = included.find((each) => each.id === id) ?? {};
    return {
      kind: type === 'runs' ? 'run' : 'user',
      who: attributes?.['username'] ?? id,
      reason: data.attributes['locked-reason'] ?? '',
      since: type === 'runs' ? attributes?.['created-at'] : undefined,
    };
  }

  /** Lets nobody else run anything here or store state. @throws OperationError STATE_LOCKED where somebody does not let us */
  public async lock(reason: string): Promise<void> {
    await this.api.call<unknown, unknown>(
      `POST workspaces/${this.id}/actions/lock`,
      { plain: { reason } },
      { ...this.unless('can-lock'), 409: () => this.locked() },
    );
  }

  /**
   * Takes our own lock back. Where there is none any more, nothing happens.
   *
   * @throws OperationError STATE_LOCKED where the lock is somebody else's
   */
  public async unlock(): Promise<void> {
    await this.api.call<unknown, unknown>(`POST workspaces/${this.id}/actions/unlock`, undefined, {
      ...this.unless('can-unlock'),
      409: async () => (await this.holder()) && this.locked(),
    });
  }

  /** Takes anybody's lock away, but for that of a run, which must be canceled. @throws OperationError STATE_LOCKED */
  public async forceUnlock(): Promise<void> {
    await this.api.call<unknown, unknown>(`POST workspaces/${this.id}/actions/force-unlock`, undefined, {
      ...this.unless('can-force-unlock'),
      409: async () => (await this.holder()) && this.locked(),
    });
  }

  private async locked(): Promise<never> {
    const holder = await this.holder();
    const marker = holder && parseMarker(holder.reason);
    const name = backendName(this.backend);
    throw new OperationError({
      code: 'STATE_LOCKED',
      summary: `${name}: ${holder ? `is locked by ${holderSentence(holder)}` : 'was locked by another process just now'}`,
      hint:
        holder?.kind === 'run'
          ? 'an unlocked workspace: wait for the run to finish, or cancel or discard it'
          : 'an unlocked workspace: wait for it to finish; if the process is gone, run devloop unlock',
      ...(marker?.finished && stateMoved(name, marker.backend)),
    });
  }
}

function unknownOrganization({ hostname, organization }: CloudBackendSettings): ConfigurationError {
  return new ConfigurationError({
    code: 'CLOUD_UNKNOWN',
    path: 'state.organization',
    given: organization,
    message: `is not an organization of ${hostname} that your token sees`,
    accepted: `the name of one, as it stands in the address of its page at ${hostname}`,
  });
}
