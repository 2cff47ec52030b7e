import { S3Client } from '@aws-sdk/client-s3';
import type { Variables } from '../core/variables';
import { callerAccount } from './account';
import { awsClientSettings } from './client';

/**
 * A client whose every request names the account of the credentials as the owner of the bucket: S3 refuses to touch anybody
 * else's, however open it is. AWS: "Verifying bucket ownership with bucket owner condition".
 *
 * @throws as `callerAccount`
 */
export async function ownersS3Client(region: string, env: Variables): Promise<S3Client> {
  const owner = await callerAccount(region, env);
  const client = new S3Client(awsClientSettings(region, env));
  client.middlewareStack.add(
    (next) => (args) => next({ ...args, input: { ...args.input, ExpectedBucketOwner: owner } }),
    { step: 'initialize', name: 'expectedBucketOwner' },
  );
  return client;
}
