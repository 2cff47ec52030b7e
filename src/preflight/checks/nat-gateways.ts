import { paginateDescribeNatGateways, paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import type { Context } from '../check';
import { all, FILTER_VALUES, inBatches } from '../../aws/pages';
import { type Demand, isOwn, quotaCheck } from '../quota';

/** Availability Zones of NAT gateways outside this environment, one entry for each gateway. */
async function zonesOfOthers(context: Context): Promise<(string | undefined)[]> {
  const client = { client: context.aws.ec2 };
  const Filter = [{ Name: 'state', Values: ['pending', 'available'] }];
  const gateways = await all(paginateDescribeNatGateways(client, { Filter }), (page) => page.NatGateways);
  const own = isOwn(context);
  const others = gateways.filter((gateway) => !own(gateway));
  const ids = others.map(({ SubnetId = '' }) => SubnetId);
  const subnets = await inBatches(ids, FILTER_VALUES, (Values) =>
    all(
      paginateDescribeSubnets(client, { Filters: [{ Name: 'subnet-id', Values }] }),
      (page) => page.Subnets,
    ),
  );
  const zones = new Map(subnets.map(({ SubnetId, AvailabilityZone }) => [SubnetId, AvailabilityZone]));
  return others.map(({ SubnetId }) => zones.get(SubnetId));
}

/** Demand by Availability Zone. The quota applies to each zone. */
async function demands(context: Context): Promise<Demand[]> {
  const { plan } = context;
  const planned = plan
    .blocks('aws_nat_gateway')
    .flatMap(({ args, count }) =>
      plan.zonesOf(args['subnet_id']).flatMap((zone) => Array<string>(count).fill(zone)),
    );
  const others = await zonesOfOthers(context);
  return [...new Set(planned)].map((zone) => ({
    where: zone,
    needed: planned.filter((one) => one === zone).length,
    others: others.filter((one) => one === zone).length,
  }));
}

export const natGateways = quotaCheck({
  id: 'nat-gateways',
  title: 'NAT gateways',
  prevents: 'Private servers cannot reach the internet, so none of them is set up',
  error: 'NatGatewayLimitExceeded',
  permissions: ['ec2:DescribeNatGateways', 'ec2:DescribeSubnets'],
  service: 'vpc',
  code: 'L-FE5A380F',
  applies: ({ plan }) => plan.count('aws_nat_gateway') > 0,
  demands,
});
