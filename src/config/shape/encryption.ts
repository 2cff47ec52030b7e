import * as z from 'zod';

export const encryption = z.strictObject({
  key: z
    .enum(['aws-managed', 'customer-managed'])
    .describe('`customer-managed`: one KMS key of the environment; or `aws-managed`'),
});
