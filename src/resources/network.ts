import { grantsOf, passRoleTo, serviceLinkedRole } from '../iam/grants';
import { byUse, dataTransfer, ec2, hourly, publicAddresses } from './charges';
import {
  type DerivedAttributes,
  FREE,
  importByArguments,
  importById,
  none,
  OWN_ATTRIBUTES,
  type Part,
  takenOver,
} from './resource-type';
import {
  unmanagedAddresses,
  unmanagedInternetGateways,
  unmanagedNatGateways,
  unmanagedSubnets,
  unmanagedVpcs,
} from './unmanaged/ec2';
import { unmanagedRoutes, unmanagedRouteTables } from './unmanaged/routes';

const { lists, readsOwn, makes, uses, usesAny, tagsUntagged } = grantsOf({
  name: 'ec2',
  tag: 'CreateTags',
  untag: 'DeleteTags',
});

/** Interfaces of NAT gateways and instances have no tags. The address in the same request restricts the grant. */
const interfaceOf = (...actions: string[]) => usesAny('network-interface/*', ...actions);

/** Attributes that show an address's association. */
const ADDRESS_USE: DerivedAttributes = {
  association_id: ['aws_eip_association.id', 'aws_nat_gateway.association_id'],
  instance: ['aws_eip_association.instance_id'],
  network_interface: ['aws_eip_association.network_interface_id', 'aws_nat_gateway.network_interface_id'],
  private_ip: ['aws_eip_association.private_ip_address', 'aws_nat_gateway.private_ip'],
  // AWS derives the name from the address.
  private_dns: 'always',
};

/**
 * VPCs, subnets, gateways, routes, names, and the default route table and security group of a VPC. AWS creates the defaults without tags, and
 * supports no condition but the id of their VPC, which is unknown in advance. Therefore any group or route table in the region without
 * creators' tags may be tagged. AWS: "Actions, resources, and condition keys for Amazon EC2".
 */
export const network = {
  resources: {
    aws_vpc: {
      permissions: [
        lists('DescribeVpcs', 'DescribeNetworkAcls', 'DescribeRouteTables', 'DescribeSecurityGroups'),
        readsOwn('vpc/*', 'DescribeVpcAttribute'),
        ...makes('vpc/*', 'CreateVpc'),
        uses('vpc/*', 'ModifyVpcAttribute', 'DeleteVpc'),
      ],
      import: importById('ec2:vpc'),
      derived: OWN_ATTRIBUTES,
      unmanaged: unmanagedVpcs,
      charges: () => [byUse('data-between-zones', dataTransfer('DataTransfer-Regional-Bytes'))],
    },
    aws_flow_log: {
      permissions: [
        lists('DescribeFlowLogs'),
        ...makes('vpc-flow-log/*', 'CreateFlowLogs'),
        uses('vpc/*', 'CreateFlowLogs'),
        uses('vpc-flow-log/*', 'DeleteFlowLogs'),
        passRoleTo('vpc-flow-logs.amazonaws.com'),
      ],
      import: importById('ec2:vpc-flow-log'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('the VPC shows it'),
      charges: none('the log group is charged'),
    },
    aws_default_route_table: {
      permissions: [lists('DescribeRouteTables'), ...tagsUntagged('route-table/*')],
      import: takenOver('ec2:route-table'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('AWS makes it with the VPC'),
      charges: FREE,
    },
    aws_default_security_group: {
      permissions: [
        lists('DescribeSecurityGroups'),
        ...tagsUntagged('security-group/*'),
        uses('security-group/*', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'),
      ],
      import: takenOver('ec2:security-group'),
      derived: { ingress: 'always', egress: 'always' },
      unmanaged: none('AWS makes it with the VPC'),
      charges: FREE,
    },
    aws_internet_gateway: {
      permissions: [
        lists('DescribeInternetGateways'),
        ...makes('internet-gateway/*', 'CreateInternetGateway'),
        uses('internet-gateway/*', 'AttachInternetGateway', 'DetachInternetGateway', 'DeleteInternetGateway'),
        uses('vpc/*', 'AttachInternetGateway', 'DetachInternetGateway'),
      ],
      import: importById('ec2:internet-gateway'),
      derived: OWN_ATTRIBUTES,
      unmanaged: unmanagedInternetGateways,
      charges: () => [byUse('data-out', dataTransfer('DataTransfer-Out-Bytes'))],
    },
    aws_subnet: {
      permissions: [
        lists('DescribeSubnets', 'DescribeNetworkInterfaces'),
        ...makes('subnet/*', 'CreateSubnet'),
        uses('vpc/*', 'CreateSubnet'),
        uses('subnet/*', 'ModifySubnetAttribute', 'DeleteSubnet'),
      ],
      import: importById('ec2:subnet'),
      derived: OWN_ATTRIBUTES,
      unmanaged: unmanagedSubnets,
      charges: FREE,
    },
    aws_eip: {
      permissions: [
        lists('DescribeAddresses', 'DescribeAddressesAttribute'),
        ...makes('elastic-ip/*', 'AllocateAddress'),
        uses('elastic-ip/*', 'DisassociateAddress', 'ReleaseAddress'),
        interfaceOf('DisassociateAddress'),
      ],
      import: importById('ec2:elastic-ip'),
      derived: ADDRESS_USE,
      unmanaged: unmanagedAddresses,
      charges: () => [publicAddresses(1)],
    },
    aws_eip_association: {
      permissions: [
        lists('DescribeAddresses'),
        uses('elastic-ip/*', 'AssociateAddress', 'DisassociateAddress'),
        uses('instance/*', 'AssociateAddress'),
        interfaceOf('AssociateAddress', 'DisassociateAddress'),
      ],
      import: none('AssociateAddress: associates an address again that the instance has already'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it is an attribute of the address'),
      charges: none('the address is charged'),
    },
    aws_nat_gateway: {
      permissions: [
        lists('DescribeNatGateways'),
        ...makes('natgateway/*', 'CreateNatGateway'),
        ...['elastic-ip/*', 'subnet/*', 'vpc/*'].map((kind) => uses(kind, 'CreateNatGateway')),
        uses('natgateway/*', 'DeleteNatGateway'),
        serviceLinkedRole('natgateway.amazonaws.com'),
      ],
      import: importById('ec2:natgateway'),
      derived: OWN_ATTRIBUTES,
      unmanaged: unmanagedNatGateways,
      charges: () => [
        hourly('gateway', ec2('NatGateway-Hours', 'NatGateway'), 1),
        byUse('data-processed', ec2('NatGateway-Bytes', 'NatGateway')),
      ],
    },
    aws_route_table: {
      permissions: [
        lists('DescribeRouteTables'),
        ...makes('route-table/*', 'CreateRouteTable'),
        uses('vpc/*', 'CreateRouteTable'),
        uses('route-table/*', 'DeleteRouteTable'),
      ],
      import: importById('ec2:route-table'),
      derived: { route: 'always' },
      unmanaged: unmanagedRouteTables,
      charges: FREE,
    },
    aws_route: {
      permissions: [
        lists('DescribeRouteTables'),
        uses('route-table/*', 'CreateRoute', 'ReplaceRoute', 'DeleteRoute'),
      ],
      import: importByArguments('{route_table_id}_{destination_cidr_block}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: unmanagedRoutes,
      charges: FREE,
    },
    aws_route_table_association: {
      permissions: [
        lists('DescribeRouteTables'),
        ...['route-table/*', 'subnet/*'].map((kind) =>
          uses(kind, 'AssociateRouteTable', 'ReplaceRouteTableAssociation', 'DisassociateRouteTable'),
        ),
      ],
      import: importByArguments('{subnet_id}/{route_table_id}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('the plan shows that the subnet has another route table'),
      charges: FREE,
    },
  },
  dataSources: {
    aws_eips: [lists('DescribeAddresses')],
    aws_subnet: [lists('DescribeSubnets')],
    aws_subnets: [lists('DescribeSubnets')],
  },
  prices: [
    { offer: 'AmazonEC2', usageTypes: /^NatGateway-(Hours|Bytes)$/, operations: /^NatGateway$/ },
    { offer: 'AmazonVPC', usageTypes: /^PublicIPv4:InUseAddress$/ },
    { offer: 'AWSDataTransfer', usageTypes: /^DataTransfer-(Out|Regional)-Bytes$/ },
  ],
} satisfies Part;
