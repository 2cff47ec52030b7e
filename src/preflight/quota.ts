import type { EC2Client } from '@aws-sdk/client-ec2';
import { orMissing } from '../aws/or-missing';
import { type Check, type Context, fail, pass, unchecked } from './check';

/** Required quantity in the scope of a quota, with the quantity that others use. */
export interface Demand {
  /** Scope, e.g. an Availability Zone; omitted if the quota applies to the region. */
  readonly where?: string;
  readonly needed: number;
  /** Quantity in use, without the resources of this environment. */
  readonly others: number;
}

export interface Quota extends Pick<Check, 'id' | 'title' | 'prevents' | 'error' | 'permissions'> {
  /** Service code, as in Service Quotas. */
  readonly service: string;
  /** Quota code, as in Service Quotas. */
  readonly code: string;
  /** Whether the plan contains resources that the quota limits. */
  readonly applies: (context: Context) => boolean;
  readonly demands: (context: Context) => Promise<readonly Demand[]>;
}

interface Answer {
  readonly Quota?: { readonly Value?: number };
}

/** Applied quota value of the account, or the AWS default value if none is applied. */
async function valueOf({ service, code }: Quota, { aws }: Context): Promise<number | undefined> {
  const quota = { ServiceCode: service, QuotaCode: code };
  const ask = (operation: string) => aws.quotas.call<Answer>(operation, quota);
  const applied = await orMissing(ask('GetServiceQuota'), 'NoSuchResourceException');
  return (applied ?? (await ask('GetAWSDefaultServiceQuota'))).Quota?.Value;
}

const total = ({ needed, others }: Demand): number => needed + others;
const place = ({ where }: Demand): string => (where === undefined ? '' : ` in ${where}`);

/** Creates a check that compares the planned quantity plus the usage by others with a quota. */
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

interface Tagged {
  readonly Tags?: readonly Tag[] | undefined;
}

/** Whether a resource belongs to the environment, according to its tags. */
export const isOwn =
  ({ tags }: Context) =>
  ({ Tags = [] }: Tagged): boolean =>
    Object.entries(tags).every(([key, value]) => Tags.some((tag) => tag.Key === key && tag.Value === value));

export interface ResourceQuota extends Omit<Quota, 'applies' | 'demands'> {
  /** Terraform type of the resources. */
  readonly type: string;
  /** Lists the resources in the region. */
  readonly list: (ec2: EC2Client) => Promise<readonly Tagged[]>;
}

/** Creates a check for a quota on the number of resources of one type in the region. */
export const resourceQuotaCheck = ({ type, list, ...quota }: ResourceQuota): Check =>
  quotaCheck({
    ...quota,
    applies: ({ plan }) => plan.count(type) > 0,
    async demands(context) {
      const own = isOwn(context);
      const found = await list(context.aws.ec2);
      return [
        { needed: context.plan.count(type), others: found.filter((resource) => !own(resource)).length },
      ];
    },
  });
