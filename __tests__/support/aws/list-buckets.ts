import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

/** Lists buckets with the environment variables of the shell only. */
void new S3Client({})
  .send(new ListBucketsCommand({}))
  .then(({ Buckets = [] }) => console.log(Buckets.map(({ Name }) => Name).join('\n')));
