import { ConfigurationError, OperationError } from '../core/errors';
import { tokenVariable } from '../core/state-backend';
import { isToken, NO_TOKEN } from '../core/token';
import type { Variables } from '../core/variables';
import { readCliConfiguration } from './cli-configuration';

/** A host that serves HCP Terraform's API, and with which token. */
export interface CloudHost {
  readonly hostname: string;
  /** Address below which the API is, with a slash at its end. */
  readonly api: URL;
  readonly token: string;
  /** Where the token comes from, for messages. */
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

/** Why a request did not come through, in the system's word for it. */
export function reason(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

/** Nobody answers at a host. */
export const noAnswer = (hostname: string, error: unknown): OperationError =>
  unreachable(
    hostname,
    `cannot be reached (${reason(error)})`,
    'a host of HCP Terraform or Terraform Enterprise, and a network on which it answers',
  );

/** Something else answers at a host. */
export const notTheApi = (hostname: string): OperationError =>
  unreachable(
    hostname,
    `does not serve HCP Terraform's API (${SERVICE})`,
    'a host of HCP Terraform or Terraform Enterprise, as app.terraform.io',
  );

/** Asks the host itself. HashiCorp: "Remote Service Discovery". */
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

/** The variable's name may hold the host's as it is, too: so each is turned back into a host. */
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
    accepted: `the token of a user or a team: set the variable, or run terraform login ${hostname}`,
  });
}

/**
 * Finds the API of a host and a token for it as Terraform does: what the CLI configuration says of the host, or what the host
 * says itself; the token from `TF_TOKEN_…`, or from the CLI configuration, where `terraform login` puts it.
 *
 * @throws OperationError CLOUD_HOST, CLOUD_TOKEN
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
