import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError, OperationError } from '../core/errors';
import { type CloudBackendSettings, backendName } from '../core/state-backend';
import { terraformProgram } from '../system/terraform-program';
import { type CloudHost, noAnswer, notTheApi } from './host';
import { type Right, RIGHTS } from './rights';

/** JSON:API resource object. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#json-api-documents */
export interface Resource<Attributes> {
  readonly id: string;
  readonly type: string;
  readonly attributes: Attributes;
  readonly relationships?: Readonly<Record<string, { readonly data?: Related | null }>>;
}

interface Related {
  readonly type: string;
  readonly id: string;
}

export interface Document<Attributes> {
  readonly data: Resource<Attributes>;
  readonly included?: readonly Resource<Readonly<Record<string, string>>>[];
}

/** Retries and the interval between them in milliseconds: half a minute in all. */
const RETRIES = 30;
const PAUSE = 1000;

/** Request body: parts of a JSON:API document, or a plain object, which actions take. */
export type Body =
  | {
      readonly type: string;
      readonly attributes: object;
      readonly related?: Readonly<Record<string, Related>>;
    }
  | { readonly plain: object };

/** Handlers for statuses that would otherwise throw CLOUD_REFUSED. */
export type Answers<Result> = Readonly<Record<number, () => Result | Promise<Result>>>;

function json(body: Body): string {
  if ('plain' in body) return JSON.stringify(body.plain);
  const { type, attributes, related = {} } = body;
  const relationships = Object.fromEntries(Object.entries(related).map(([name, data]) => [name, { data }]));
  return JSON.stringify({ data: { type, attributes, relationships } });
}

/** Formats the API's error objects. https://jsonapi.org/format/#error-objects */
function detailOf(text: string): string {
  try {
    const { errors = [] } = JSON.parse(text) as { errors?: { title?: string; detail?: string }[] };
    return errors.map(({ title, detail }) => `: ${detail || title}`).join('');
  } catch {
    return '';
  }
}

/** Client for HCP Terraform's API. https://developer.hashicorp.com/terraform/cloud-docs/api-docs */
export class CloudApi {
  constructor(
    private readonly host: CloudHost,
    private readonly signal?: AbortSignal | undefined,
    /** Number of retries for GET requests. */
    private readonly retries = 0,
  ) {}

  /** The same client without the abort signal, for cleanup after an interruption. */
  public uninterrupted(): CloudApi {
    return new CloudApi(this.host, undefined, this.retries);
  }

  /** The same client with retries of GET requests on network errors and on statuses 429 and 5xx. */
  public withRetries(): CloudApi {
    return new CloudApi(this.host, this.signal, RETRIES);
  }

  /**
   * Calls an API route, e.g. `GET runs/run-…`: the documented path without `/api/v2/`.
   *
   * @throws OperationError CLOUD_HOST if the host cannot be reached; CLOUD_REFUSED for an error status without a handler
   * @throws ConfigurationError CLOUD_TOKEN for status 401
   */
  public async call<Attributes, Other = never>(
    route: string,
    body?: Body,
    answers: Answers<Other> = {},
  ): Promise<Document<Attributes> | Other> {
    const [method = '', path = ''] = route.split(' ');
    const { token, api } = this.host;
    const response = await this.fetch(new URL(path, api), {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/vnd.api+json' },
      ...(body && { body: json(body) }),
    });
    const text = await response.text();
    const answer = answers[response.status];
    if (answer) return answer();
    if (response.status === 401) throw this.refusedToken();
    if (!response.ok) throw this.refused(route, `${response.status}${detailOf(text)}`);
    return this.parse<Attributes>(text);
  }

  /** Transfers data to or from an address that the API returned. Sends no token: the address itself is the secret. */
  public async transfer(address: string, init: RequestInit = {}): Promise<Response> {
    const response = await this.fetch(new URL(address), init);
    if (!response.ok) throw this.refused(`${init.method ?? 'GET'} of data`, String(response.status));
    return response;
  }

  /** Error for a token that lacks a permission in a workspace. */
  public lacking(right: Right, backend: CloudBackendSettings): ConfigurationError {
    const { words, set } = RIGHTS[right];
    return new ConfigurationError({
      code: 'CLOUD_TOKEN',
      path: this.host.tokenFrom,
      message: `holds a token that may not ${words} ${backendName(backend)}`,
      accepted: `the token of a user or a team with ${set} permission on that workspace`,
    });
  }

  private async fetch(url: URL, init: RequestInit): Promise<Response> {
    const { signal, host } = this;
    const read = (init.method ?? 'GET') === 'GET';
    for (let left = read ? this.retries : 0; ; left -= 1) {
      try {
        const response = await fetch(url, { ...init, ...(signal && { signal }) });
        if (left === 0 || (response.status < 500 && response.status !== 429)) return response;
      } catch (error) {
        signal?.throwIfAborted();
        if (left === 0) throw noAnswer(host.hostname, error);
      }
      await sleep(PAUSE);
    }
  }

  private parse<Attributes>(text: string): Document<Attributes> {
    try {
      return (text === '' ? {} : JSON.parse(text)) as Document<Attributes>;
    } catch {
      throw notTheApi(this.host.hostname);
    }
  }

  private refused(request: string, answer: string): OperationError {
    return new OperationError({
      code: 'CLOUD_REFUSED',
      summary: `${this.host.hostname} answered ${request} with ${answer}`,
    });
  }

  private refusedToken(): ConfigurationError {
    const { hostname, tokenFrom } = this.host;
    return new ConfigurationError({
      code: 'CLOUD_TOKEN',
      path: tokenFrom,
      message: `holds a token that ${hostname} refuses`,
      accepted: `the token of a user or a team that is not expired, as ${terraformProgram()} login ${hostname} makes it`,
    });
  }
}
