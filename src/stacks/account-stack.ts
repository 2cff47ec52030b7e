import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { GuarddutyDetector } from '@cdktf/provider-aws/lib/guardduty-detector';
import type { Construct } from 'constructs';
import type { Account } from '../config';
import { AccountDefaults } from '../constructs/account/account-defaults';
import { ConfigurationRecord } from '../constructs/account/configuration-record';
import { Trail } from '../constructs/account/trail';
import { backendSettings } from '../core/state-backend';
import { BaseStack } from './base-stack';

export const ACCOUNT_STACK = 'account';

/** Detection and defaults of the account, for all environments in it. */
export class AccountStack extends BaseStack {
  constructor(scope: Construct, account: Account) {
    const { project: prefix, region, deletionProtection, trail, config } = account;
    super(scope, ACCOUNT_STACK, {
      region,
      tags: { Project: prefix, ManagedBy: 'cdktf' },
      state: backendSettings({ ...account, name: ACCOUNT_STACK }),
    });
    const { accountId } = new DataAwsCallerIdentity(this, 'identity');
    const props = { prefix, accountId, region, deletionProtection };
    new AccountDefaults(this, 'defaults', account);
    if (trail) new Trail(this, 'trail', { ...props, ...trail });
    if (config) new ConfigurationRecord(this, 'configuration', { ...props, ...config });
    if (account.guardDuty) new GuarddutyDetector(this, 'threats', { enable: true });
    if (account.accessAnalyzer)
      new AccessanalyzerAnalyzer(this, 'access', { analyzerName: `${prefix}-account`, type: 'ACCOUNT' });
  }
}
