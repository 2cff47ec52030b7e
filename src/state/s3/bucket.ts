import { HeadBucketCommand, type S3Client, type S3ServiceException } from '@aws-sdk/client-s3';
import { STATE_BACKENDS_FILE, type StateBucketSettings } from '../../config';
import { callerAccount } from '../../aws/account';
import { isEmulated } from '../../aws/endpoint';
import { ownersS3Client } from '../../aws/s3';
import { OperationError, isExplained } from '../../core/errors';
import { UNNAMED_BUCKET } from '../../core/state-backend';
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
  accepted: `Set the bucket's own region: change ${lineOf(settings, 'region')}`,
});

const nowhere = (settings: StateBucketSettings): Refusal => ({
  message: 'does not exist',
  accepted: `Run devloop bootstrap to create it, or name another bucket: change ${lineOf(settings, 'bucket')}`,
});

/** S3's answers by status. AWS: "HeadBucket": it says no more than that. */
const REFUSALS: Readonly<Record<number, (settings: StateBucketSettings, account: string) => Refusal>> = {
  301: (settings) => elsewhere(settings),
  // The owner that is expected is part of the request, so a bucket that is open to everybody is refused too.
  403: (settings, account) => ({
    message: `does not belong to account ${account}, or denies access to your credentials`,
    accepted: `Use credentials with access to it, or an unused name, e.g. ${proposedBucket(account)}: change ${lineOf(settings, 'bucket')}`,
  }),
  404: nowhere,
};

const unreachable = (name: string, message: string): Refusal => ({
  message: `cannot be read (${name}: ${message})`,
  accepted: 'Use valid AWS credentials, and a network on which STS and S3 answer.',
});

/** A name that nobody else has a reason to take. */
export const proposedBucket = (account: string): string => `devloop-terraform-state-${account}`;

const refuse = ({ bucket }: StateBucketSettings, { message, accepted }: Refusal): OperationError =>
  new OperationError({
    code: 'STATE_BUCKET',
    summary: `state.bucket: "${bucket}" ${message}`,
    hint: accepted,
  });

/** S3's refusal in a sentence: the same for every command, whatever it asked for. */
function explained(settings: StateBucketSettings, account: string, error: unknown): OperationError {
  const { $metadata, $response, name, message } = error as S3ServiceException;
  const region = $response?.headers['x-amz-bucket-region'];
  if (region !== undefined && region !== settings.region)
    return refuse(settings, elsewhere(settings, region));
  const refusal = REFUSALS[$metadata?.httpStatusCode ?? 0]?.(settings, account);
  return refuse(settings, refusal ?? unreachable(name, message));
}

/**
 * On AWS nobody has the bucket that stands in configuration until one is chosen.
 *
 * @throws OperationError STATE_BUCKET with a name that has the account's id in it
 */
export async function refusePlaceholder(settings: StateBucketSettings, env: Variables): Promise<void> {
  if (settings.bucket !== UNNAMED_BUCKET || isEmulated(env)) return;
  const account = await callerAccount(settings.region, env).catch(() => '<account id>');
  throw refuse(settings, {
    message: 'is a placeholder, which works on the emulator only',
    accepted: `Choose a name of your own, e.g. ${proposedBucket(account)}: change ${lineOf(settings, 'bucket')}`,
  });
}

/** A client for this account's buckets alone, with the account. */
async function accountsClient(settings: StateBucketSettings, env: Variables): Promise<[S3Client, string]> {
  await refusePlaceholder(settings, env);
  try {
    const account = await callerAccount(settings.region, env);
    return [await ownersS3Client(settings.region, env), account];
  } catch (error) {
    const { name, message } = error as Error;
    throw refuse(settings, unreachable(name, message));
  }
}

/**
 * Asks S3 for something in the state bucket, where it belongs to the account of the credentials.
 *
 * @param expected names of S3's errors that the caller knows what to do with: they are thrown as they are
 * @throws OperationError STATE_BUCKET where no bucket is chosen, or it is not there, is another account's, closed or in another
 * region, or STS or S3 cannot be asked
 */
export async function askBucket<Answer>(
  settings: StateBucketSettings,
  env: Variables,
  ask: (client: S3Client) => Promise<Answer>,
  expected: readonly string[] = [],
): Promise<Answer> {
  const [client, account] = await accountsClient(settings, env);
  try {
    return await ask(client);
  } catch (error) {
    if (isExplained(error) || expected.includes((error as Error).name)) throw error;
    throw explained(settings, account, error);
  } finally {
    client.destroy();
  }
}

/**
 * Asks S3 whose the state bucket is.
 *
 * @throws OperationError STATE_BUCKET as `askBucket`
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
