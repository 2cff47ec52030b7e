import { BatchGetImageCommand, type ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { orMissing } from './or-missing';

/** Image URI in a private registry. AWS: "Amazon ECR private registries". */
const ECR =
  /^(?<registry>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?\/(?<repository>[^:@]+)(:(?<tag>[^@]+))?(@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Docker: "Image manifest", schema 2; OCI: "Image index", "Image manifest". */
const MEDIA_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** Timeout of the image configuration download, in milliseconds. */
const TIMEOUT = 30_000;

interface Manifest {
  readonly manifests?: readonly { readonly platform?: { readonly architecture?: string } }[];
  readonly config?: { readonly digest?: string };
}

/** An image in ECR, by tag or digest. */
export interface EcrImage {
  /** @default the registry of the account */
  readonly registry?: string | undefined;
  readonly region: string;
  readonly repository: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

/** What ECR has of an image: nothing, a repository without it, or the image. */
export type FoundImage =
  | 'no-repository'
  | 'no-image'
  | {
      /** Id of the account of the registry. */
      readonly registry: string;
      /** In Docker's names, as far as they are known. */
      readonly architectures: readonly string[];
    };

/** Parts of a reference; undefined if it is not in ECR. */
export function ecrImageOf(reference: string): EcrImage | undefined {
  const { registry, region, repository, tag, digest } = ECR.exec(reference)?.groups ?? {};
  return region === undefined || repository === undefined
    ? undefined
    : { registry, region, repository, tag, digest };
}

/** Architectures of an image, from its index or its configuration. */
async function architecturesOf(
  ecr: ECRClient,
  text: string,
  repository: { readonly registryId?: string; readonly repositoryName: string },
): Promise<string[]> {
  const { manifests, config } = JSON.parse(text) as Manifest;
  const named = (manifests ?? []).map(({ platform }) => platform?.architecture);
  const listed = named.filter((one): one is string => one !== undefined && one !== 'unknown');
  if (listed.length > 0 || config?.digest === undefined) return listed;
  const { downloadUrl = '' } = await ecr.send(
    new GetDownloadUrlForLayerCommand({ ...repository, layerDigest: config.digest }),
  );
  const { architecture } = (await (
    await fetch(downloadUrl, { signal: AbortSignal.timeout(TIMEOUT) })
  ).json()) as { architecture?: string };
  return architecture === undefined ? [] : [architecture];
}

/** Looks for an image, and for what it is built for. */
export async function findImage(ecr: ECRClient, image: EcrImage): Promise<FoundImage> {
  const { registry, repository: repositoryName, tag = 'latest', digest } = image;
  const repository = { ...(registry !== undefined && { registryId: registry }), repositoryName };
  const imageId = digest === undefined ? { imageTag: tag } : { imageDigest: digest };
  const command = new BatchGetImageCommand({
    ...repository,
    imageIds: [imageId],
    acceptedMediaTypes: MEDIA_TYPES,
  });
  const answer = await orMissing(ecr.send(command), 'RepositoryNotFoundException');
  if (!answer) return 'no-repository';
  const { imageManifest: manifest, registryId = '' } = answer.images?.[0] ?? {};
  if (manifest === undefined) return 'no-image';
  return { registry: registryId, architectures: await architecturesOf(ecr, manifest, repository) };
}
