import { leading } from '../support/nat-instance';
import { APP, associate, check, ref, route, rows, type Resources } from '../support/network';

describe('Firewall endpoints as route targets', () => {
  const page = 'network-firewall/latest/developerguide/arch-single-zone-igw';
  const endpoint: Resources = {
    'aws_subnet.firewall': { vpc_id: ref('aws_vpc.main'), cidr_block: '10.0.32.0/28' },
    'aws_vpc_endpoint.firewall': {
      vpc_endpoint_type: 'GatewayLoadBalancer',
      subnet_ids: [ref('aws_subnet.firewall')],
    },
    'aws_route_table.firewall': { vpc_id: ref('aws_vpc.main') },
    ...associate('firewall', 'firewall'),
  };
  const target = { vpc_endpoint_id: ref('aws_vpc_endpoint.firewall') };
  check([
    ...rows(
      page,
      leading(
        target,
        endpoint,
        route('firewall', '0.0.0.0/0', { nat_gateway_id: ref('aws_nat_gateway.main') }),
      ),
      ['what it lets through nobody reads', APP, 'internet', 443, 'unknown', 'lets through'],
    ),
    ...rows(page, leading(target, endpoint), [
      'behind it there is no route to the internet',
      APP,
      'internet',
      443,
      'no: no route',
      'aws_route_table.firewall',
    ]),
    ...rows(
      page,
      leading(
        target,
        endpoint,
        route('firewall', '0.0.0.0/0', { gateway_id: ref('aws_internet_gateway.main') }),
      ),
      ['behind it a public address is needed', APP, 'internet', 443, 'no: no public address'],
    ),
  ]);
});
