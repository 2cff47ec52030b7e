/** Zone letters that offer an instance family, by region. */
type Offered = Readonly<Record<string, string>>;

/**
 * Zones of burstable families that some zones do not offer, from DescribeInstanceTypeOfferings in May 2026. Empty if no zone offers the
 * family. Excludes regions whose zone letters differ between accounts: `devloop preflight` reads those from AWS.
 */
const FAMILY_ZONES: Readonly<Record<string, Offered>> = {
  t2: {
    'ap-east-1': '',
    'ap-northeast-2': 'ac',
    'ap-northeast-3': 'a',
    'ap-south-1': 'ab',
    'ca-central-1': 'ab',
    'eu-north-1': '',
    'eu-south-1': '',
    'me-south-1': '',
    'us-west-2': 'abc',
  },
  t3a: {
    'ap-east-1': '',
    'ap-northeast-2': 'ac',
    'ap-northeast-3': '',
    'ca-central-1': 'ab',
    'eu-north-1': '',
    'me-south-1': '',
  },
};

/** Family with the types of T2 and T3a that every zone offers. */
const SUCCESSOR = 't3';

/** Zone letters that offer an instance type. Undefined if the family is not listed for the region. */
export const zonesOffering = (instanceType: string, region: string): string | undefined =>
  FAMILY_ZONES[instanceType.split('.')[0] ?? '']?.[region];

/** The type of the same size that every zone offers. */
export const successorOf = (instanceType: string): string => instanceType.replace(/^[^.]+/, SUCCESSOR);

/** AWS: "Amazon EC2 instance type naming conventions": Graviton families have a g after the generation; a1 was the first. */
const GRAVITON = /^(a1|[a-z]+\d+[a-z-]*g[a-z-]*)\./;

/** Processor architecture, as EC2 names it. */
export type Architecture = 'x86_64' | 'arm64';

/** Processor architecture of an instance type. */
export const architectureOf = (instanceType: string): Architecture =>
  GRAVITON.test(instanceType) ? 'arm64' : 'x86_64';

/** Docker's names of architectures, by those of EC2. */
export const DOCKER_ARCHITECTURES = {
  x86_64: 'amd64',
  arm64: 'arm64',
} as const satisfies Record<Architecture, string>;

/** Baseline utilization of burstable instances in percent of each vCPU. AWS: "Key concepts for burstable performance instances". */
const BASELINES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t2: { nano: 5, micro: 10, small: 20, medium: 20, large: 30, xlarge: 22.5, '2xlarge': 17 },
  t3: { nano: 5, micro: 10, small: 20, medium: 20, large: 30, xlarge: 40, '2xlarge': 40 },
};

/** Baseline utilization of an instance type. Undefined if it is not burstable. */
export function baselineOf(instanceType: string): number | undefined {
  const [family = '', size = ''] = instanceType.split('.');
  return BASELINES[/^t(3a|4g)$/.test(family) ? 't3' : family]?.[size];
}

/** vCPUs of the sizes that are the same in every family. AWS: "Amazon EC2 instance types". */
const SIZES: Readonly<Record<string, number>> = { medium: 1, large: 2, xlarge: 4 };
const BURSTABLE_SIZES: Readonly<Record<string, number>> = { nano: 2, micro: 2, small: 2, medium: 2 };
const T2_SIZES: Readonly<Record<string, number>> = { nano: 1, micro: 1, small: 1, medium: 2 };

/** Number of vCPUs of an instance type. Undefined for sizes whose number depends on the family, e.g. `metal`. */
export function vcpusOf(instanceType: string): number | undefined {
  const [family = '', size = '', ...more] = instanceType.split('.');
  if (more.length > 0) return undefined;
  const [, multiple] = /^(\d+)xlarge$/.exec(size) ?? [];
  if (multiple !== undefined) return Number(multiple) * 4;
  const own = family === 't2' ? T2_SIZES : /^t\d/.test(family) ? BURSTABLE_SIZES : {};
  return own[size] ?? SIZES[size];
}

/** Memory in GiB of the burstable sizes. AWS: "Amazon EC2 instance types", "Hardware specifications for DB instance classes". */
const BURSTABLE_MEMORY: Readonly<Record<string, number>> = {
  nano: 0.5,
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
};

/** GiB of memory to a vCPU, by family. */
const MEMORY_PER_VCPU: readonly (readonly [family: RegExp, gibibytes: number])[] = [
  [/^c(5[ad]*|[6-9][a-z-]*)$/, 2],
  [/^m[4-9]/, 4],
  [/^(r[5-9]|z1d)/, 8],
  [/^x2(g|idn)$/, 16],
  [/^x2iedn$/, 32],
];

/** Memory in GiB of an instance type or a DB instance class, e.g. 1 for `t3.micro`. Undefined for families that are not listed. */
export function memoryOf(type: string): number | undefined {
  const instanceType = type.replace(/^db\./, '');
  const [family = '', size = ''] = instanceType.split('.');
  if (/^t\d/.test(family)) return BURSTABLE_MEMORY[size];
  const [, perVcpu] = MEMORY_PER_VCPU.find(([pattern]) => pattern.test(family)) ?? [];
  const vcpus = vcpusOf(instanceType);
  return perVcpu === undefined || vcpus === undefined ? undefined : perVcpu * vcpus;
}
