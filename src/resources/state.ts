import type { S3BackendSettings } from '../core/state-backend';
import type { Grant } from '../iam/grants';
import { APPLIED_BY_PEOPLE } from './applied-by-people';
import { byUse, s3 } from './charges';
import type { Part } from './resource-type';

/** The state bucket and its settings. */
export const state = {
  resources: {
    aws_s3_bucket: {
      ...APPLIED_BY_PEOPLE,
      charges: () => [
        byUse('stored-data', s3('TimedStorage-ByteHrs')),
        byUse('write-requests', s3('Requests-Tier1')),
        byUse('read-requests', s3('Requests-Tier2')),
      ],
    },
    aws_s3_bucket_lifecycle_configuration: APPLIED_BY_PEOPLE,
    aws_s3_bucket_ownership_controls: APPLIED_BY_PEOPLE,
    aws_s3_bucket_policy: APPLIED_BY_PEOPLE,
    aws_s3_bucket_public_access_block: APPLIED_BY_PEOPLE,
    aws_s3_bucket_server_side_encryption_configuration: APPLIED_BY_PEOPLE,
    aws_s3_bucket_versioning: APPLIED_BY_PEOPLE,
  },
  dataSources: {},
  prices: [{ offer: 'AmazonS3', usageTypes: /^(TimedStorage-ByteHrs|Requests-Tier[12])$/ }],
} satisfies Part;

const READ = ['s3:GetObject'];

/**
 * State and lock in S3. A plan may not write the lock, because its role could then delete the lock of an apply. With ListBucket, S3
 * returns 404 instead of 403 if there is no state. HashiCorp: "Backend Type: s3", permissions required.
 */
export function stateGrants({ bucket, key }: S3BackendSettings): Grant[] {
  const grant = (access: Grant['access'], actions: readonly string[], object = ''): Grant => ({
    access,
    actions,
    resource: `arn:aws:s3:::${bucket}${object}`,
    tagged: 'never',
  });
  return [
    grant('read', ['s3:ListBucket']),
    grant('read', READ, `/${key}`),
    grant('write', [...READ, 's3:PutObject', 's3:DeleteObject'], `/${key}.tflock`),
    grant('write', ['s3:PutObject'], `/${key}`),
  ];
}
