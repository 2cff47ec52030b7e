import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { OperationError } from '../core/errors';
import { loadHcl2json } from '../core/hcl2json';
import type { Variables } from '../core/variables';

/** Hosts and credentials of the CLI configuration. https://developer.hashicorp.com/terraform/cli/config/config-file */
export interface CliConfiguration {
  /** Service addresses by host and service, e.g. `tfe.v2`. They replace service discovery. */
  readonly services: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Tokens by host. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** Labeled blocks. JSON may omit the list around a single block. */
type Blocks<Body> = Readonly<Record<string, Body | readonly Body[]>>;

interface Parsed {
  readonly host?: Blocks<{ readonly services?: Readonly<Record<string, string>> }>;
  readonly credentials?: Blocks<{ readonly token?: string }>;
}

/** The configuration files that exist: the one that `TF_CLI_CONFIG_FILE` names, or those in the user's home directory. */
function files(env: Variables): string[] {
  const given = env['TF_CLI_CONFIG_FILE'];
  if (given) return [given].filter(existsSync);
  const windows = process.platform === 'win32';
  const home = (windows ? env['APPDATA'] : env['HOME']) ?? homedir();
  const folder = join(home, windows ? 'terraform.d' : '.terraform.d');
  const more = existsSync(folder) ? readdirSync(folder).filter((name) => /\.tfrc(\.json)?$/.test(name)) : [];
  return [
    join(home, windows ? 'terraform.rc' : '.terraformrc'),
    ...more.map((name) => join(folder, name)),
  ].filter(existsSync);
}

async function read(file: string): Promise<Parsed> {
  const text = readFileSync(file, 'utf8');
  const isJson = /^\s*\{/.test(text);
  try {
    if (isJson) return JSON.parse(text) as Parsed;
    const { parse } = await loadHcl2json();
    return (await parse(file, text)) as Parsed;
  } catch (error) {
    // Node.js quotes the text that it cannot parse, which may contain a token.
    const reason = isJson ? 'not valid JSON' : ((error as Error).message ?? String(error));
    throw new OperationError({
      code: 'CLOUD_HOST',
      summary: `Failed to read the CLI configuration ${file} (${reason})`,
      hint: 'Correct the file: see "CLI Configuration File" in the documentation of Terraform.',
    });
  }
}

const bodies = <Body>(blocks: Blocks<Body> = {}): [host: string, body: Body][] =>
  Object.entries(blocks).flatMap(([host, body]) =>
    [body].flat().map((each): [string, Body] => [host.toLowerCase(), each as Body]),
  );

/**
 * Reads the user's CLI configuration, as Terraform does.
 *
 * @throws OperationError CLOUD_HOST if a file cannot be parsed
 */
export async function readCliConfiguration(env: Variables): Promise<CliConfiguration> {
  const services = new Map<string, Readonly<Record<string, string>>>();
  const tokens = new Map<string, string>();
  for (const file of files(env)) {
    const { host, credentials } = await read(file);
    for (const [name, body] of bodies(host)) services.set(name, body.services ?? {});
    for (const [name, { token }] of bodies(credentials)) if (token) tokens.set(name, token);
  }
  return { services, tokens };
}
