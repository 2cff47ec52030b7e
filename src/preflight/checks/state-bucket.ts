import { OperationError } from '../../core/errors';
import { ownerOf } from '../../state/s3/bucket';
import { fail, pass, subjectCheck } from '../check';

export const stateBucket = subjectCheck({
  id: 'state-bucket',
  title: 'State bucket',
  prevents: 'State is written into a bucket of another account, or the bucket cannot be created',
  error: 'BucketAlreadyExists, AccessDenied, PermanentRedirect',
  permissions: ['s3:ListBucket'],
  subject: ({ backend }) => backend,
  async run(backend, { env }) {
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
});
