/** Services that publish alarms on behalf of an account, and say which. AWS: "Cross-service confused deputy prevention". */
export const OF_ACCOUNTS = ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'];

/** EventBridge supports no condition on the account for encrypted topics. AWS: "Managing Amazon SNS encryption keys and costs". */
export const EVENTS = 'events.amazonaws.com';

/** Statement of a key's policy that lets alarms into a topic that the key encrypts. */
export const publisherStatement = {
  Sid: 'Publishers',
  Effect: 'Allow',
  Principal: { Service: [...OF_ACCOUNTS, EVENTS] },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
};
