import { type EcrImage, ecrImageOf, findImage } from '../../aws/ecr-images';
import { DOCKER_ARCHITECTURES } from '../../catalog/instance-types';
import type { ImageInput } from '../../terraform/planned-resources';
import { type Check, type Context, fail, type Finding, pass, unchecked, warn } from '../check';
import { describeTypes } from '../instance-types';

/** A tag alone. Docker: "Reference grammar". */
const TAG = /^\w[\w.-]{0,127}$/;

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

/** Whether the value is a tag of the repository that the environment itself has. */
const isOwnTag = (reference: string, { repository }: ImageInput): boolean =>
  repository !== undefined && TAG.test(reference);

const locate = (context: Context, reference: string, input: ImageInput): EcrImage | undefined =>
  isOwnTag(reference, input)
    ? { region: context.region, repository: input.repository ?? '', tag: reference }
    : ecrImageOf(reference);

async function check(context: Context, { input, name, types }: Used): Promise<Finding> {
  const reference = context.plan.image(input);
  if (reference === undefined) return unchecked(`${name} is not set`);
  const image = locate(context, reference, input);
  if (!image) return unchecked(`${reference} is not in ECR`, 'Make sure that servers can pull it.');
  const { region, repository } = image;
  const found = await findImage(context.aws.ecr(region), image);
  const hint = `Push the image, or correct ${name}.`;
  if (found === 'no-repository')
    return isOwnTag(reference, input)
      ? warn(
          `the repository ${repository} does not exist yet: the next apply makes it`,
          `Push ${repository}:${reference} after that; servers wait for it.`,
        )
      : fail(`there is no repository ${repository} in ECR of ${region}`, hint);
  if (found === 'no-image') return fail(`${reference} does not exist`, hint);
  const { architectures: built } = found;
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
  const status =
    (['fail', 'unchecked', 'warn'] as const).find((one) => findings.some((each) => each.status === one)) ??
    'pass';
  const those = findings.filter((one) => one.status === status);
  const hints = [...new Set(those.flatMap(({ hint }) => hint ?? []))];
  return {
    status,
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
