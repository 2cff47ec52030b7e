import { paginateDescribeInstances } from '@aws-sdk/client-ec2';
import type { Context } from '../check';
import { describeTypes } from '../instance-types';
import { all } from '../../aws/pages';
import { type Demand, isOwn, quotaCheck } from '../quota';

/**
 * Whether the quota for Standard instances applies to a type. Other families have their own quotas.
 * AWS: "Amazon EC2 service quotas", On-Demand Instances.
 */
const isStandard = (type: string): boolean => /^[acdhimrtz]\d/.test(type) && !/^hpc/.test(type);

const RUNNING = { Name: 'instance-state-name', Values: ['pending', 'running'] };

/** Types of Standard On-Demand Instances outside this environment, one entry for each instance. */
async function typesOfOthers(context: Context): Promise<string[]> {
  const found = await all(
    paginateDescribeInstances({ client: context.aws.ec2 }, { Filters: [RUNNING] }),
    ({ Reservations }) => Reservations?.flatMap(({ Instances = [] }) => Instances),
  );
  const own = isOwn(context);
  return found
    .filter((instance) => !own(instance) && instance.InstanceLifecycle === undefined)
    .map(({ InstanceType }) => String(InstanceType))
    .filter(isStandard);
}

async function demands(context: Context): Promise<Demand[]> {
  const servers = context.plan.servers().filter(({ instanceType }) => isStandard(instanceType));
  const others = await typesOfOthers(context);
  const types = await describeTypes(context, [...servers.map(({ instanceType }) => instanceType), ...others]);
  const vcpus = (type: string): number => types.get(type)?.VCpuInfo?.DefaultVCpus ?? 0;
  return [
    {
      needed: servers.reduce((sum, { instanceType, peak }) => sum + vcpus(instanceType) * peak, 0),
      others: others.reduce((sum, type) => sum + vcpus(type), 0),
    },
  ];
}

export const vcpus = quotaCheck({
  id: 'vcpus',
  title: 'vCPUs of on-demand instances, with a rollout at its peak',
  prevents: 'Instances are refused half way, or a rollout cannot launch the new ones',
  error: 'VcpuLimitExceeded',
  permissions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceTypes'],
  service: 'ec2',
  code: 'L-1216C47A',
  applies: ({ plan }) => plan.servers().some(({ instanceType }) => isStandard(instanceType)),
  demands,
});
