import { DOCKER_ARCHITECTURES } from '../../catalog/instance-types';
import { BatchGetImageCommand, type ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { orMissing } from '../../aws/or-missing';
import { type Check, type Context, fail, pass, unchecked } from '../check';
import { describeTypes } from '../instance-types';

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

interface Place {
  readonly ecr: ECRClient;
  readonly registryId: string;
  readonly repositoryName: string;
}

/** Architectures of an image, from its index or its configuration. */
async function architecturesOf(text: string, { ecr, ...repository }: Place): Promise<string[]> {
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

/** Instance types that run the image, by Docker architecture. */
async function neededBy(context: Context): Promise<Map<string, string[]>> {
  const types = context.plan
    .servers()
    .filter(({ runsImage }) => runsImage)
    .map(({ instanceType }) => instanceType);
  const needed = new Map<string, string[]>();
  for (const [type, info] of await describeTypes(context, types)) {
    const supported = info.ProcessorInfo?.SupportedArchitectures ?? [];
    const [docker] = Object.entries(DOCKER_ARCHITECTURES).flatMap(([name, its]) =>
      supported.some((one) => one === name) ? [its] : [],
    );
    if (docker !== undefined) needed.set(docker, [...(needed.get(docker) ?? []), type]);
  }
  return needed;
}

export const image: Check = {
  id: 'image',
  title: 'Application image',
  prevents: 'Servers start without the application, and the group keeps replacing them',
  error: 'RepositoryNotFoundException, ImageNotFound, exec format error',
  permissions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ec2:DescribeInstanceTypes'],
  applies: ({ plan }) => plan.asksFor('app_image'),
  async run(context) {
    const reference = context.plan.input('app_image');
    if (reference === undefined) return unchecked('TF_VAR_app_image is not set');
    const { registry, region, repository, tag, digest } = ECR.exec(reference)?.groups ?? {};
    if (registry === undefined || region === undefined || repository === undefined)
      return unchecked(`${reference} is not in ECR`, 'Make sure that servers can pull it.');
    const place = { ecr: context.aws.ecr(region), registryId: registry, repositoryName: repository };
    const imageId = digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
    const { ecr, ...id } = place;
    const command = new BatchGetImageCommand({ ...id, imageIds: [imageId], acceptedMediaTypes: MEDIA_TYPES });
    const answer = await orMissing(ecr.send(command), 'RepositoryNotFoundException');
    if (!answer)
      return fail(
        `there is no repository ${repository} in ECR of ${region}`,
        'Push the image, or correct TF_VAR_app_image.',
      );
    const manifest = answer.images?.[0]?.imageManifest;
    if (manifest === undefined)
      return fail(`${reference} does not exist`, 'Push the image, or correct TF_VAR_app_image.');
    const built = await architecturesOf(manifest, place);
    const wrong = [...(await neededBy(context))].filter(([one]) => built.length > 0 && !built.includes(one));
    if (wrong.length > 0)
      return fail(
        `${reference} is built for ${built.join(', ')}, and ${wrong.map(([one, types]) => `${types.join(', ')} needs ${one}`).join('; ')}`,
        `Run docker buildx build --platform ${wrong.map(([one]) => `linux/${one}`).join(',')}, or choose instance types of its architecture.`,
      );
    return built.length === 0
      ? unchecked(`${reference} exists, and its manifest names no architecture`)
      : pass(`${reference}, for ${built.join(', ')}`);
  },
};
