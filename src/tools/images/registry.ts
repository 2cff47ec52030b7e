import { createHash } from 'node:crypto';
import * as z from 'zod';
import { OperationError } from '../../core/errors';

/** An image in a registry. */
export interface ImageTag {
  /** Host of the registry, as in a reference. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

/** What a registry has for a tag. */
export interface Published {
  /** Digest of the image index, or of the manifest of an image that is built for one architecture alone. */
  readonly digest: string;
  /** Those of Linux on EC2, as Docker names them, sorted. */
  readonly architectures: readonly string[];
}

const DOCKER_HUB = 'docker.io';

/** Docker: "Image references"; the registry and `library/` may be left out. A digest is ignored. */
export function parseReference(reference: string): ImageTag {
  const [name = '', tag = ''] = reference.replace(/@.*$/, '').split(/:(?=[^/:]+$)/);
  const [first = '', ...rest] = name.split('/');
  if (rest.length > 0 && /[.:]|^localhost$/.test(first))
    return { registry: first, repository: rest.join('/'), tag };
  return { registry: DOCKER_HUB, repository: rest.length > 0 ? name : `library/${name}`, tag };
}

/** Address of a registry's API. Docker Hub serves it at another host than it is named by. */
export const registryUrl = (registry: string): string =>
  registry === DOCKER_HUB ? 'https://registry-1.docker.io' : `https://${registry}`;

/** OCI image specification and Docker's formats of the same. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const platform = z.object({ os: z.string(), architecture: z.string() });
const indexShape = z.object({ manifests: z.array(z.object({ platform: platform.optional() })) });
const manifestShape = z.object({ config: z.object({ digest: z.string() }) });
const tokenShape = z
  .union([z.object({ token: z.string() }), z.object({ access_token: z.string() })])
  .transform((answer) => ('token' in answer ? answer.token : answer.access_token));

/** Architectures of EC2. */
const OF_EC2 = ['amd64', 'arm64'];

const failure = (url: string, detail: string): OperationError =>
  new OperationError({
    code: 'REGISTRY',
    summary: `Failed to read an image from ${url}`,
    detail,
    hint: 'No pin was changed. Check the network, and that the registry has the tag.',
  });

async function request(
  url: string,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(url, { headers, ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const { cause, message } = error as Error;
    throw failure(url, cause instanceof Error ? cause.message : message);
  }
}

const PARAMETER = /(\w+)="([^"]*)"/g;

/** Token for a challenge of a registry. Distribution: "Token Authentication Specification". */
async function tokenFor(challenge: string, url: string, signal?: AbortSignal): Promise<string> {
  const parameters = new Map(
    [...challenge.matchAll(PARAMETER)].map(([, name = '', value = '']) => [name, value]),
  );
  const realm = parameters.get('realm') ?? '';
  if (!/^Bearer /i.test(challenge) || !URL.canParse(realm))
    throw failure(url, `it asks for ${challenge || 'a login'}`);
  const address = new URL(realm);
  for (const name of ['service', 'scope']) address.searchParams.set(name, parameters.get(name) ?? '');
  const answer = await request(address.href, {}, signal);
  const token = tokenShape.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !token.success)
    throw failure(address.href, `HTTP status ${answer.status}, without a token`);
  return token.data;
}

/** A registry's API for one repository, without credentials: with a token where the registry asks for one. OCI distribution specification. */
class Repository {
  private authorization: Record<string, string> = {};

  constructor(
    private readonly url: string,
    private readonly signal: AbortSignal | undefined,
  ) {}

  public async read(
    path: string,
  ): Promise<{ readonly text: string; readonly url: string; readonly stated: string | null }> {
    const url = `${this.url}/${path}`;
    let answer = await request(url, { accept: ACCEPT, ...this.authorization }, this.signal);
    if (answer.status === 401) {
      const token = await tokenFor(answer.headers.get('www-authenticate') ?? '', url, this.signal);
      this.authorization = { authorization: `Bearer ${token}` };
      answer = await request(url, { accept: ACCEPT, ...this.authorization }, this.signal);
    }
    if (!answer.ok) throw failure(url, `HTTP status ${answer.status}`);
    return { text: await answer.text(), url, stated: answer.headers.get('docker-content-digest') };
  }
}

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

function parsed<Shape>(shape: z.ZodType<Shape>, text: string): Shape | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Asks a registry for the digest of a tag, which it computes from the manifest itself, and for its architectures.
 *
 * @param url address of the registry's API
 * @throws OperationError REGISTRY if the registry does not answer, or its answer does not have the digest that it states
 */
export async function publishedImage(
  { repository, tag }: ImageTag,
  url: string,
  signal?: AbortSignal,
): Promise<Published> {
  const api = new Repository(`${url}/v2/${repository}`, signal);
  const manifest = await api.read(`manifests/${tag}`);
  const digest = sha256(manifest.text);
  if (manifest.stated !== null && manifest.stated !== digest)
    throw failure(manifest.url, `it states ${manifest.stated}, and its answer is ${digest}`);
  const found = parsed(indexShape, manifest.text)?.manifests.map((one) => one.platform) ?? [
    await platformOf(api, manifest),
  ];
  const architectures = found.flatMap((one) => (one?.os === 'linux' ? [one.architecture] : []));
  const built = [...new Set(architectures)].filter((one) => OF_EC2.includes(one)).sort();
  if (built.length === 0) throw failure(manifest.url, `it is built for neither ${OF_EC2.join(' nor ')}`);
  return { digest, architectures: built };
}

/** Platform of an image that is built for one alone, which its configuration tells. */
async function platformOf(api: Repository, { text, url }: { readonly text: string; readonly url: string }) {
  const config = parsed(manifestShape, text)?.config.digest;
  if (config === undefined) throw failure(url, 'it answers with something else than a manifest');
  const blob = await api.read(`blobs/${config}`);
  if (sha256(blob.text) !== config) throw failure(blob.url, 'its answer does not have this digest');
  return parsed(platform, blob.text);
}
