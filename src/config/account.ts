import type { AccountInput } from './account-shape';

/**
 * Detection and defaults of the AWS account that the environments are in: one stack, `account`, whatever the number of environments.
 * Undefined leaves the account as it is. Example:
 *
 *     {
 *       project: 'devloop',
 *       region: 'ap-northeast-2',
 *       state: stateBackends.s3,
 *       trail: {},
 *       guardDuty: true,
 *       config: { rules: ['ENCRYPTED_VOLUMES', 'RDS_STORAGE_ENCRYPTED'] },
 *       accessAnalyzer: true,
 *     }
 */
export const account: AccountInput | undefined = undefined;
