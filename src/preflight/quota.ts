import type { JsonServiceError } from '../aws/json-service';
import { type Check, type Context, fail, pass, unchecked } from './check';

/** How many are needed where the quota holds, beside those of others. */
export interface Demand {
  /** E.g. a zone; left out where the quota is the region's. */
  readonly where?: string;
  readonly needed: number;
  /** In use already, but for those of this environment. */
  readonly others: number;
}

export interface Quota extends Pick<Check, 'id' | 'title' | 'prevents' | 'error' | 'permissions'> {
  /** AWS: "Service Quotas": code of the service and of the quota. */
  readonly service: string;
  readonly code: string;
  /** Whether the plan needs any. */
  readonly applies: (context: Context) => boolean;
  readonly demands: (context: Context) => Promise<readonly Demand[]>;
}

interface Answer {
  readonly Quota?: { readonly Value?: number };
}

/** The quota of the account, or AWS's default where nobody has asked for another. */
async function valueOf({ service, code }: Quota, { aws }: Context): Promise<number | undefined> {
  const quota = { ServiceCode: service, QuotaCode: code };
  const applied = await aws.quotas.call<Answer>('GetServiceQuota', quota).catch((error: JsonServiceError) => {
    if (error.name !== 'NoSuchResourceException') throw error;
    return aws.quotas.call<Answer>('GetAWSDefaultServiceQuota', quota);
  });
  return applied.Quota?.Value;
}

const total = ({ needed, others }: Demand): number => needed + others;
const place = ({ where }: Demand): string => (where === undefined ? '' : ` in ${where}`);

/** A check of what the plan needs and others use against a quota. */
export const quotaCheck = (quota: Quota): Check => ({
  ...quota,
  permissions: [
    ...quota.permissions,
    'servicequotas:GetServiceQuota',
    'servicequotas:GetAWSDefaultServiceQuota',
  ],
  async run(context) {
    const [value, demands] = await Promise.all([valueOf(quota, context), quota.demands(context)]);
    if (value === undefined) return unchecked(`Service Quotas tells no value of ${quota.code}`);
    const most = demands.reduce((one, other) => (total(other) > total(one) ? other : one));
    const counted = `${context.environment} needs ${most.needed}${place(most)}, others use ${most.others}, the quota is ${value}`;
    if (total(most) <= value) return pass(counted);
    return fail(
      counted,
      `Ask for ${total(most)}: aws service-quotas request-service-quota-increase --service-code ${quota.service} ` +
        `--quota-code ${quota.code} --desired-value ${total(most)} --region ${context.region}`,
    );
  },
});

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Whether something is the environment's own, by its tags. */
export const isOwn =
  ({ tags }: Context) =>
  ({ Tags = [] }: { readonly Tags?: readonly Tag[] | undefined }): boolean =>
    Object.entries(tags).every(([key, value]) => Tags.some((tag) => tag.Key === key && tag.Value === value));
