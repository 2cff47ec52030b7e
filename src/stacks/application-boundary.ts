import { APPLICATION_ACTIONS } from '../iam/application-actions';
import { allow, type Statement } from '../iam/document';
import type { PolicyScope } from '../iam/policy';

/** Start of the names of buckets of applications. */
export const bucketPrefix = (prefix: string): string => `${prefix}-files-`;

/** The most that applications of an environment may do, for the permissions boundary. */
export function applicationBoundary({ region, account, prefix, mailDomain }: PolicyScope): Statement[] {
  const buckets = `arn:aws:s3:::${bucketPrefix(prefix)}*`;
  const { bucket, objects, producer, consumer, mail } = APPLICATION_ACTIONS;
  return [
    allow(bucket, buckets),
    allow(objects, `${buckets}/*`),
    allow([...new Set([...producer, ...consumer])].sort(), `arn:aws:sqs:${region}:${account}:${prefix}-*`),
    ...(mailDomain === undefined
      ? []
      : [allow(mail, `arn:aws:ses:${region}:${account}:identity/${mailDomain}`)]),
  ];
}
