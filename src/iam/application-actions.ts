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
} as const;
