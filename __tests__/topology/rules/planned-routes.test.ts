import { of, plan, rule, type Planned, type Values } from '../support/planned';

/** The public table with routes over IPv4 and IPv6, neither of whose gateways is known. */
const table = (route: Values): Planned => ({
  values: { route: [{ cidr_block: '0.0.0.0/0' }, { ipv6_cidr_block: '::/0' }] },
  unknown: { vpc_id: true, route: [{ gateway_id: true }, { gateway_id: true }] },
  expressions: { vpc_id: of('aws_vpc.main.id'), route },
});

const inVpc = (vpc: string): Planned => ({
  values: {},
  unknown: { id: true, vpc_id: true },
  expressions: { vpc_id: of(`aws_vpc.${vpc}.id`) },
});

describe('Routes of a plan whose gateways are not known', () => {
  const igw = of('aws_internet_gateway.main.id');
  const web = { values: { ingress: [rule(80, { cidr_blocks: ['0.0.0.0/0'] })] } };

  it.each<[string, Values, Readonly<Record<string, Planned>>, string]>([
    ['lead to the one that is mentioned', igw, {}, 'yes'],
    [
      'lead to none of another VPC',
      igw,
      {
        'aws_vpc.other': { values: { cidr_block: '10.1.0.0/16' }, unknown: { id: true } },
        'aws_internet_gateway.other': inVpc('other'),
      },
      'yes',
    ],
    [
      'may lead to another of the same VPC, in a dynamic block',
      igw,
      { 'aws_vpn_gateway.main': inVpc('main') },
      'unknown',
    ],
    ['may lead anywhere where none is mentioned', of('aws_vpc.main.id'), {}, 'unknown'],
    [
      'may lead to what is mentioned beside it',
      of('aws_internet_gateway.main.id', 'aws_nat_gateway.main.id'),
      { 'aws_nat_gateway.main': { values: {}, unknown: { id: true } } },
      'unknown',
    ],
  ])('%s', (_, mentioned, others, fromInternet) => {
    const topology = plan(web, [], { 'aws_route_table.a': table(mentioned), ...others });
    expect(topology.reach('0.0.0.0/0', 'aws_instance.web', 'tcp', 80).verdict).toBe(fromInternet);
  });

  it('lead to an internet gateway beside an egress-only one', () => {
    const topology = plan(web, [], {
      'aws_egress_only_internet_gateway.main': inVpc('main'),
      'aws_route_table.a': {
        ...table(of('aws_internet_gateway.main.id', 'aws_egress_only_internet_gateway.main.id')),
        unknown: { vpc_id: true, route: [{ gateway_id: true }, { egress_only_gateway_id: true }] },
      },
    });
    expect(topology.reach('0.0.0.0/0', 'aws_instance.web', 'tcp', 80).verdict).toBe('yes');
  });
});
