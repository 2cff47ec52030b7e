import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { deployImage, type DeployImageOptions } from '../../src/rollout/deploy-image';
import { synthesizedFrom } from '../../src/terraform/synthesized-environment';
import { type Answers, AwsOverlay } from '../support/aws/aws-overlay';
import { type Moment, ScalingDouble } from '../support/aws/scaling-double';
import { api, apiRoute, withApplications } from '../support/fixtures/applications';
import { prod } from '../support/fixtures/configured';
import { changed } from '../support/fixtures/environments';
import { synthText } from '../support/fixtures/synth';

const input = changed({ registry: true }, prod);
/** Stacks of the same environment are the same. */
const synthesized = new Map<EnvironmentInput, string>();
const textOf = (environment: EnvironmentInput): string => {
  const text = synthesized.get(environment) ?? synthText(environment);
  synthesized.set(environment, text);
  return text;
};

const REGISTRY = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop-prod/app';
const servers = [
  { id: 'i-1', version: 1 },
  { id: 'i-2', version: 1 },
];
const ended = (status: string): Moment => ({ version: 1, servers, refresh: [status, 100] });

/** Answers of ECR and Systems Manager, as their API references document them. */
class Images {
  public values: readonly string[] = [`${REGISTRY}:1`];
  public architectures: Readonly<Record<string, readonly string[]>> = { '2': ['amd64'] };
  /** Whether the parameter is there. */
  public exist = true;
  /** Values that were set. */
  public readonly set: unknown[] = [];

  public get answers(): Answers {
    return {
      'ssm:GetParameterHistory': () =>
        this.exist
          ? { body: { Parameters: this.values.map((Value, index) => ({ Version: index + 1, Value })) } }
          : { status: 400, body: { __type: 'ParameterNotFound' } },
      'ssm:PutParameter': ({ Name, Value }) => {
        this.set.push([Name, Value]);
        return { body: { Version: 2 } };
      },
      'ecr:BatchGetImage': ({ imageIds }) => {
        const [{ imageTag = '' } = {}] = imageIds as { imageTag?: string }[];
        const manifests = this.architectures[imageTag]?.map((architecture) => ({
          platform: { architecture },
        }));
        const imageManifest = JSON.stringify({ manifests });
        return { body: { images: manifests ? [{ registryId: '123456789012', imageManifest }] : [] } };
      },
    };
  }
}

describe('devloop deploy-image', () => {
  let overlay: AwsOverlay;
  let folder: string;
  let images: Images;
  let said: string[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deploy-image-'));
    overlay = await AwsOverlay.before('http://127.0.0.1:9');
  });
  beforeEach(() => {
    images = new Images();
    said = [];
  });
  afterAll(() => {
    overlay.stop();
    rmSync(folder, { recursive: true });
  });

  const deploy = (
    double: ScalingDouble,
    options: Partial<DeployImageOptions> = {},
    environment: EnvironmentInput = input,
  ) => {
    overlay.answers = { ...double.answers, ...images.answers };
    writeFileSync(join(folder, 'cdk.tf.json'), textOf(environment));
    return deployImage({
      environment: synthesizedFrom(parseEnvironment(environment, environment.name), () => folder),
      env: { AWS_ENDPOINT_URL: overlay.endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      image: undefined,
      tag: '2',
      timeout: 60_000,
      interval: 1,
      signal: new AbortController().signal,
      onProgress: (sentence) => said.push(sentence),
      ...options,
    });
  };

  test('sets the image, replaces every server and waits for that', async () => {
    const double = new ScalingDouble(ended('Successful'), ended('InProgress'), ended('Successful'));
    expect(await deploy(double)).toMatchObject([
      { name: 'devloop-server', done: true, image: `${REGISTRY}:2`, rolledBack: undefined },
    ]);
    expect(images.set).toEqual([['/devloop-prod/images/app', `${REGISTRY}:2`]]);
    expect(double.changes).toMatchObject([
      {
        Action: 'StartInstanceRefresh',
        'Preferences.SkipMatching': 'false',
        'Preferences.MinHealthyPercentage': '100',
      },
    ]);
    expect(said[0]).toBe(`app: from ${REGISTRY}:1 to ${REGISTRY}:2`);
  });

  test('cancels an instance refresh that is under way', async () => {
    const double = new ScalingDouble(ended('InProgress'), ended('Cancelled'), ended('Successful'));
    await deploy(double);
    expect(double.changes.map(({ Action }) => Action)).toEqual([
      'CancelInstanceRefresh',
      'StartInstanceRefresh',
    ]);
  });

  test('fails where the instance refresh does, although the old servers answer', async () => {
    expect(await deploy(new ScalingDouble(ended('Successful'), ended('Failed')))).toMatchObject([
      { done: false, sentence: 'the instance refresh ended as Failed' },
    ]);
  });

  test('goes back to the image before, and from a rollback further back', async () => {
    images.values = ['a', 'b', 'c', 'b'].map((tag) => `${REGISTRY}:${tag}`);
    await deploy(new ScalingDouble(ended('Successful')), { tag: undefined });
    expect(images.set).toEqual([['/devloop-prod/images/app', `${REGISTRY}:a`]]);
  });

  test.each([
    [
      'a tag that was not pushed',
      { tag: '3' },
      'devloop-prod/app:3 does not exist\nPush devloop-prod/app:3 first.',
    ],
    [
      'what is no tag',
      { tag: 'shop:3' },
      'TAG: "shop:3" is not a tag; accepted: letters, digits and _.-, e.g. 1.4.2',
    ],
    [
      'an image that the environment does not have',
      { image: 'shop' },
      '--image: "shop" is not an image of the environment; accepted: app',
    ],
    [
      'a rollback without an image before',
      { tag: undefined },
      `app: there is no image before ${REGISTRY}:1 to go back to\nDeploy the tag of an image that works.`,
    ],
  ] satisfies [string, Partial<DeployImageOptions>, string][])('refuses %s', async (_, options, message) => {
    const double = new ScalingDouble(ended('Successful'));
    await expect(deploy(double, options)).rejects.toThrow(message);
    expect([images.set, double.changes]).toEqual([[], []]);
  });

  test('refuses an image for other processors', async () => {
    images.architectures = { '2': ['arm64'] };
    await expect(deploy(new ScalingDouble(ended('Successful')))).rejects.toThrow(
      'devloop-prod/app:2 is built for arm64, and t2.medium needs amd64\nRun docker buildx build --platform linux/amd64.',
    );
  });

  test('takes an image for the processors of Graviton servers', async () => {
    images.architectures = { '2': ['arm64'] };
    const graviton = changed({ 'servers.0.instanceType': 't4g.medium' }, input);
    expect(await deploy(new ScalingDouble(ended('Successful')), {}, graviton)).toMatchObject([
      { done: true },
    ]);
  });

  test('refuses single servers, an environment without a registry, and a choice of several images', async () => {
    const double = new ScalingDouble(ended('Successful'));
    await expect(deploy(double, {}, changed({ registry: true }))).rejects.toThrow(
      '--image: devloop-server has no Auto Scaling group: a server would not answer while its image changes; accepted: autoScaling for it; ' +
        'or the image in the parameter /devloop-dev/images/app, then systemctl restart application on each of its servers',
    );
    await expect(deploy(double, {}, prod)).rejects.toThrow(
      '--environment: "prod" has no registry; accepted: an environment with registry: true',
    );
    await expect(deploy(double, {}, withApplications([api], [apiRoute], { registry: true }))).rejects.toThrow(
      '--image: is not an image of the environment; accepted: api, app',
    );
  });

  test('refuses an environment that is not deployed', async () => {
    const double = new ScalingDouble(ended('Successful'));
    images.exist = false;
    await expect(deploy(double)).rejects.toThrow(
      '/devloop-prod/images/app does not exist in this account and region',
    );
  });
});
