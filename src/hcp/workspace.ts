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
  /** Permissions of the token. Older releases of Terraform Enterprise report only some of them. */
  readonly permissions?: Readonly<Partial<Record<Right, boolean>>>;
}

/** Holder of a workspace's lock. */
export interface WorkspaceHolder {
  readonly kind: 'user' | 'run';
  /** Name of the user, or id of the run. */
  readonly who: string;
  /** Reason given with the lock; the CLI gives `Locked by Terraform`. Empty if there is none. */
  readonly reason: string;
  /** Time at which the run was created, as ISO 8601. Undefined for a user: the API does not report when they locked it. */
  readonly since: string | undefined;
}

/** Formats a holder: `ann, who says "Locked by Terraform"`, or `run run-…, since 2026-01-31 09:30:00 UTC`. */
export function holderSentence({ kind, who, reason, since }: WorkspaceHolder): string {
  const says = reason === '' ? '' : `, who says ${JSON.stringify(reason)}`;
  const time = /^(\S+)T([\d:]{8})/
    .exec(since ?? '')
    ?.slice(1)
    .join(' ');
  return `${kind === 'run' ? `run ${who}` : who}${says}${time === undefined ? '' : `, since ${time} UTC`}`;
}

export interface CloudOptions {
  /** Environment variables for the token and the CLI configuration. @default those of this process */
  readonly env?: Variables;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A workspace of HCP Terraform or Terraform Enterprise.
 *
 * Every method that calls the API may throw OperationError CLOUD_HOST (the host cannot be reached) or CLOUD_REFUSED (the API returns
 * an error), and ConfigurationError CLOUD_TOKEN (the token is missing, invalid, or lacks the permission).
 */
export class CloudWorkspace {
  private constructor(
    public readonly backend: CloudBackendSettings,
    public readonly id: string,
    public readonly api: CloudApi,
    /** `remote`, `local` or `agent`. */
    public readonly executionMode: string,
    private readonly permissions: WorkspaceAttributes['permissions'] = {},
  ) {}

  /**
   * Finds a backend's workspace. Returns undefined if it does not exist: `terraform init` creates it.
   *
   * @throws ConfigurationError CLOUD_UNKNOWN if the organization does not exist or the token cannot see it
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

  /** Like `find`. @throws ConfigurationError CLOUD_UNKNOWN if the workspace does not exist, too */
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

  /** Checks a permission before it is used. @throws ConfigurationError CLOUD_TOKEN if the API reports that the token lacks it */
  public check(right: Right): void {
    if (this.permissions?.[right] === false) throw this.api.lacking(right, this.backend);
  }

  /** Handlers for a missing permission: HCP Terraform answers 403, or 404 as for a resource that does not exist. */
  public unless(right: Right): Answers<never> {
    const refuse = () => {
      throw this.api.lacking(right, this.backend);
    };
    return { 403: refuse, 404: refuse };
  }

  /** Reads the lock's holder. Undefined if the workspace is not locked. */
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

  /** Locks the workspace. @throws OperationError STATE_LOCKED if somebody else holds the lock */
  public async lock(reason: string): Promise<void> {
    await this.api.call<unknown, unknown>(
      `POST workspaces/${this.id}/actions/lock`,
      { plain: { reason } },
      { ...this.unless('can-lock'), 409: () => this.locked() },
    );
  }

  /**
   * Releases a lock of the token's user. Does nothing if the workspace is not locked.
   *
   * @throws OperationError STATE_LOCKED if somebody else holds the lock
   */
  public async unlock(): Promise<void> {
    await this.api.call<unknown, unknown>(`POST workspaces/${this.id}/actions/unlock`, undefined, {
      ...this.unless('can-unlock'),
      409: async () => (await this.holder()) && this.locked(),
    });
  }

  /** Releases any user's lock. @throws OperationError STATE_LOCKED if a run holds it: a run must be canceled */
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
      summary: `${name} ${holder ? `is locked by ${holderSentence(holder)}` : 'was locked by another process just now'}`,
      hint:
        holder?.kind === 'run'
          ? 'Wait for the run to finish, or cancel or discard it.'
          : 'Wait for it to finish. If the process is gone, run devloop unlock.',
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
