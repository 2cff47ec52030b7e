import { byUse, type Charge, elb, hourly, type PricedResource, publicAddresses } from './charges';

/** Operations of types, which share the usage types of the classic load balancer. AWS: price list of Elastic Load Balancing. */
const OPERATIONS: Readonly<Record<string, string>> = {
  application: 'LoadBalancing:Application',
  network: 'LoadBalancing:Network',
  gateway: 'LoadBalancing:Gateway',
};

/** A load balancer, which has at least one public address in each subnet if it faces the internet. */
export function loadBalancerCharges(balancer: PricedResource): Charge[] {
  const operation = OPERATIONS[balancer.text('load_balancer_type') ?? 'application'];
  // A state lists its subnets in both.
  const subnets = Math.max(balancer.length('subnets'), balancer.length('subnet_mapping'));
  const isInternal = balancer.flag('internal') ?? false;
  const isKnown = operation !== undefined;
  return [
    hourly('load balancer', isKnown ? elb('LoadBalancerUsage', operation) : undefined, 1),
    ...(isInternal || subnets === 0 ? [] : [publicAddresses(subnets)]),
    byUse('lcu-hours', isKnown ? elb('LCUUsage', operation) : undefined),
  ];
}
