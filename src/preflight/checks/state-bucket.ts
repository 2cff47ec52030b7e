import { OperationError } from '../../core/errors';
import { ownerOf } from '../../state/s3/bucket';
import { type Check, fail, pass } from '../check';

export const stateBucket: Check = {
  id: 'state-bucket',
  title: 'State bucket',
  prevents: 'State is written into a bucket that somebody else owns, or the bucket cannot be created',
  error: 'BucketAlreadyExists, AccessDenied, PermanentRedirect',
  permissions: ['s3:ListBucket'],
  applies: ({ backend }) => backend !== undefined,
  async run({ backend, env }) {
    if (backend === undefined) throw new Error('the state is not in S3');
    try {
      const owner = await ownerOf(backend, env);
      return pass(
        `${backend.bucket} ${owner === 'us' ? 'is yours' : 'is free: devloop bootstrap creates it'}`,
      );
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      const { summary, hint = '' } = error.failure;
      return fail(summary.replace(/^state\.bucket: /, ''), hint);
    }
  },
};
