import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { run, type RunResult } from '../../src/system/processes';
import type { Variables } from '../../src/core/variables';
import type { FakeHcp } from './server';

/** Resource object with the attributes that tests read. Each kind has some of them. */
export interface ApiResource {
  readonly id: string;
  readonly attributes: {
    readonly name: string;
    readonly status: string;
    readonly serial: number;
    readonly value: unknown;
    readonly actions: Readonly<Record<'is-discardable', boolean>>;
    readonly 'auto-apply': boolean;
    readonly 'has-changes': boolean;
    readonly 'upload-url': string;
    readonly 'log-read-url': string;
    readonly 'hosted-state-upload-url': string;
    readonly 'hosted-state-download-url': string;
  };
  readonly relationships: Readonly<Record<'plan' | 'apply', { readonly data: { readonly id: string } }>>;
}

export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly data: Data; readonly included: readonly ApiResource[] };
}

/** Calls the API with a token. */
export async function callApi<Data = ApiResource>(
  { api, tokens }: FakeHcp,
  route: string,
  body?: object,
  token: string | null = tokens.ann,
): Promise<Answer<Data>> {
  const [method = '', path = ''] = route.split(' /');
  const response = await fetch(new URL(path, api), {
    method,
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? '' : JSON.parse(text) };
}

/**
 * Uploads a configuration and creates a run.
 *
 * @param workspace id of the workspace
 * @param attributes attributes of the run
 * @returns id of the run
 */
export async function beginRun(
  cloud: FakeHcp,
  workspace: string,
  configuration: object,
  attributes: object = {},
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'devloop-upload-'));
  const archive = join(folder, 'configuration.tar.gz');
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration));
  await create({ cwd: folder, gzip: true, file: archive }, ['main.tf.json']);
  const version = await callApi(cloud, `POST /workspaces/${workspace}/configuration-versions`, {
    data: { attributes: { 'auto-queue-runs': false } },
  });
  await fetch(version.body.data.attributes['upload-url'], { method: 'PUT', body: readFileSync(archive) });
  rmSync(folder, { recursive: true });
  const relationships = {
    workspace: { data: { id: workspace } },
    'configuration-version': { data: { id: version.body.data.id } },
  };
  const { body } = await callApi(cloud, 'POST /runs', { data: { attributes, relationships } });
  return body.data.id;
}

/** A Terraform working directory with a configuration. */
export class Caller {
  public readonly folder = mkdtempSync(join(tmpdir(), 'devloop-caller-'));

  constructor(
    configuration: object,
    private readonly env: Variables,
  ) {
    this.write(configuration);
  }

  public write(configuration: object): void {
    writeFileSync(join(this.folder, 'main.tf.json'), JSON.stringify(configuration));
  }

  /** Runs Terraform. Accepts any exit status. */
  public terraform(...args: string[]): Promise<RunResult> {
    const accept = Array.from({ length: 256 }, (_, status) => status);
    return run('terraform', [...args], { cwd: this.folder, env: this.env, accept });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A small configuration with a `cloud` block and an input variable. */
export const greeting = ({ hostname, organization }: FakeHcp, workspace: string, project?: string) => ({
  terraform: {
    cloud: { hostname, organization, workspaces: { name: workspace, ...(project && { project }) } },
  },
  variable: { greeting: { type: 'string' } },
  resource: { terraform_data: { greeting: { input: '${var.greeting}' } } },
  output: {
    greeting: { value: '${terraform_data.greeting.output}' },
    secret: { value: '${var.greeting}', sensitive: true },
  },
});
