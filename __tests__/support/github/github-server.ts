import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KnownComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
}

/**
 * Fake GitHub API on loopback, with the comments of pull request 12 of acme/shop. GitHub: "REST API endpoints for issue comments".
 */
export class GitHubServer {
  public readonly comments: KnownComment[] = [];
  /** Requests, e.g. `GET /repos/…`. */
  public readonly requests: string[] = [];
  private readonly server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    this.requests.push(`${method} ${url}`);
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const [status, answer] =
        headers.authorization === `Bearer ${this.token}`
          ? this.answer(method, new URL(url, this.api), text)
          : [403, { message: 'Resource not accessible by integration' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });

  constructor(public readonly token = 'a-token') {}

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public get api(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public add(login: string, body: string): void {
    this.comments.push({ id: this.comments.length + 1, body, user: { login } });
  }

  private answer(method: string, { pathname, searchParams }: URL, text: string): [number, unknown] {
    const own = '/repos/acme/shop/issues';
    if (pathname === `${own}/12/comments` && method === 'GET') {
      const size = Number(searchParams.get('per_page') ?? 30);
      const page = Number(searchParams.get('page') ?? 1);
      return [200, this.comments.slice((page - 1) * size, page * size)];
    }
    const { body } = (text === '' ? {} : JSON.parse(text)) as { body?: string };
    if (pathname === `${own}/12/comments` && method === 'POST' && body) {
      this.add('github-actions[bot]', body);
      return [201, this.comments.at(-1)];
    }
    const known = this.comments.find(({ id }) => pathname === `${own}/comments/${id}`);
    if (known && method === 'PATCH' && body) {
      known.body = body;
      return [200, known];
    }
    return [404, { message: 'Not Found' }];
  }
}
