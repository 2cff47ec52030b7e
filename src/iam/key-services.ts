/** Services whose data a container reads and writes with the credentials of its server, and with them the service decrypts. */
export const KEY_SERVICES_OF_SERVERS = ['s3', 'secretsmanager', 'sqs'] as const;

/**
 * Services that decrypt with an environment's key for whoever may use what they keep: volumes of servers and of Auto Scaling groups,
 * databases, caches, backups, objects, secrets, messages. AWS: "kms:ViaService".
 */
export const KEY_SERVICES = ['backup', 'ec2', 'elasticache', 'rds', ...KEY_SERVICES_OF_SERVERS] as const;
