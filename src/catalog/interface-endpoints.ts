/** AWS services by the name that configuration gives them, each with the endpoints that its clients need. */
export const INTERFACE_ENDPOINTS = {
  ec2: ['ec2'],
  ecr: ['ecr.api', 'ecr.dkr'],
  kms: ['kms'],
  logs: ['logs'],
  monitoring: ['monitoring'],
  secretsmanager: ['secretsmanager'],
  sns: ['sns'],
  sqs: ['sqs'],
  // Agents since 3.3.40 receive commands through ssmmessages too, so that ec2messages is not needed.
  ssm: ['ssm', 'ssmmessages'],
  sts: ['sts'],
} as const satisfies Record<string, readonly string[]>;

export type EndpointService = keyof typeof INTERFACE_ENDPOINTS;

export const ENDPOINT_SERVICES = Object.keys(INTERFACE_ENDPOINTS) as EndpointService[];
