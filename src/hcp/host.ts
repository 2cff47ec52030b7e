import { ConfigurationError, OperationError } from '../core/errors';
import { tokenVariable } from '../core/state-backend';
import { isToken, NO_TOKEN } from '../core/token';
import type { Variables } from '../core/variables';
import { terraformProgram } from '../system/terraform-program';
import { readCliConfiguration } from './cli-configuration';

/** A host of HCP Terraform's API, with its token. */
export interface CloudHost {
  readonly hostname: string;
  /** Base address of the API. Ends with a slash. */
  readonly api: URL;
  readonly token: string;
  /** Source of the token, for messages. */
  readonly tokenFrom: string;
}

const SERVICE = 'tfe.v2';

function unreachable(hostname: string, message: string, accepted: string): OperationError {
  return new OperationError({
    code: 'CLOUD_HOST',
    summary: `state.hostname: "${hostname}" ${message}`,
    hint: accepted,
  });
}

/** Returns a network error's code, or its message if it has none. */
export function reason(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

/** Error for a host that does not answer. */
export const noAnswer = (hostname: string, error: unknown): OperationError =>
  unreachable(hostname, `cannot be reached (${reason(error)})`, 'Check the host name and the network.');

/** Error for a host that serves something else. */
export const notTheApi = (hostname: string): OperationError =>
  unreachable(
    hostname,
    `does not serve HCP Terraform's API (${SERVICE})`,
    'Name a host of HCP Terraform or Terraform Enterprise, e.g. app.terraform.io.',
  );

/** Discovers the API's address. HashiCorp: "Remote Service Discovery". */
async function discover(hostname: string, signal: AbortSignal | undefined): Promise<URL> {
  const document = new URL('/.well-known/terraform.json', `https://${hostname}`);
  const response = await fetch(document, { ...(signal && { signal }) }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw noAnswer(hostname, error);
  });
  const services = response.ok ? await response.json().catch(() => ({})) : {};
  return serviceIn(services as Record<string, unknown>, hostname, response.url);
}

function serviceIn(services: Readonly<Record<string, unknown>>, hostname: string, base: string): URL {
  const address = services[SERVICE];
  if (typeof address === 'string') return new URL(address.endsWith('/') ? address : `${address}/`, base);
  throw notTheApi(hostname);
}

/** Decodes the host from each variable's name, because Terraform accepts more than one encoding of it. */
function tokenInEnvironment(hostname: string, env: Variables): [from: string, token: string] | undefined {
  for (const [name, token] of Object.entries(env)) {
    const [, coded] = /^TF_TOKEN_(.+)$/.exec(name) ?? [];
    if (coded === undefined || !token) continue;
    if (coded.replaceAll('__', '-').replaceAll('_', '.').toLowerCase() === hostname) return [name, token];
  }
  return undefined;
}

function missingToken(hostname: string): ConfigurationError {
  return new ConfigurationError({
    code: 'CLOUD_TOKEN',
    path: tokenVariable(hostname),
    message: `is not set, and the CLI configuration has no credentials for ${hostname}`,
    accepted: `the token of a user or a team: set the variable, or run ${terraformProgram()} login ${hostname}`,
  });
}

/**
 * Finds the API and the token of a host as Terraform does. The API's address comes from the CLI configuration, or from service
 * discovery. The token comes from `TF_TOKEN_…`, or from the CLI configuration, in which `terraform login` stores it.
 *
 * @throws OperationError CLOUD_HOST if the host cannot be reached or serves no such API
 * @throws ConfigurationError CLOUD_TOKEN if there is no valid token
 */
export async function findHost(hostname: string, env: Variables, signal?: AbortSignal): Promise<CloudHost> {
  const { services, tokens } = await readCliConfiguration(env);
  const configured = tokens.get(hostname);
  const [tokenFrom, token] =
    tokenInEnvironment(hostname, env) ??
    (configured === undefined ? [] : (['the CLI configuration', configured] as const));
  if (token === undefined || tokenFrom === undefined) throw missingToken(hostname);
  if (!isToken(token)) throw new ConfigurationError({ code: 'CLOUD_TOKEN', path: tokenFrom, ...NO_TOKEN });
  const forced = services.get(hostname);
  const api = forced ? serviceIn(forced, hostname, `https://${hostname}`) : await discover(hostname, signal);
  return { hostname, api, token, tokenFrom };
}
