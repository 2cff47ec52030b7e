import * as z from 'zod';
import { RETENTIONS } from '../catalog/log-retentions';
import { environmentName, project, region } from './fields';
import { issueMessage } from './problems';
import { access } from './shape/access';
import { alarms, budget } from './shape/alarms';
import { backups } from './shape/backups';
import { buckets } from './shape/buckets';
import { cache } from './shape/cache';
import { database } from './shape/database';
import { internalLoadBalancer } from './shape/internal-load-balancer';
import { encryption } from './shape/encryption';
import { loadBalancer } from './shape/load-balancer';
import { mail, queues } from './shape/messages';
import { network } from './shape/network';
import { pipeline } from './shape/pipeline';
import { schedule } from './shape/schedule';
import { bastion, server, traffic } from './shape/servers';
import { stateShape } from './shape/state';
import { tags } from './shape/tags';

/** The whole description of an environment. The descriptions are printed in docs/configuration.md. */
export const environmentShape = z.strictObject({
  name: environmentName
    .refine((name) => name !== 'state', {
      error: issueMessage('is the name of the stack of the state bucket', 'any other name'),
    })
    .refine((name) => name !== 'automation', {
      error: issueMessage('is the name of the stack of the roles for automation', 'any other name'),
    })
    .refine((name) => name !== 'account', {
      error: issueMessage('is the name of the stack of the account', 'any other name'),
    })
    .describe('name of the environment and of its stack'),
  project: project.describe('name of the project: the VPC, and the start of every name'),
  region: region.describe('AWS Region'),
  state: stateShape.describe(
    'state backend: `stateBackends.s3`, `.cloud` or `.local` of `src/config/state.ts`; see [State](state.md)',
  ),
  tags,
  deletionProtection: z
    .boolean()
    .default(true)
    .describe('protects database, load balancer, instances, data volumes and logs against deletion'),
  logRetentionDays: z
    .literal(RETENTIONS)
    .default(90)
    .describe('days for which CloudWatch Logs keeps logs, e.g. `365`'),
  encryption: encryption.optional().meta({
    description: 'keys that encrypt the environment; see [Encryption](encryption.md)',
    whenOmitted: 'those that AWS manages for each service',
  }),
  sessionManager: z
    .boolean()
    .default(false)
    .describe(
      'lets administrators open AWS Systems Manager sessions, beside SSH; always on where `access.mode` is `session-manager`',
    ),
  network: network.describe('VPC and subnets'),
  access: access.describe('how administrators reach servers'),
  bastion: bastion.optional().meta({
    description: 'SSH jump host for administrators; required where `access.mode` is `bastion`',
    whenOmitted: 'none',
  }),
  servers: z.array(server).describe('server groups in the private subnets'),
  traffic: z
    .array(traffic)
    .default([])
    .describe('allowed traffic between servers, beyond what the platform needs itself'),
  loadBalancer: loadBalancer
    .optional()
    .meta({ description: 'internet-facing Application Load Balancer', whenOmitted: 'none' }),
  internalLoadBalancer: internalLoadBalancer.optional().meta({
    description:
      'internal Application Load Balancer for requests between servers; see [Several applications](routing.md#services)',
    whenOmitted: 'none',
  }),
  registry: z
    .boolean()
    .default(false)
    .describe(
      'a repository in ECR for each image of applications, and new images by `devloop deploy-image`; see [Delivery](delivery.md)',
    ),
  pipeline: pipeline.optional().meta({
    description:
      'who may push images to the registry and have servers run them, and nothing else; see [Delivery](delivery.md#pipelines)',
    whenOmitted: 'administrators only',
  }),
  database: database.optional().meta({ description: 'RDS database', whenOmitted: 'none' }),
  cache: cache
    .optional()
    .meta({ description: 'ElastiCache cache; see [Cache](cache.md)', whenOmitted: 'none' }),
  buckets: buckets.default([]).describe('S3 buckets of applications; see [Files](files.md)'),
  queues: queues.default([]).describe('SQS queues of applications; see [Queues and mail](messages.md)'),
  mail: mail.optional().meta({
    description: 'domain from which applications send mail, by SES; see [Queues and mail](messages.md)',
    whenOmitted: 'none',
  }),
  alarms: alarms.optional().meta({
    description: 'alarms by e-mail to `var.alarm_email`; see [Alarms](alarms.md)',
    whenOmitted: 'none',
  }),
  backups: backups.optional().meta({
    description: 'AWS Backup of the database and of data volumes; see [Backups](backups.md)',
    whenOmitted: "none but the database's automated backups",
  }),
  schedule: schedule.optional().meta({
    description: 'stops servers and the database at night; see [Nightly stop](schedule.md)',
    whenOmitted: 'everything always runs',
  }),
  budget: budget.optional().meta({
    description: 'messages before the costs of a month exceed an amount; requires `alarms`',
    whenOmitted: 'none',
  }),
});

/** The same with every default filled in. */
export type Environment = z.output<typeof environmentShape>;
