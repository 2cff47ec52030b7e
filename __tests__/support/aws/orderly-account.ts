import type { Answers } from './aws-overlay';

/** Default quotas. AWS: "Amazon VPC quotas", "Amazon EC2 service quotas". */
const QUOTAS: Readonly<Record<string, number>> = {
  'L-0263D0A3': 5,
};

/**
 * What AWS answers in an account in which nothing is wrong, as far as the emulator has not these APIs.
 * AWS: "GetAccountPlanState", "GetServiceQuota".
 */
export const orderlyAccount: Answers = {
  'servicequotas:GetServiceQuota': ({ QuotaCode: code }) => {
    const Value = QUOTAS[String(code)];
    return Value === undefined ? undefined : { body: { Quota: { QuotaCode: code, Value } } };
  },
};
