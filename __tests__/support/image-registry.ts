import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the registry answers for a tag. */
export interface Answer {
  readonly body: string;
  /** @default the digest of the body */
  readonly digest?: string;
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A container registry on loopback that asks for a token, as Docker Hub does. OCI distribution specification. */
export class ImageRegistry {
  /** Answers by path below `/v2/`. */
  public readonly answers = new Map<string, Answer>();
  public readonly requests: string[] = [];
  /** Challenge of requests without a token. @default the registry's own */
  public challenge: string | undefined;

  private readonly server = createServer(({ url = '', headers }, response) => {
    this.requests.push(`${headers.authorization ? 'with a token ' : ''}${url}`);
    const { status = 200, headers: sent = {}, body = '' } = this.answer(new URL(url, this.url), headers);
    response.writeHead(status, sent).end(body);
  });

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Publishes an image index for platforms, e.g. `linux/amd64`. Returns its digest. */
  public publish(repository: string, tag: string, platforms: readonly string[]): string {
    const manifests = platforms.map((name) => {
      const [os, architecture] = name.split('/');
      return { digest: digestOf(name), platform: { os, architecture } };
    });
    const body = JSON.stringify({ schemaVersion: 2, tag, manifests });
    this.answers.set(`${repository}/manifests/${tag}`, { body });
    return digestOf(body);
  }

  /** Publishes an image for one platform alone. Returns its digest. */
  public publishSingle(repository: string, tag: string, os: string, architecture: string): string {
    const config = JSON.stringify({ os, architecture, tag });
    const body = JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(config) }, layers: [] });
    this.answers.set(`${repository}/blobs/${digestOf(config)}`, { body: config });
    this.answers.set(`${repository}/manifests/${tag}`, { body });
    return digestOf(body);
  }

  private answer({ pathname, searchParams }: URL, { authorization, accept }: IncomingHttpHeaders): Reply {
    if (pathname === '/token') {
      const [scope, service] = ['scope', 'service'].map((name) => searchParams.get(name));
      return { body: JSON.stringify({ token: `token of ${scope} at ${service}` }) };
    }
    const path = pathname.replace('/v2/', '');
    const scope = `repository:${path.replace(/\/(manifests|blobs)\/.*$/, '')}:pull`;
    if (authorization !== `Bearer token of ${scope} at registry`) {
      const own = `Bearer realm="${this.url}/token",service="registry",scope="${scope}"`;
      return { status: 401, headers: { 'www-authenticate': this.challenge ?? own } };
    }
    const answer = this.answers.get(path);
    if (!answer || !accept?.includes('application/vnd.oci.image.index.v1+json')) return { status: 404 };
    const { body, digest = digestOf(body) } = answer;
    return { headers: { 'docker-content-digest': digest }, body };
  }
}
