import { GetObjectCommand, HeadBucketCommand, S3Client, type S3ServiceException } from '@aws-sdk/client-s3';
import { STATE_PLACES_FILE, type StateBucketSettings } from '../config';
import { PlatformError } from '../core/errors';
import type { Environment } from './terraform-cli';

/** Whether the bucket is there to be made, or is this account's already. */
export type BucketOwner = 'nobody' | 'us';

interface Refusal {
  readonly message: string;
  readonly accepted: (settings: StateBucketSettings) => string;
}

const lineOf = (settings: StateBucketSettings, key: keyof StateBucketSettings): string =>
  `the line "${key}: '${settings[key]}'" in ${STATE_PLACES_FILE}`;

/** S3's answers to HeadBucket. AWS: "HeadBucket": it says no more than the status. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  301: {
    message: 'is in another region',
    accepted: (settings) => `the bucket's own region: change ${lineOf(settings, 'region')}`,
  },
  403: {
    message: 'belongs to another account, or is closed to your credentials',
    accepted: (settings) => `a name that nobody has: change ${lineOf(settings, 'bucket')}`,
  },
};

/** A client for S3 in the environment that children get. */
function clientFor(region: string, env: Environment): S3Client {
  const {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = env;
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
  });
}

/**
 * Asks S3 whose the state bucket is.
 *
 * @throws PlatformError STATE_BUCKET where it is somebody else's, in another region, or S3 cannot be asked.
 */
export async function ownerOf(settings: StateBucketSettings, env: Environment): Promise<BucketOwner> {
  const client = clientFor(settings.region, env);
  try {
    await client.send(new HeadBucketCommand({ Bucket: settings.bucket }));
    return 'us';
  } catch (error) {
    const { $metadata, name, message } = error as S3ServiceException;
    const status = $metadata?.httpStatusCode ?? 0;
    if (status === 404) return 'nobody';
    const refusal = REFUSALS[status];
    throw new PlatformError({
      code: 'STATE_BUCKET',
      path: 'state.bucket',
      given: settings.bucket,
      message: refusal?.message ?? `cannot be asked for (${name}: ${message})`,
      accepted: refusal?.accepted(settings) ?? 'AWS credentials and a network on which S3 answers',
    });
  } finally {
    client.destroy();
  }
}

/** Terraform's lock on a state object. HashiCorp: "Backend Type: s3", state locking. */
export interface StateLock {
  readonly ID: string;
  /** User and host that took it, as `me@laptop`. */
  readonly Who: string;
}

/** The lock on the state with that key; undefined where nobody holds it. */
export async function lockOn(
  settings: StateBucketSettings,
  key: string,
  env: Environment,
): Promise<StateLock | undefined> {
  const client = clientFor(settings.region, env);
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: settings.bucket, Key: `${key}.tflock` }),
    );
    return JSON.parse((await Body?.transformToString()) ?? '') as StateLock;
  } catch (error) {
    if ((error as S3ServiceException).name === 'NoSuchKey') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
