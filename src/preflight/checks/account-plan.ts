import { homeRegion } from '../../aws/clients';
import { type Check, type Context, fail, pass } from '../check';
import { freeTierTypes } from '../instance-types';

/** AWS: "GetAccountPlanState". */
interface AccountPlan {
  readonly accountPlanType: 'FREE' | 'PAID';
}

/**
 * Maximum backup retention period on the free plan, in days. AWS: "FreeTierRestrictionError" of
 * CreateDBInstance.
 */
const BACKUP_DAYS = 1;

async function ineligibleTypes(context: Context): Promise<string[]> {
  const types = [...new Set(context.plan.servers().map(({ instanceType }) => instanceType))];
  const eligible = await freeTierTypes(context);
  const refused = types.filter((type) => !eligible.includes(type));
  return refused.length === 0
    ? []
    : [`instance types ${refused.join(', ')} (eligible: ${eligible.join(', ') || 'none'})`];
}

/** Planned resources and settings that the free plan rejects, as message fragments. */
async function restricted(context: Context): Promise<string[]> {
  const { plan } = context;
  const [database] = plan.blocks('aws_db_instance');
  const days = Number(database?.args['backup_retention_period'] ?? 0);
  return [
    ...(await ineligibleTypes(context)),
    ...(days > BACKUP_DAYS ? [`${days} days of database backups (at most ${BACKUP_DAYS})`] : []),
    ...(plan.count('aws_nat_gateway') > 0 ? [`NAT gateways (network.nat: { mode: 'none' })`] : []),
  ];
}

/** Accounts created since July 2025 have a free or a paid plan. AWS: "Choosing an AWS Free Tier plan". */
export const accountPlan: Check = {
  id: 'account-plan',
  title: 'Account plan',
  prevents: 'An account on the free plan refuses instance types, database backups and NAT gateways half way',
  error: 'InvalidParameterCombination, FreeTierRestrictionError',
  permissions: ['freetier:GetAccountPlanState', 'ec2:DescribeInstanceTypes'],
  // Only the aws partition has a free plan.
  applies: ({ region }) => homeRegion(region) === 'us-east-1',
  async run(context) {
    const { accountPlanType: type } = await context.aws.freeTier.call<AccountPlan>('GetAccountPlanState', {});
    if (type !== 'FREE') return pass('the account is on the paid plan');
    const refused = await restricted(context);
    if (refused.length === 0) return pass('the account is on the free plan, which allows all of it');
    return fail(
      `the account is on the free plan, which refuses ${refused.join('; ')}`,
      'Upgrade the account (aws freetier upgrade-account-plan --account-plan-type PAID), or change these in the environment.',
    );
  },
};
