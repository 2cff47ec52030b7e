import * as z from 'zod';
import { pattern, project, region, whole } from './fields';
import { stateShape } from './shape/state';

/** Identifier of a rule that AWS manages. AWS: "List of AWS Config Managed Rules". */
const managedRule = pattern(
  /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/,
  'is not the identifier of a managed rule',
  'capital letters, digits and single underscores, e.g. ENCRYPTED_VOLUMES',
);

const retentionDays = whole(1, 3650).default(365);

/** Detection and defaults of an AWS account, once an account. Every key is in docs/account.md. */
export const accountShape = z.strictObject({
  project: project.describe('Project of the state and the tags of the stack'),
  region: region.describe('Region whose resources are watched and whose defaults are set'),
  state: stateShape.describe('State of the stack, e.g. `stateBackends.s3`'),
  deletionProtection: z
    .boolean()
    .default(true)
    .describe('Whether Terraform refuses to destroy the buckets of logs'),
  trail: z
    .strictObject({ retentionDays: retentionDays.describe('Days after which logs are deleted') })
    .optional()
    .meta({
      description: 'CloudTrail of all regions, with validated logs in a locked bucket',
      whenOmitted: 'no trail',
    }),
  guardDuty: z.boolean().default(false).describe('GuardDuty: findings on logs of CloudTrail, DNS and VPCs'),
  config: z
    .strictObject({
      rules: z
        .array(managedRule)
        .min(1)
        .refine((rules) => new Set(rules).size === rules.length, { error: 'has a rule twice' })
        .describe('Managed rules, e.g. `ENCRYPTED_VOLUMES`'),
      retentionDays: retentionDays.describe('Days after which recorded configurations are deleted'),
    })
    .optional()
    .meta({ description: 'AWS Config: a record of configurations, and rules on them', whenOmitted: 'none' }),
  accessAnalyzer: z
    .boolean()
    .default(false)
    .describe('IAM Access Analyzer: findings on what principals of other accounts may reach'),
  encryptVolumes: z.boolean().default(true).describe('Whether new EBS volumes are encrypted by default'),
  requireImdsv2: z.boolean().default(true).describe('Whether new instances require IMDSv2 by default'),
  blockPublicBuckets: z.boolean().default(true).describe('Whether S3 refuses public access to all buckets'),
});

/** The same with every default filled in. */
export type Account = z.output<typeof accountShape>;
export type AccountInput = z.input<typeof accountShape>;
