/** Actions that an application's container calls with its server's role, by resource. AWS: "Service Authorization Reference". */
export const APPLICATION_ACTIONS = {
  /** On a bucket. Without the first S3 answers 403 where an object is missing. */
  bucket: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
  /** On its objects, also in parts. A presigned URL may do what its signer may. */
  objects: [
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:GetObject',
    's3:ListMultipartUploadParts',
    's3:PutObject',
  ],
  /** On a queue, for servers that send. */
  producer: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
  /** On a queue, for servers that receive. */
  consumer: [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
  ],
  /** On the identity of the domain. */
  mail: ['ses:SendEmail', 'ses:SendRawEmail'],
} as const;
