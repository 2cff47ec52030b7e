import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Variables } from '../../src/core/variables';
import { terraformEnv } from '../../src/terraform/cli-environment';
import { configurationVersionRoutes } from './configuration-versions';
import { Executor, logHeader } from './execution';
import { Listener } from './listener';
import { lockRoutes } from './locks';
import { Objects } from './objects';
import { organizationRoutes } from './organizations';
import { type Permission } from './permissions';
import { planRoutes } from './plans';
import { Queue } from './queue';
import { runRoutes } from './runs';
import { stateVersionRoutes } from './state-versions';
import { newId, Store, type Variable, type Workspace } from './store';
import { variable, variableRoutes } from './variables';
import { addWorkspace, workspaceRoutes } from './workspaces';

export interface FakeHcpOptions {
  /** Environment variables of workers, e.g. for the provider mirror and credentials. @default none */
  readonly workerEnv?: Variables;
  /** Time from a cancellation until it may be forced, in milliseconds. @default 1000 */
  readonly coolOff?: number;
}

type WorkspaceSettings = Partial<Pick<Workspace, 'executionMode' | 'autoApply' | 'structuredOutput'>> & {
  readonly variables?: readonly Partial<Variable>[];
};

/** Host name in configurations. A `host` block in the CLI configuration maps it to the loopback address. */
const HOSTNAME = 'tfc.test';
const ORGANIZATION = 'acme';

const PERMISSIONS: Readonly<Record<string, Permission>> = { reader: 'read', planner: 'plan' };

/**
 * Fake HCP Terraform on loopback. It implements the documented protocol, and its workers run real Terraform.
 * https://developer.hashicorp.com/terraform/cloud-docs/api-docs
 */
export class FakeHcp {
  public readonly hostname = HOSTNAME;
  public readonly organization = ORGANIZATION;
  /** Tokens by user. `ann` and `bob` have admin permission, the others the permission in their name. */
  public readonly tokens = {
    ann: newId('ann'),
    bob: newId('bob'),
    reader: newId('reader'),
    planner: newId('planner'),
  };

  private constructor(
    private readonly server: Server,
    private readonly folder: string,
    private readonly store: Store,
    private readonly queue: Queue,
  ) {}

  public static async start({ workerEnv = {}, coolOff = 1000 }: FakeHcpOptions = {}): Promise<FakeHcp> {
    const { stdout } = await promisify(execFile)('terraform', ['version', '-json'], {
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
    const { terraform_version: version = '', platform = '' } = JSON.parse(stdout) as Record<string, string>;
    const folder = mkdtempSync(join(tmpdir(), 'devloop-tfc-'));
    const server = createServer();
    const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const users = new Map();
    const store = new Store(ORGANIZATION, version, users);
    const objects = new Objects(origin);
    const header = logHeader(version, platform);
    const queue = new Queue(store, new Executor(store, objects, folder, workerEnv, header), coolOff);
    const listener = new Listener(users, objects, {
      ...organizationRoutes(store),
      ...workspaceRoutes(store),
      ...lockRoutes(store, queue),
      ...variableRoutes(store),
      ...stateVersionRoutes(store, objects),
      ...configurationVersionRoutes(store, objects, queue),
      ...runRoutes(store, objects, queue),
      ...planRoutes(store, objects),
    });
    server.on('request', (request, response) => void listener.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const cloud = new FakeHcp(server, folder, store, queue);
    for (const [username, token] of Object.entries(cloud.tokens))
      users.set(token, { id: newId('user'), username, permission: PERMISSIONS[username] ?? 'admin' });
    return cloud;
  }

  /** Base address of the API. */
  public get api(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/v2/`;
  }

  /**
   * Environment variables for clients: a CLI configuration with the `host` block and the provider mirror, and a token.
   *
   * @param token null for no token. @default the token of `ann`
   */
  public callerEnv(token: string | null = this.tokens.ann): Variables {
    const base = { ...process.env, ...terraformEnv(this.folder) };
    const own = base['TF_CLI_CONFIG_FILE'];
    const settings = own !== undefined && existsSync(own) ? readFileSync(own, 'utf8') : '';
    const file = join(this.folder, 'caller.tfrc');
    writeFileSync(file, `${settings}\nhost "${HOSTNAME}" {\n  services = { "tfe.v2" = "${this.api}" }\n}\n`);
    return {
      ...terraformEnv(this.folder),
      TF_CLI_CONFIG_FILE: file,
      TF_TOKEN_tfc_test: token ?? undefined,
    };
  }

  /** Creates a workspace. */
  public addWorkspace(name: string, { variables = [], ...settings }: WorkspaceSettings = {}): Workspace {
    return addWorkspace(this.store, name, { ...settings, variables: variables.map(variable) });
  }

  /** Current state of a workspace. */
  public workspace(name: string): Workspace {
    const workspace = this.store.workspaceNamed(name);
    if (!workspace) throw new Error(`no workspace ${name}`);
    return workspace;
  }

  /** Ends the workers and the server, and removes all files. */
  public async stop(): Promise<void> {
    await this.queue.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
