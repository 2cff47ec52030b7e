import { grantsOf, type Permissions, serviceLinkedRole } from '../iam/grants';

const { lists, readsOwn, makes, uses, usesAny, adopts } = grantsOf({
  name: 'ec2',
  tag: 'CreateTags',
  untag: 'DeleteTags',
});

/** The interface of a NAT gateway or an instance has no tags: the address that is associated is narrowed by its own. */
const interfaceOf = (...actions: string[]) => usesAny('network-interface/*', ...actions);

/**
 * VPC, subnets, gateways, routes, and the defaults that AWS makes with a VPC. These have no tags, and AWS tells of them but the id of
 * their VPC, which nobody knows beforehand: whatever group or route table of the region has none of the makers' tags can be adopted.
 * AWS: "Actions, resources, and condition keys for Amazon EC2".
 */
export const network: Permissions = {
  aws_vpc: [
    lists('DescribeVpcs', 'DescribeNetworkAcls', 'DescribeRouteTables', 'DescribeSecurityGroups'),
    readsOwn('vpc/*', 'DescribeVpcAttribute'),
    ...makes('vpc/*', 'CreateVpc'),
    uses('vpc/*', 'ModifyVpcAttribute', 'DeleteVpc'),
  ],
  aws_default_route_table: [lists('DescribeRouteTables'), ...adopts('route-table/*')],
  aws_default_security_group: [
    lists('DescribeSecurityGroups'),
    ...adopts('security-group/*'),
    uses('security-group/*', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'),
  ],
  aws_internet_gateway: [
    lists('DescribeInternetGateways'),
    ...makes('internet-gateway/*', 'CreateInternetGateway'),
    uses('internet-gateway/*', 'AttachInternetGateway', 'DetachInternetGateway', 'DeleteInternetGateway'),
    uses('vpc/*', 'AttachInternetGateway', 'DetachInternetGateway'),
  ],
  aws_subnet: [
    lists('DescribeSubnets', 'DescribeNetworkInterfaces'),
    ...makes('subnet/*', 'CreateSubnet'),
    uses('vpc/*', 'CreateSubnet'),
    uses('subnet/*', 'ModifySubnetAttribute', 'DeleteSubnet'),
  ],
  aws_eip: [
    lists('DescribeAddresses', 'DescribeAddressesAttribute'),
    ...makes('elastic-ip/*', 'AllocateAddress'),
    uses('elastic-ip/*', 'DisassociateAddress', 'ReleaseAddress'),
    interfaceOf('DisassociateAddress'),
  ],
  aws_eip_association: [
    lists('DescribeAddresses'),
    uses('elastic-ip/*', 'AssociateAddress', 'DisassociateAddress'),
    uses('instance/*', 'AssociateAddress'),
    interfaceOf('AssociateAddress', 'DisassociateAddress'),
  ],
  aws_nat_gateway: [
    lists('DescribeNatGateways'),
    ...makes('natgateway/*', 'CreateNatGateway'),
    ...['elastic-ip/*', 'subnet/*', 'vpc/*'].map((kind) => uses(kind, 'CreateNatGateway')),
    uses('natgateway/*', 'DeleteNatGateway'),
    serviceLinkedRole('natgateway.amazonaws.com'),
  ],
  aws_route_table: [
    lists('DescribeRouteTables'),
    ...makes('route-table/*', 'CreateRouteTable'),
    uses('vpc/*', 'CreateRouteTable'),
    uses('route-table/*', 'DeleteRouteTable'),
  ],
  aws_route: [
    lists('DescribeRouteTables'),
    uses('route-table/*', 'CreateRoute', 'ReplaceRoute', 'DeleteRoute'),
  ],
  aws_route_table_association: [
    lists('DescribeRouteTables'),
    ...['route-table/*', 'subnet/*'].map((kind) =>
      uses(kind, 'AssociateRouteTable', 'ReplaceRouteTableAssociation', 'DisassociateRouteTable'),
    ),
  ],
};
