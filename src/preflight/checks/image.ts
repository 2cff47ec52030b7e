import { DOCKER_ARCHITECTURES } from '../../catalog/instance-types';
import { BatchGetImageCommand, type ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { orMissing } from '../../aws/or-missing';
import type { ImageInput } from '../../terraform/planned-resources';
import { type Check, type Context, fail, type Finding, pass, unchecked } from '../check';
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

/** An image, what sets it, and the instance types that run it. */
interface Used {
  readonly input: ImageInput;
  /** e.g. `TF_VAR_app_image`. */
  readonly name: string;
  readonly types: readonly string[];
}

function imagesOf({ plan }: Context): Used[] {
  const found = new Map<string, Used>();
  for (const { image: input, instanceType } of plan.servers()) {
    if (!input) continue;
    const name = `TF_VAR_${input.variable}${input.key === undefined ? '' : `["${input.key}"]`}`;
    found.set(name, { input, name, types: [...(found.get(name)?.types ?? []), instanceType] });
  }
  return [...found.values()];
}

/** Instance types that run the image, by Docker architecture. */
async function neededBy(context: Context, types: readonly string[]): Promise<Map<string, string[]>> {
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

async function check(context: Context, { input, name, types }: Used): Promise<Finding> {
  const reference = context.plan.image(input);
  if (reference === undefined) return unchecked(`${name} is not set`);
  const { registry, region, repository, tag, digest } = ECR.exec(reference)?.groups ?? {};
  if (registry === undefined || region === undefined || repository === undefined)
    return unchecked(`${reference} is not in ECR`, 'Make sure that servers can pull it.');
  const place = { ecr: context.aws.ecr(region), registryId: registry, repositoryName: repository };
  const imageId = digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
  const { ecr, ...id } = place;
  const command = new BatchGetImageCommand({ ...id, imageIds: [imageId], acceptedMediaTypes: MEDIA_TYPES });
  const answer = await orMissing(ecr.send(command), 'RepositoryNotFoundException');
  const hint = `Push the image, or correct ${name}.`;
  if (!answer) return fail(`there is no repository ${repository} in ECR of ${region}`, hint);
  const manifest = answer.images?.[0]?.imageManifest;
  if (manifest === undefined) return fail(`${reference} does not exist`, hint);
  const built = await architecturesOf(manifest, place);
  const wrong = [...(await neededBy(context, types))].filter(
    ([one]) => built.length > 0 && !built.includes(one),
  );
  if (wrong.length > 0)
    return fail(
      `${reference} is built for ${built.join(', ')}, and ${wrong.map(([one, its]) => `${its.join(', ')} needs ${one}`).join('; ')}`,
      `Run docker buildx build --platform ${wrong.map(([one]) => `linux/${one}`).join(',')}, or choose instance types of its architecture.`,
    );
  return built.length === 0
    ? unchecked(`${reference} exists, and its manifest names no architecture`)
    : pass(`${reference}, for ${built.join(', ')}`);
}

/** The findings of the worst status, as one. */
function worst(findings: readonly Finding[]): Finding {
  const status = (['fail', 'unchecked'] as const).find((one) => findings.some((each) => each.status === one));
  const those = findings.filter((one) => one.status === (status ?? 'pass'));
  const hints = [...new Set(those.flatMap(({ hint }) => hint ?? []))];
  return {
    status: status ?? 'pass',
    text: those.map(({ text }) => text).join('; '),
    ...(hints.length > 0 && { hint: hints.join(' ') }),
  };
}

export const image: Check = {
  id: 'image',
  title: 'Application image',
  prevents: 'Servers start without the application, and the group keeps replacing them',
  error: 'RepositoryNotFoundException, ImageNotFound, exec format error',
  permissions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ec2:DescribeInstanceTypes'],
  applies: (context) => imagesOf(context).length > 0,
  run: async (context) => worst(await Promise.all(imagesOf(context).map((used) => check(context, used)))),
};
