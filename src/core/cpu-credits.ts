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
