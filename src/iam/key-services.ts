/**
 * Services that decrypt with an environment's key for whoever may use what they keep: volumes of servers and of Auto Scaling groups,
 * databases, secrets. AWS: "kms:ViaService".
 */
export const KEY_SERVICES = ['ec2', 'rds', 'secretsmanager'] as const;
