import * as z from 'zod';
import { branch, repository } from '../repository';

const github = z.strictObject({
  repository: repository.describe(
    "GitHub repository as its tokens name it: `owner/name`, or with ids; the account's identity provider for GitHub must exist",
  ),
  branch: branch.default('main').describe('branch whose workflows may use the role'),
});

export const pipeline = z.strictObject({
  github: github.optional().meta({
    description: 'a role for GitHub Actions, by OpenID Connect',
    whenOmitted: 'none',
  }),
  jenkins: z
    .boolean()
    .default(false)
    .describe('gives the same permissions to the servers with the role `jenkins`'),
});
