/** Actions of the boot scripts with the instance's IAM role, by resource. AWS: "Service Authorization Reference". */
export const AWS_ACTIONS = {
  /** On the streams of the log group, `<arn>:log-stream:*`; every role but plain. */
  logGroup: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  /** On the secret; an application with a database. A secret under a key of one's own needs `kms:Decrypt` on that too. */
  databaseSecret: ['secretsmanager:GetSecretValue'],
  /** On every resource, because AWS supports no narrower one; an application whose image is in ECR. */
  imageRegistry: ['ecr:GetAuthorizationToken'],
  /** On the image's repository; an application whose image is in ECR. */
  imageRepository: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
} as const;
