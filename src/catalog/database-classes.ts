import { baselineOf, vcpusOf } from './instance-types';

/**
 * CPU credits that an EC2 instance type or a DB instance class earns an hour; a credit is a vCPU for a minute. Undefined if it is not
 * burstable. AWS: "Key concepts for burstable performance instances".
 */
export function creditsPerHour(type: string): number | undefined {
  const instanceType = type.replace(/^db\./, '');
  const [baseline, vcpus] = [baselineOf(instanceType), vcpusOf(instanceType)];
  return baseline === undefined || vcpus === undefined ? undefined : (baseline / 100) * vcpus * 60;
}
