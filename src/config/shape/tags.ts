import * as z from 'zod';
import { pattern } from '../fields';
import { issueMessage } from '../problems';

/** What the platform sets itself. */
const OWN_TAGS = ['Name', 'Project', 'Environment', 'ManagedBy'];
/** AWS: "Tag naming limits": 50 on a resource. */
const TAGS = 50 - OWN_TAGS.length;

const tagKey = pattern(
  /^(?!(aws|rds):)[\p{L}\p{N}\p{Z}_.:/=+@-]{1,128}$/iu,
  'is not a tag key',
  'at most 128 letters, digits, spaces or .:/=+@-_, not starting with aws: or rds:',
).refine((key) => !OWN_TAGS.some((own) => own.toLowerCase() === key.toLowerCase()), {
  // Keys of IAM's tags differ in more than upper and lower case.
  error: issueMessage('is a tag that the platform sets itself', 'any other key'),
});

const tagValue = pattern(
  /^[\p{L}\p{N}\p{Z}_.:/=+@-]{0,256}$/u,
  'is not a tag value',
  'at most 256 letters, digits, spaces or .:/=+@-_',
);

export const tags = z
  .record(tagKey, tagValue)
  .refine((all) => Object.keys(all).length <= TAGS, {
    error: issueMessage(
      'are too many',
      `at most ${TAGS}: AWS takes 50, and the platform sets ${OWN_TAGS.join(', ')}`,
    ),
  })
  .default({})
  .describe('additional tags of every resource, beside `Project`, `Environment` and `ManagedBy`');
