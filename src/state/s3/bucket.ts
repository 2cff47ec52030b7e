import { HeadBucketCommand, type S3Client, type S3ServiceException } from '@aws-sdk/client-s3';
import { STATE_BACKENDS_FILE, type StateBucketSettings } from '../../config';
import { callerAccount } from '../../aws/account';
import { isEmulated } from '../../aws/endpoint';
import { ownersS3Client } from '../../aws/s3';
import { OperationError, isExplained } from '../../core/errors';
import { UNNAMED_BUCKET } from '../../core/state-backend';
import type { Variables } from '../../core/variables';

/** `us` if the bucket belongs to the account, `nobody` if it does not exist. */
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

/** Errors by HTTP status. HeadBucket returns no more details. AWS: "HeadBucket". */
const REFUSALS: Readonly<Record<number, (settings: StateBucketSettings, account: string) => Refusal>> = {
  301: (settings) => elsewhere(settings),
  // Requests contain the expected owner, so public buckets of other accounts are rejected too.
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

/** Proposed name, which contains the account id so that it is likely to be free. */
export const proposedBucket = (account: string): string => `devloop-terraform-state-${account}`;

const refuse = ({ bucket }: StateBucketSettings, { message, accepted }: Refusal): OperationError =>
  new OperationError({
    code: 'STATE_BUCKET',
    summary: `state.bucket: "${bucket}" ${message}`,
    hint: accepted,
  });

/** Converts an error of S3, the same way for all commands. */
function explained(settings: StateBucketSettings, account: string, error: unknown): OperationError {
  const { $metadata, $response, name, message } = error as S3ServiceException;
  const region = $response?.headers['x-amz-bucket-region'];
  if (region !== undefined && region !== settings.region)
    return refuse(settings, elsewhere(settings, region));
  const refusal = REFUSALS[$metadata?.httpStatusCode ?? 0]?.(settings, account);
  return refuse(settings, refusal ?? unreachable(name, message));
}

/**
 * Rejects the placeholder for the bucket name on AWS. The emulator accepts it.
 *
 * @throws OperationError STATE_BUCKET with a proposed name, which contains the account id
 */
export async function refusePlaceholder(settings: StateBucketSettings, env: Variables): Promise<void> {
  if (settings.bucket !== UNNAMED_BUCKET || isEmulated(env)) return;
  const account = await callerAccount(settings.region, env).catch(() => '<account id>');
  throw refuse(settings, {
    message: 'is a placeholder, which works on the emulator only',
    accepted: `Choose a name of your own, e.g. ${proposedBucket(account)}: change ${lineOf(settings, 'bucket')}`,
  });
}

/** Client that accepts only buckets of the account, and the account id. */
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
 * Calls S3 for the state bucket, which must belong to the account of the credentials.
 *
 * @param expected names of S3 errors that the caller handles. They are rethrown
 * @throws OperationError STATE_BUCKET if the name is a placeholder, the bucket does not exist, belongs to another account, denies
 * access or is in another region, or STS or S3 cannot be reached
 */
export async function callBucket<Answer>(
  settings: StateBucketSettings,
  env: Variables,
  call: (client: S3Client) => Promise<Answer>,
  expected: readonly string[] = [],
): Promise<Answer> {
  const [client, account] = await accountsClient(settings, env);
  try {
    return await call(client);
  } catch (error) {
    if (isExplained(error) || expected.includes((error as Error).name)) throw error;
    throw explained(settings, account, error);
  } finally {
    client.destroy();
  }
}

/**
 * Checks whether the state bucket exists in the account.
 *
 * @throws OperationError STATE_BUCKET as `callBucket` does
 */
export async function ownerOf(settings: StateBucketSettings, env: Variables): Promise<BucketOwner> {
  const head = new HeadBucketCommand({ Bucket: settings.bucket });
  try {
    const { BucketRegion = settings.region } = await callBucket(settings, env, (s3) => s3.send(head), [
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
 * Checks that the state bucket exists and is accessible, so that errors are reported before Terraform reports them.
 *
 * @throws OperationError STATE_BUCKET as `ownerOf` does, and if the bucket does not exist
 */
export async function checkBucket(settings: StateBucketSettings, env: Variables): Promise<void> {
  if ((await ownerOf(settings, env)) === 'nobody') throw refuse(settings, nowhere(settings));
}
