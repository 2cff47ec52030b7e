import type { Permission } from './permissions';

/** One object of the API. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#json-api-documents */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data?: unknown; readonly links?: object }>>;
  readonly links?: Readonly<Record<string, string>>;
}

export interface Call {
  /** The parts of the path that a route names, as `:workspace`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What was sent: a JSON API document, or the plain object that actions take; empty where nothing was. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Attributes of the document. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Id of what a relationship of the document names. */
  readonly related: (name: string) => string | undefined;
  /** Id of the user whose token came with it. */
  readonly user: string;
  /** What that user may do. */
  readonly permission: Permission;
}

export interface Reply {
  /** @default 200 */
  readonly status?: number;
  readonly data?: Resource | readonly Resource[] | null;
  readonly included?: readonly Resource[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Handlers by method and path below /api/v2, as `GET /workspaces/:workspace`. */
export type Routes = Readonly<Record<string, (call: Call) => Reply | Promise<Reply>>>;

/** An answer that is an error. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#response-codes */
export class Refusal extends Error {
  constructor(
    public readonly status: number,
    public readonly title: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** Also for what a token may not see: the API does not tell one from the other. */
export const notFound = (): Refusal => new Refusal(404, 'not found', 'Resource not found');
export const conflict = (detail: string): Refusal => new Refusal(409, 'conflict', detail);
export const precondition = (detail: string): Refusal => new Refusal(412, 'precondition failed', detail);
export const invalid = (detail: string): Refusal => new Refusal(422, 'invalid attribute', detail);

export const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw notFound();
  return value;
};

/** A relationship to one object, or to none. */
export const one = (type: string, id: string | undefined) => ({
  data: id === undefined ? null : { type, id },
});

/** A list's page. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination */
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
