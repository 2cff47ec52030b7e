import { leading } from '../support/nat-instance';
import { APP, check, ref, rows, type Body, type Resources } from '../support/network';

describe('Virtual private gateways', () => {
  const page = 'vpn/latest/s2svpn/vpn-static-dynamic';
  const vpn = (more: Body = {}): Resources => ({
    'aws_vpn_gateway.v': { vpc_id: ref('aws_vpc.main') },
    'aws_vpn_connection.office': { vpn_gateway_id: ref('aws_vpn_gateway.v'), ...more },
    'aws_vpn_connection_route.office': {
      vpn_connection_id: ref('aws_vpn_connection.office'),
      destination_cidr_block: '192.168.0.0/16',
    },
  });
  const propagation = {
    'aws_vpn_gateway_route_propagation.private': {
      vpn_gateway_id: ref('aws_vpn_gateway.v'),
      route_table_id: ref('aws_route_table.private'),
    },
  };
  const inline = {
    'aws_route_table.private': { vpc_id: ref('aws_vpc.main'), propagating_vgws: [ref('aws_vpn_gateway.v')] },
  };
  const nat = { nat_gateway_id: ref('aws_nat_gateway.main') };
  const spread = [
    ['a resource', propagation],
    ['the table itself', inline],
  ] as const;
  check([
    ...spread.flatMap(([how, more]) => [
      ...rows(
        page,
        leading(nat, vpn({ static_routes_only: true }), more),
        [`static routes propagated by ${how} take their own`, APP, '192.168.3.4', 443, 'unknown', 'behind'],
        ['and nothing else', APP, 'internet', 443, 'yes'],
        ['nor any other', APP, '172.16.0.1', 443, 'no: no route'],
      ),
      ...rows(page, leading(nat, vpn(), more), [
        `BGP, propagated by ${how}, may bring any`,
        APP,
        '172.16.0.1',
        443,
        'unknown',
        'propagates',
      ]),
    ]),
    ...rows(page, leading(nat, { 'aws_vpn_gateway.v': { vpc_id: ref('aws_vpc.main') } }, propagation), [
      'a gateway without connections propagates nothing',
      APP,
      'internet',
      443,
      'yes',
    ]),
    ...rows(page, leading({ gateway_id: ref('aws_vpn_gateway.v') }, vpn()), [
      'a default route to it leads who knows where',
      APP,
      'internet',
      443,
      'unknown',
      'aws_vpn_gateway.v',
    ]),
  ]);
});
