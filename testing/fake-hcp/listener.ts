import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { notFound, Refusal, type Call, type Reply, type Routes } from './api';
import type { Objects, StoredObject } from './objects';
import { includes, refusal, wantedFor } from './permissions';
import type { User } from './store';

const API = '/api/v2';

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/ping */
const HEADERS = {
  'Content-Type': 'application/vnd.api+json',
  'TFP-API-Version': '2.6',
  'TFP-AppName': 'HCP Terraform',
};

/** https://developer.hashicorp.com/terraform/internals/remote-service-discovery */
const DISCOVERY = '/.well-known/terraform.json';

interface Route {
  /** Key in the route table. */
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly handler: Routes[string];
}

/** HTTP listener: authenticates requests, routes them, and writes responses. */
export class Listener {
  private readonly routes: readonly Route[];

  constructor(
    private readonly users: ReadonlyMap<string, User>,
    private readonly objects: Objects,
    routes: Routes,
  ) {
    this.routes = Object.entries(routes).map(([route, handler]) => {
      const [method = '', path = ''] = route.split(' ');
      return {
        name: route,
        method,
        path: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
        handler,
      };
    });
  }

  public async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const body = await buffer(request);
      const object = this.objects.at(url.pathname);
      if (object) return store(object, request, url.searchParams, body, response);
      if (url.pathname === DISCOVERY) return write(response, 200, { 'tfe.v2': `${API}/` });
      if (url.pathname === `${API}/ping`) return write(response, 204);
      const { status = 200, headers, ...document } = await this.route(request, url, body);
      write(response, status, 'data' in document ? document : undefined, headers);
    } catch (error) {
      const { status, title, message } =
        error instanceof Refusal ? error : new Refusal(500, 'internal server error', String(error));
      write(response, status, { errors: [{ status: String(status), title, detail: message }] });
    }
  }

  private route(request: IncomingMessage, url: URL, body: Buffer): Reply | Promise<Reply> {
    const user = this.users.get(/^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (!user) throw new Refusal(401, 'unauthorized', '');
    const path = url.pathname.replace(API, '');
    for (const route of this.routes) {
      const match = route.method === request.method ? route.path.exec(path) : null;
      if (match && !includes(user.permission, wantedFor(route.name))) throw refusal(route.name);
      if (match) return route.handler(callOf(url, body, user, match.groups ?? {}));
    }
    throw notFound();
  }
}

interface Document {
  readonly data?: {
    readonly attributes?: Record<string, unknown>;
    readonly relationships?: Record<string, { readonly data?: { readonly id?: string } | null }>;
  };
}

function callOf(url: URL, text: Buffer, user: User, params: Record<string, string>): Call {
  const body = (text.length === 0 ? {} : JSON.parse(text.toString())) as Document & Record<string, unknown>;
  return {
    params: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]),
    ),
    query: url.searchParams,
    body,
    attributes: body.data?.attributes ?? {},
    related: (name) => body.data?.relationships?.[name]?.data?.id,
    user: user.id,
    permission: user.permission,
  };
}

/** Serves object storage. Unlike the real one it rejects requests with a token, so that tests detect a leaked token. */
function store(
  object: StoredObject,
  { method, headers }: IncomingMessage,
  query: URLSearchParams,
  body: Buffer,
  response: ServerResponse,
): void {
  if (method === 'PUT' && object.write) {
    if (headers.authorization !== undefined) return write(response, 400);
    object.write(body);
    return write(response, 200);
  }
  const data = object.read?.(query);
  if (data === undefined) return write(response, 404);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(data);
}

function write(
  response: ServerResponse,
  status: number,
  document?: object,
  headers: Reply['headers'] = {},
): void {
  response.writeHead(status, { ...HEADERS, ...headers });
  response.end(document === undefined ? undefined : JSON.stringify(document));
}
