import { baselineOf, vcpusOf } from './instance-types';

/** Memory in GiB of the burstable sizes. AWS: "Hardware specifications for DB instance classes". */
const BURSTABLE: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
};

/** GiB of memory to a vCPU, by family. AWS: "Hardware specifications for DB instance classes". */
const PER_VCPU: readonly (readonly [family: RegExp, gibibytes: number])[] = [
  [/^m[4-9]/, 4],
  [/^(r[5-9]|z1d)/, 8],
  [/^x2(g|idn)$/, 16],
  [/^x2iedn$/, 32],
];

/** Memory of a DB instance class in GiB, e.g. 1 for `db.t3.micro`. Undefined for families that are not listed. */
export function memoryOf(instanceClass: string): number | undefined {
  const type = instanceClass.replace(/^db\./, '');
  const [family = '', size = ''] = type.split('.');
  if (/^t\d/.test(family)) return BURSTABLE[size];
  const [, perVcpu] = PER_VCPU.find(([pattern]) => pattern.test(family)) ?? [];
  const vcpus = vcpusOf(type);
  return perVcpu === undefined || vcpus === undefined ? undefined : perVcpu * vcpus;
}

/**
 * CPU credits that an EC2 instance type or a DB instance class earns an hour; a credit is a vCPU for a minute. Undefined if it is not
 * burstable. AWS: "Key concepts for burstable performance instances".
 */
export function creditsPerHour(type: string): number | undefined {
  const instanceType = type.replace(/^db\./, '');
  const [baseline, vcpus] = [baselineOf(instanceType), vcpusOf(instanceType)];
  return baseline === undefined || vcpus === undefined ? undefined : (baseline / 100) * vcpus * 60;
}
