import { type Grant, grantsOf, serviceLinkedRole } from '../iam/grants';
import { endpointCharges } from './endpoint-charges';
import { FREE, importByArguments, importById, none, OWN_ATTRIBUTES, type Part } from './resource-type';
import { unmanagedEndpoints } from './unmanaged/ec2';

const { lists, makes, uses, usesAny } = grantsOf({ name: 'ec2', tag: 'CreateTags', untag: 'DeleteTags' });

/** An endpoint with private DNS is a hosted zone of AWS in the VPC. AWS: "Actions, resources, and condition keys for Amazon EC2". */
const privateNames: Grant = {
  access: 'write',
  actions: ['route53:AssociateVPCWithHostedZone'],
  resource: 'arn:aws:route53:::hostedzone/*',
  tagged: 'never',
  condition: { 'ForAnyValue:StringLike': { 'route53:VPCs': 'VPCId=*,VPCRegion={region}' } },
};

/**
 * What may stand at the borders of subnets: network ACLs, endpoints of AWS services and for administrators, and the interface of a NAT instance. AWS: "Actions,
 * resources, and condition keys for Amazon EC2".
 */
export const borders = {
  resources: {
    aws_network_acl: {
      permissions: [
        lists('DescribeNetworkAcls'),
        ...makes('network-acl/*', 'CreateNetworkAcl'),
        uses('vpc/*', 'CreateNetworkAcl'),
        uses('network-acl/*', 'DeleteNetworkAcl'),
      ],
      import: importById('ec2:network-acl'),
      // Rules and associations are resources of their own.
      derived: { ingress: 'always', egress: 'always', subnet_ids: 'always' },
      unmanaged: none('the plan shows that the subnet has another ACL'),
      charges: FREE,
    },
    aws_network_acl_rule: {
      permissions: [
        lists('DescribeNetworkAcls'),
        uses('network-acl/*', 'CreateNetworkAclEntry', 'DeleteNetworkAclEntry'),
      ],
      import: importByArguments('{network_acl_id}:{rule_number}:{protocol}:{egress}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it is an attribute of the ACL'),
      charges: FREE,
    },
    aws_network_acl_association: {
      permissions: [
        lists('DescribeNetworkAcls'),
        // The default ACL of the VPC, which has no tags, gives the subnet away and gets it back.
        usesAny('network-acl/*', 'ReplaceNetworkAclAssociation'),
        uses('subnet/*', 'ReplaceNetworkAclAssociation'),
      ],
      import: none('ReplaceNetworkAclAssociation: associates an associated subnet again'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('the plan shows that the subnet has another ACL'),
      charges: FREE,
    },
    aws_network_interface: {
      permissions: [
        lists('DescribeNetworkInterfaces', 'DescribeNetworkInterfaceAttribute'),
        ...makes('network-interface/*', 'CreateNetworkInterface'),
        ...['subnet/*', 'security-group/*'].map((kind) => uses(kind, 'CreateNetworkInterface')),
        uses(
          'network-interface/*',
          'ModifyNetworkInterfaceAttribute',
          'DetachNetworkInterface',
          'DeleteNetworkInterface',
        ),
        uses('instance/*', 'DetachNetworkInterface'),
        uses('security-group/*', 'ModifyNetworkInterfaceAttribute'),
      ],
      import: importById('ec2:network-interface'),
      // The instance of the hour has it.
      derived: { attachment: 'always' },
      unmanaged: none('services make interfaces of their own'),
      charges: FREE,
    },
    aws_ec2_instance_connect_endpoint: {
      permissions: [
        lists('DescribeInstanceConnectEndpoints'),
        ...makes('instance-connect-endpoint/*', 'CreateInstanceConnectEndpoint'),
        ...['subnet/*', 'security-group/*'].map((kind) =>
          uses(kind, 'CreateInstanceConnectEndpoint', 'CreateNetworkInterface'),
        ),
        // Its interface has no tags; subnet and groups restrict the grant. AWS: "Grant permissions to use EC2 Instance Connect Endpoint".
        usesAny('network-interface/*', 'CreateNetworkInterface'),
        uses('instance-connect-endpoint/*', 'DeleteInstanceConnectEndpoint'),
        serviceLinkedRole('ec2-instance-connect.amazonaws.com'),
      ],
      import: importById('ec2:instance-connect-endpoint'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('a VPC has one, so an apply that makes another fails'),
      charges: none('AWS charges for data between zones alone, which the VPC counts'),
    },
    aws_vpc_endpoint: {
      permissions: [
        lists('DescribeVpcEndpoints', 'DescribePrefixLists'),
        ...makes('vpc-endpoint/*', 'CreateVpcEndpoint'),
        ...['vpc/*', 'route-table/*', 'subnet/*', 'security-group/*'].map((kind) =>
          uses(kind, 'CreateVpcEndpoint'),
        ),
        uses('vpc-endpoint/*', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints'),
        ...['subnet/*', 'security-group/*'].map((kind) => uses(kind, 'ModifyVpcEndpoint')),
        privateNames,
      ],
      import: importById('ec2:vpc-endpoint'),
      derived: { route_table_ids: ['aws_vpc_endpoint_route_table_association.route_table_id'] },
      unmanaged: unmanagedEndpoints,
      charges: endpointCharges,
    },
    aws_vpc_endpoint_route_table_association: {
      permissions: [
        lists('DescribeVpcEndpoints'),
        ...['vpc-endpoint/*', 'route-table/*'].map((kind) => uses(kind, 'ModifyVpcEndpoint')),
      ],
      import: importByArguments('{vpc_endpoint_id}/{route_table_id}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it is an attribute of the endpoint'),
      charges: FREE,
    },
  },
  dataSources: {},
  prices: [{ offer: 'AmazonVPC', usageTypes: /^VpcEndpoint(-GWLBE)?-(Hours|Bytes)$/ }],
} satisfies Part;
