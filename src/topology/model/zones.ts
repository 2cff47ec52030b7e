import type { Arguments } from '../fields';
import { Unknown, isList } from '../value';

/** Zones that a data source finds, which are never none. */
const FOUND = /(^|\.)data\.aws_availability_zones\./;

/**
 * Whether it names Availability Zones, so that without subnets it is in those of the default VPC.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html
 */
export function namesZones(args: Arguments): boolean {
  const zones = args.raw('availability_zones');
  const isFound = zones instanceof Unknown && FOUND.test(zones.identity ?? '');
  return isFound || (isList(zones) && zones.length > 0);
}
