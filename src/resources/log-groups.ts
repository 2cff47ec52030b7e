/** What gives a log group the environment's key, or takes it away. AWS: "Encrypt log data in CloudWatch Logs using AWS KMS". */
export const KEY_ACTIONS = ['AssociateKmsKey', 'DisassociateKmsKey'];
