import * as z from 'zod';
import { clients, dnsLabel, pattern, whole } from '../fields';

/** Scheme, host and port, as a browser sends it. RFC 6454. */
const origin = pattern(
  /^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/,
  'is not the origin of a web page',
  'scheme and host without a path, e.g. https://shop.example.com',
);

const NONCURRENT_DAYS = 30;

/** AWS: "Managing the lifecycle of objects"; S3 Standard-IA takes objects of 30 days and more. */
const lifecycle = z.strictObject({
  expireDays: whole(1, 36_500)
    .optional()
    .meta({ description: 'days after which objects are deleted', whenOmitted: 'never' }),
  infrequentAccessDays: whole(30, 36_500).optional().meta({
    description: 'days after which objects move to S3 Standard-IA: cheaper storage, dearer requests',
    whenOmitted: 'never',
  }),
  noncurrentDays: whole(1, 36_500)
    .default(NONCURRENT_DAYS)
    .describe('days for which replaced and deleted versions can be restored'),
});

const cors = z.strictObject({
  origins: z
    .array(origin)
    .min(1)
    .describe('origins of the web pages that upload and download with presigned URLs'),
});

const bucket = z.strictObject({
  name: dnsLabel.describe(
    'name of the bucket; in AWS `<project>-<environment>-files-<name>-<account>`. Its clients get that as `BUCKET_<NAME>`',
  ),
  clients: clients.describe(
    'names of the servers whose containers read, write, list and delete objects; they need `container.awsAccess`',
  ),
  cors: cors.optional().meta({
    description: 'web pages that upload and download from the browser',
    whenOmitted: 'no browser of another origin',
  }),
  lifecycle: lifecycle.default({ noncurrentDays: NONCURRENT_DAYS }).describe('when objects move and go'),
  versioning: z.boolean().default(true).describe('keeps replaced and deleted versions of objects'),
  cdn: z
    .boolean()
    .default(false)
    .describe(
      'a CloudFront distribution with which everyone on the internet reads every object; its clients get its URL as `CDN_<NAME>`',
    ),
});

export const buckets = z.array(bucket);
