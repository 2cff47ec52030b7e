import type { Permission } from './permissions';

/** JSON:API resource object. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#json-api-documents */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data?: unknown; readonly links?: object }>>;
  readonly links?: Readonly<Record<string, string>>;
}

export interface Call {
  /** Path parameters of the route, e.g. `:workspace`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Request body: a JSON:API document, or the plain object of an action. Empty without a body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Attributes of the document. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Id in a relationship of the document. */
  readonly related: (name: string) => string | undefined;
  /** Id of the authenticated user. */
  readonly user: string;
  /** Permission of that user. */
  readonly permission: Permission;
}

export interface Reply {
  /** @default 200 */
  readonly status?: number;
  readonly data?: Resource | readonly Resource[] | null;
  readonly included?: readonly Resource[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Handlers by method and path below /api/v2, e.g. `GET /workspaces/:workspace`. */
export type Routes = Readonly<Record<string, (call: Call) => Reply | Promise<Reply>>>;

/** Error response. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#response-codes */
export class Refusal extends Error {
  constructor(
    public readonly status: number,
    public readonly title: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** Also the response for resources that a token may not read: the API does not distinguish them. */
export const notFound = (): Refusal => new Refusal(404, 'not found', 'Resource not found');
export const conflict = (detail: string): Refusal => new Refusal(409, 'conflict', detail);
export const precondition = (detail: string): Refusal => new Refusal(412, 'precondition failed', detail);
export const invalid = (detail: string): Refusal => new Refusal(422, 'invalid attribute', detail);

export const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw notFound();
  return value;
};

/** To-one relationship. May be empty. */
export const one = (type: string, id: string | undefined) => ({
  data: id === undefined ? null : { type, id },
});

/** One page of a list. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination */
export function page(all: readonly Resource[], query: URLSearchParams) {
  const size = Math.min(Number(query.get('page[size]') ?? 20), 100);
  const number = Number(query.get('page[number]') ?? 1);
  const pages = Math.max(Math.ceil(all.length / size), 1);
  const pagination = {
    'current-page': number,
    'page-size': size,
    'prev-page': number > 1 ? number - 1 : null,
    'next-page': number < pages ? number + 1 : null,
    'total-pages': pages,
    'total-count': all.length,
  };
  return { data: all.slice((number - 1) * size, number * size), meta: { pagination } };
}
