import {
  CreateBucketCommand,
  DeleteBucketCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { clientOf } from './own-account';

/** Credentials of another account on the emulator, which moto gives to a caller that assumes one of its roles. */
export async function otherAccount(endpoint: string) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      // moto reads only the name of the service.
      Authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/ap-northeast-2/sts/aws4_request, SignedHeaders=host, Signature=x',
    },
    body: new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: 'arn:aws:iam::222222222222:role/other',
      RoleSessionName: 'other',
    }),
  });
  const text = await response.text();
  const value = (name: string): string => new RegExp(`<${name}>([^<]*)`).exec(text)?.[1] ?? '';
  return {
    accessKeyId: value('AccessKeyId'),
    secretAccessKey: value('SecretAccessKey'),
    sessionToken: value('SessionToken'),
  };
}

/** Creates a public bucket in another account, as someone who takes a published name would. Returns a function that removes it. */
export async function foreignBucket(
  account: EmulatedAccount,
  Bucket: string,
): Promise<() => Promise<unknown>> {
  const credentials = await otherAccount(account.emulator.endpoint);
  const s3 = new S3Client({ ...clientOf(account), credentials });
  const CreateBucketConfiguration = { LocationConstraint: 'ap-northeast-2' as const };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const arn = `arn:aws:s3:::${Bucket}`;
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: [arn, `${arn}/*`] }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return () => s3.send(new DeleteBucketCommand({ Bucket }));
}
