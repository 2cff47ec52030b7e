/** Actions that boot scripts call with the instance's role, by resource. AWS: "Service Authorization Reference". */
export const AWS_ACTIONS = {
  /** On the log group's streams, `<arn>:log-stream:*`. For every role but plain. */
  logGroup: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  /**
   * On the secrets of its database user and of further users, whose first versions it makes, for an application with a database. A secret with a customer
   * managed key also needs `kms:Decrypt` and `kms:GenerateDataKey` on the key.
   */
  userSecret: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
  /** On the secret of the master user, with which it creates its user. A customer managed key also needs `kms:Decrypt`. */
  masterSecret: ['secretsmanager:GetSecretValue'],
  /** On the parameters of its container. A customer managed key also needs `kms:Decrypt`. */
  parameters: ['ssm:GetParameter'],
  /** On the secrets of its container. A customer managed key also needs `kms:Decrypt`. */
  secrets: ['secretsmanager:GetSecretValue'],
  /** On the parameter with the reference of its image, for an application of an environment with a registry. */
  imageParameter: ['ssm:GetParameter'],
  /** On its user of the cache, whose password it sets. */
  cacheUser: ['elasticache:ModifyUser'],
  /** On the queue of a schedule, whose messages are its runs. */
  runs: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'],
  /** On `*`, the only resource that AWS supports, for an application whose image is in ECR. */
  imageRegistry: ['ecr:GetAuthorizationToken'],
  /** On the image's repository, for an application whose image is in ECR. */
  imageRepository: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  /** On `*`, the only resource that AWS supports, for a NAT instance, which finds its interface by name. */
  findInterface: ['ec2:DescribeNetworkInterfaces'],
  /** On the interface and the instance, by their Name tag. */
  attachInterface: ['ec2:AttachNetworkInterface'],
  /** On the Auto Scaling group of the NAT instance. */
  completeLaunch: ['autoscaling:CompleteLifecycleAction'],
} as const;
