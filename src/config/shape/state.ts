import * as z from 'zod';
import { type BackendType, HCP_TERRAFORM_HOSTNAME } from '../../core/state-backend';
import { bucketName, cloudProject, hostname, organization, region, workspace } from '../fields';
import { issueMessage } from '../problems';

/** A key of another backend is reported as a contradiction. */
const backendShape = <Shape extends z.ZodRawShape>(backend: BackendType, shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issueMessage(`does not go with backend "${backend}"`, Object.keys(shape).join(', '))
        : undefined,
  });

export const s3StateShape = backendShape('s3', {
  backend: z.literal('s3').describe('`s3`, `cloud` (HCP Terraform) or `local`'),
  bucket: bucketName.describe('`s3`: name of the bucket'),
  region: region.describe('`s3`: region of the bucket'),
});

export const stateShape = z.discriminatedUnion('backend', [
  s3StateShape,
  backendShape('cloud', {
    backend: z.literal('cloud'),
    hostname: hostname
      .default(HCP_TERRAFORM_HOSTNAME)
      .describe('`cloud`: host name of HCP Terraform or Terraform Enterprise'),
    organization: organization.describe('`cloud`: organization'),
    workspace: workspace
      .optional()
      .meta({ description: '`cloud`: workspace', whenOmitted: '`<project>-<name>`' }),
    project: cloudProject.optional().meta({
      description: '`cloud`: project of a new workspace',
      whenOmitted: "the organization's default project",
    }),
  }),
  backendShape('local', { backend: z.literal('local') }),
]);
