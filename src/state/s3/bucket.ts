import { HeadBucketCommand, S3Client, type S3ServiceException } from '@aws-sdk/client-s3';
import { STATE_BACKENDS_FILE, type StateBucketSettings } from '../../config';
import { OperationError, isExplained } from '../../core/errors';
import { awsClientSettings } from '../../aws/client';
import type { Variables } from '../../core/variables';

/** Whether the bucket is there to be made, or is this account's already. */
export type BucketOwner = 'nobody' | 'us';

interface Refusal {
  readonly message: string;
  readonly accepted: string;
}

const lineOf = (settings: StateBucketSettings, key: keyof StateBucketSettings): string =>
  `the line "${key}: '${settings[key]}'" in ${STATE_BACKENDS_FILE}`;

const elsewhere = (settings: StateBucketSettings, region?: string): Refusal => ({
  message: region === undefined ? 'is in another region' : `is in another region, ${region}`,
  accepted: `the bucket's own region: change ${lineOf(settings, 'region')}`,
});

const nowhere = (settings: StateBucketSettings): Refusal => ({
  message: 'does not exist',
  accepted: `the bucket that devloop bootstrap creates, or another: change ${lineOf(settings, 'bucket')}`,
});

/** S3's answers by status. AWS: "HeadBucket": it says no more than that. */
const REFUSALS: Readonly<Record<number, (settings: StateBucketSettings) => Refusal>> = {
  301: elsewhere,
  403: (settings) => ({
    message: 'belongs to another account, or denies access to your credentials',
    accepted: `credentials with access to it, or an unused name: change ${lineOf(settings, 'bucket')}`,
  }),
  404: nowhere,
};

const refuse = ({ bucket }: StateBucketSettings, { message, accepted }: Refusal): OperationError =>
  new OperationError({
    code: 'STATE_BUCKET',
    summary: `state.bucket: "${bucket}" ${message}`,
    hint: accepted,
  });

/** S3's refusal in a sentence: the same for every command, whatever it asked for. */
function explained(settings: StateBucketSettings, error: unknown): OperationError {
  const { $metadata, $response, name, message } = error as S3ServiceException;
  const region = $response?.headers['x-amz-bucket-region'];
  if (region !== undefined && region !== settings.region)
    return refuse(settings, elsewhere(settings, region));
  const refusal = REFUSALS[$metadata?.httpStatusCode ?? 0]?.(settings);
  return refuse(
    settings,
    refusal ?? {
      message: `cannot be asked for (${name}: ${message})`,
      accepted: 'valid AWS credentials and network access to S3',
    },
  );
}

/**
 * Asks S3 for something in the state bucket.
 *
 * @param expected names of S3's errors that the caller knows what to do with: they are thrown as they are
 * @throws OperationError STATE_BUCKET where the bucket is not there, is somebody else's, closed or in another region, or S3
 * cannot be asked
 */
export async function askBucket<Answer>(
  settings: StateBucketSettings,
  env: Variables,
  ask: (client: S3Client) => Promise<Answer>,
  expected: readonly string[] = [],
): Promise<Answer> {
  const client = new S3Client(awsClientSettings(settings.region, env));
  try {
    return await ask(client);
  } catch (error) {
    if (isExplained(error) || expected.includes((error as Error).name)) throw error;
    throw explained(settings, error);
  } finally {
    client.destroy();
  }
}

/**
 * Asks S3 whose the state bucket is.
 *
 * @throws OperationError STATE_BUCKET where it is somebody else's, in another region, or S3 cannot be asked.
 */
export async function ownerOf(settings: StateBucketSettings, env: Variables): Promise<BucketOwner> {
  const head = new HeadBucketCommand({ Bucket: settings.bucket });
  try {
    const { BucketRegion = settings.region } = await askBucket(settings, env, (s3) => s3.send(head), [
      'NotFound',
    ]);
    if (BucketRegion !== settings.region) throw refuse(settings, elsewhere(settings, BucketRegion));
    return 'us';
  } catch (error) {
    if ((error as Error).name === 'NotFound') return 'nobody';
    throw error;
  }
}

/**
 * Makes sure that the state bucket is there and open, before Terraform says so in its own words.
 *
 * @throws OperationError STATE_BUCKET as `ownerOf`, and where there is no such bucket.
 */
export async function checkBucket(settings: StateBucketSettings, env: Variables): Promise<void> {
  if ((await ownerOf(settings, env)) === 'nobody') throw refuse(settings, nowhere(settings));
}
