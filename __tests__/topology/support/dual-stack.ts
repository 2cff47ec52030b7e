import { BASE, WEB_AND_APP, egress, ingress, ref, terraform, type Body, type Resources } from './network';

/** A subnet's part of its VPC's block, as people compute it. */
export const part = (number: number, vpc = 'main'): string =>
  `\${cidrsubnet(aws_vpc.${vpc}.ipv6_cidr_block, 8, ${number})}`;

export const ANYWHERE6: Body = { cidr_ipv6: '::/0' };
export const EVERYTHING6: Body = { cidr_ipv6: '::/0', ip_protocol: '-1', from_port: -1, to_port: -1 };

export const route6 = (table: string, target: Body, to = '::/0', name = `${table}_six`): Resources => ({
  [`aws_route.${name}`]: {
    route_table_id: ref(`aws_route_table.${table}`),
    destination_ipv6_cidr_block: to,
    ...target,
  },
});

/** The subnets of {@link BASE}, each with a block of its own, which gives addresses to what is launched there. */
export const subnet6 = (name: 'public' | 'private', more: Body = {}): Resources => ({
  [`aws_subnet.${name}`]: {
    ...BASE[`aws_subnet.${name}`],
    ipv6_cidr_block: part(name === 'public' ? 0 : 16),
    assign_ipv6_address_on_creation: true,
    ...more,
  },
});

/** What makes {@link BASE} dual-stack: an internet gateway for the public subnet, an egress-only one for the private. */
export const DUAL_STACK: Resources = {
  'aws_vpc.main': { cidr_block: '10.0.0.0/16', assign_generated_ipv6_cidr_block: true },
  'aws_egress_only_internet_gateway.main': { vpc_id: ref('aws_vpc.main') },
  ...subnet6('public'),
  ...subnet6('private'),
  ...route6('public', { gateway_id: ref('aws_internet_gateway.main') }),
  ...route6('private', { egress_only_gateway_id: ref('aws_egress_only_internet_gateway.main') }),
};

/** {@link WEB_AND_APP}, dual-stack. Port 22 is open over IPv6 alone. */
export const dualStack = (...more: readonly Resources[]) =>
  terraform(
    WEB_AND_APP,
    DUAL_STACK,
    ingress('web', 22, ANYWHERE6),
    ingress('app', 22, ANYWHERE6),
    egress('web', 0, EVERYTHING6),
    egress('app', 0, EVERYTHING6),
    ...more,
  );

/** Parts of an answer: the address families that it covers. */
export const OVER_4 = '"over":["IPv4"]';
export const OVER_6 = '"over":["IPv6"]';
export const OVER_BOTH = '"over":["IPv4","IPv6"]';
