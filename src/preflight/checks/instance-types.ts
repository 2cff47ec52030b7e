import { architectureOf } from '../../catalog/instance-types';
import { type Check, fail, pass } from '../check';
import { describeOfferings } from '../instance-types';
import type { Servers } from '../../terraform/planned-resources';

/** Current general purpose and burstable families by architecture, in order of preference. */
const FAMILIES = { arm64: ['t4g', 'm7g', 'm6g'], x86_64: ['t3', 't3a', 't2', 'm7i', 'm6i'] };

function alternatives(type: string): string[] {
  const [family = '', size = ''] = type.split('.');
  return FAMILIES[architectureOf(type)].filter((one) => one !== family).map((one) => `${one}.${size}`);
}

/** Availability Zones in which each instance type is launched. */
function wanted(servers: readonly Servers[]): Map<string, string[]> {
  const zones = new Map<string, string[]>();
  for (const { instanceType, zones: some } of servers)
    zones.set(instanceType, [...new Set([...(zones.get(instanceType) ?? []), ...some])].sort());
  return zones;
}

export const instanceTypes: Check = {
  id: 'instance-types',
  title: 'Instance types',
  prevents: 'Instances are refused in a zone that does not have their type',
  error: 'Unsupported, InvalidParameterValue',
  permissions: ['ec2:DescribeInstanceTypeOfferings'],
  applies: ({ plan }) => plan.servers().length > 0,
  async run(context) {
    const types = wanted(context.plan.servers());
    const candidates = [...types.keys()].flatMap((type) => [type, ...alternatives(type)]);
    const offered = await describeOfferings(context, candidates);
    const lacking = (type: string, zones: readonly string[]): string[] =>
      zones.filter((zone) => !(offered.get(type) ?? []).includes(zone));
    const refused = [...types].filter(([type, zones]) => lacking(type, zones).length > 0);
    if (refused.length === 0)
      return pass([...types].map(([type, zones]) => `${type} in ${zones.join(' and ')}`).join(', '));
    const reasons = refused.map(([type, zones]) =>
      offered.has(type)
        ? `${type} is not offered in ${lacking(type, zones).join(' and ')}`
        : `${type} is not offered in ${context.region}`,
    );
    const instead = refused.map(([type, zones]) => {
      const one = alternatives(type).find((other) => lacking(other, zones).length === 0);
      const elsewhere = (offered.get(type) ?? []).join(' and ');
      return one === undefined
        ? `another type than ${type}, or zones ${elsewhere || 'of another region'}`
        : `${one} instead of ${type}${elsewhere === '' ? '' : `, or zones ${elsewhere}`}`;
    });
    return fail(reasons.join('; '), `Choose ${instead.join('; ')}.`);
  },
};
