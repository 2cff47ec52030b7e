import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import type { EmulatedAccount } from '../../../src/emulator/account';
import type { EnvironmentInput } from '../../../src/config';
import { stateBackends } from '../../../src/config/state';
import type { BackendType } from '../../../src/core/state-backend';
import { changed } from '../fixtures/environments';
import { clientOf } from '../aws/own-account';

/** The smallest environment, a network and a bastion, which is deployed in seconds. */
export const small: EnvironmentInput = changed({
  'network.nat': { mode: 'none' },
  servers: [],
  loadBalancer: undefined,
  database: undefined,
});

/** Each type of backend. The workspace is in the fake HCP Terraform. */
export const backends = {
  ...stateBackends,
  cloud: { backend: 'cloud', hostname: 'tfc.test', organization: 'acme' },
} as const satisfies Record<BackendType, EnvironmentInput['state']>;

/** Creates a bucket that is sufficient for state, because a bootstrap takes a minute longer. */
export async function makeStateBucket(account: EmulatedAccount): Promise<S3Client> {
  const s3 = new S3Client(clientOf(account));
  const { bucket: Bucket, region } = stateBackends.s3;
  const CreateBucketConfiguration = { LocationConstraint: region as 'ap-northeast-2' };
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return s3;
}
