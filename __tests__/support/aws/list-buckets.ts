import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

/** What an AWS client sees with nothing but the variables of its shell. */
void new S3Client({})
  .send(new ListBucketsCommand({}))
  .then(({ Buckets = [] }) => console.log(Buckets.map(({ Name }) => Name).join('\n')));
