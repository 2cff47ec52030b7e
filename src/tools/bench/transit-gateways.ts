type Body = Record<string, unknown>;

const id = (address: string): string => `\${${address}.id}`;
/** Networks with a prefix of 4 bits in IPv4. */
const SIXTEENTHS = 16;
const HUB = 'aws_ec2_transit_gateway.hub';
const blockOf = (vpc: number): string => `10.${vpc >> 8}.${vpc & 255}`;

/** Terraform JSON of VPCs on one transit gateway, with a server in each that every other may reach on port 443. */
export function hubOf(vpcs: number): object {
  const each = (build: (vpc: number) => Body): Record<string, Body> =>
    Object.fromEntries(Array.from({ length: vpcs }, (_, vpc) => [`n${vpc}`, build(vpc)]));
  return {
    resource: {
      aws_ec2_transit_gateway: { hub: {} },
      aws_vpc: each((vpc) => ({ cidr_block: `${blockOf(vpc)}.0/24` })),
      aws_subnet: each((vpc) => ({
        vpc_id: id(`aws_vpc.n${vpc}`),
        cidr_block: `${blockOf(vpc)}.0/25`,
        availability_zone: 'a',
      })),
      aws_ec2_transit_gateway_vpc_attachment: each((vpc) => ({
        transit_gateway_id: id(HUB),
        vpc_id: id(`aws_vpc.n${vpc}`),
        subnet_ids: [id(`aws_subnet.n${vpc}`)],
      })),
      aws_route_table: each((vpc) => ({
        vpc_id: id(`aws_vpc.n${vpc}`),
        route: [{ cidr_block: '10.0.0.0/8', transit_gateway_id: id(HUB) }],
      })),
      aws_route_table_association: each((vpc) => ({
        subnet_id: id(`aws_subnet.n${vpc}`),
        route_table_id: id(`aws_route_table.n${vpc}`),
      })),
      aws_security_group: each((vpc) => ({ vpc_id: id(`aws_vpc.n${vpc}`) })),
      aws_vpc_security_group_ingress_rule: each((vpc) => ({
        security_group_id: id(`aws_security_group.n${vpc}`),
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        cidr_ipv4: '10.0.0.0/8',
      })),
      aws_vpc_security_group_egress_rule: each((vpc) => ({
        security_group_id: id(`aws_security_group.n${vpc}`),
        ip_protocol: '-1',
        cidr_ipv4: '0.0.0.0/0',
      })),
      aws_instance: each((vpc) => ({
        subnet_id: id(`aws_subnet.n${vpc}`),
        vpc_security_group_ids: [id(`aws_security_group.n${vpc}`)],
      })),
    },
  };
}

/** Terraform JSON of as many VPCs as transit gateways, each attached to each, with routes that lead from one to the next. */
export function meshOf(size: number): object {
  const numbers = Array.from({ length: size }, (_, index) => index);
  const each = (build: (vpc: number) => Body): Record<string, Body> =>
    Object.fromEntries(numbers.map((vpc) => [`n${vpc}`, build(vpc)]));
  const pairs = (build: (vpc: number, gateway: number) => Body): Record<string, Body> =>
    Object.fromEntries(
      numbers.flatMap((vpc) => numbers.map((gateway) => [`n${vpc}_${gateway}`, build(vpc, gateway)])),
    );
  return {
    resource: {
      aws_vpc: each((vpc) => ({ cidr_block: `10.${vpc}.0.0/16` })),
      aws_subnet: pairs((vpc, gateway) => ({
        vpc_id: id(`aws_vpc.n${vpc}`),
        cidr_block: `10.${vpc}.${gateway}.0/24`,
        availability_zone: 'a',
      })),
      aws_ec2_transit_gateway: each(() => ({})),
      aws_ec2_transit_gateway_vpc_attachment: pairs((vpc, gateway) => ({
        transit_gateway_id: id(`aws_ec2_transit_gateway.n${gateway}`),
        vpc_id: id(`aws_vpc.n${vpc}`),
        subnet_ids: numbers.map((other) => id(`aws_subnet.n${vpc}_${other}`)),
      })),
      aws_ec2_transit_gateway_route: Object.fromEntries(
        numbers.flatMap((gateway) =>
          Array.from({ length: SIXTEENTHS }, (_, part) => [
            `n${gateway}_${part}`,
            {
              destination_cidr_block: `${part * 16}.0.0.0/4`,
              transit_gateway_attachment_id: id(
                `aws_ec2_transit_gateway_vpc_attachment.n${part % size}_${gateway}`,
              ),
              transit_gateway_route_table_id: `\${aws_ec2_transit_gateway.n${gateway}.association_default_route_table_id}`,
            },
          ]),
        ),
      ),
      aws_route_table: pairs((vpc, gateway) => ({
        vpc_id: id(`aws_vpc.n${vpc}`),
        route: [{ cidr_block: '0.0.0.0/0', transit_gateway_id: id(`aws_ec2_transit_gateway.n${gateway}`) }],
      })),
      aws_route_table_association: pairs((vpc, gateway) => ({
        subnet_id: id(`aws_subnet.n${vpc}_${gateway}`),
        route_table_id: id(`aws_route_table.n${vpc}_${gateway}`),
      })),
      aws_security_group: each((vpc) => ({ vpc_id: id(`aws_vpc.n${vpc}`) })),
      aws_vpc_security_group_egress_rule: each((vpc) => ({
        security_group_id: id(`aws_security_group.n${vpc}`),
        ip_protocol: '-1',
        cidr_ipv4: '0.0.0.0/0',
      })),
      aws_instance: each((vpc) => ({
        subnet_id: id(`aws_subnet.n${vpc}_0`),
        vpc_security_group_ids: [id(`aws_security_group.n${vpc}`)],
      })),
    },
  };
}
