import type { S3BackendSettings } from '../core/state-backend';
import type { Grant } from '../iam/grants';

const READ = ['s3:GetObject'];

/**
 * State in S3 and the lock beside it. A plan takes no lock: its role could delete an apply's. To list the bucket is what makes S3 say that there is no state yet, rather than that it
 * is closed. HashiCorp: "Backend Type: s3", permissions required.
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
