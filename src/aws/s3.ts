import { S3Client } from '@aws-sdk/client-s3';
import type { Variables } from '../core/variables';
import { callerAccount } from './account';
import { awsClientSettings } from './client';

/**
 * S3 client that sends the account of the credentials as the expected bucket owner with every request. S3 then rejects requests to
 * buckets of other accounts. AWS: "Verifying bucket ownership with bucket owner condition".
 *
 * @throws as `callerAccount` does
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
