import type { S3BackendSettings } from '../core/state-backend';
import type { Grant } from '../iam/grants';

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
