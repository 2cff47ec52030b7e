import { type Grant, grantsOf, passRoleTo } from '../iam/grants';
import { instanceCharges } from './instance-charges';
import {
  type DerivedAttributes,
  FREE,
  importByArgument,
  importById,
  none,
  OWN_ATTRIBUTES,
  type Part,
} from './resource-type';
import { unmanagedInstances } from './unmanaged/ec2';
import { unmanagedRules, unmanagedSecurityGroups } from './unmanaged/security-groups';

const { lists, readsOwn, makes, uses, usesAny } = grantsOf({
  name: 'ec2',
  tag: 'CreateTags',
  untag: 'DeleteTags',
});

const rule = (direction: 'Ingress' | 'Egress'): Grant[] => [
  lists('DescribeSecurityGroupRules'),
  ...makes('security-group-rule/*', `AuthorizeSecurityGroup${direction}`),
  uses('security-group/*', `AuthorizeSecurityGroup${direction}`, `RevokeSecurityGroup${direction}`),
  ...['security-group/*', 'security-group-rule/*'].map((kind) => uses(kind, 'ModifySecurityGroupRules')),
];

/** Terraform appends a suffix to the name. */
const KEY_PAIR = 'key-pair/{prefix}-*';

/** Restricts launches to images of Amazon and of the account. */
const image: Grant = {
  access: 'write',
  actions: ['ec2:RunInstances'],
  resource: 'arn:aws:ec2:{region}::image/*',
  tagged: 'never',
  condition: { StringEquals: { 'ec2:Owner': ['amazon', '{account}'] } },
};

/** Permissions to launch an instance with other resources. */
export const launch: Grant[] = [
  ...['subnet/*', 'security-group/*', KEY_PAIR].map((kind) => uses(kind, 'RunInstances')),
  // The provider does not tag the instance's network interface.
  usesAny('network-interface/*', 'RunInstances'),
  image,
  passRoleTo('ec2.amazonaws.com'),
];

/** Rules are separate resources. Unmanaged rules are reported as such. */
const RULES_APART: DerivedAttributes = { ingress: 'always', egress: 'always' };

/** Attributes that show the associated address and attached volumes. */
const INSTANCE_USE: DerivedAttributes = {
  // AWS derives the name from the address.
  public_dns: 'always',
  instance_state: 'scheduled',
  public_ip: ['aws_eip_association.public_ip'],
  ebs_block_device: ['aws_volume_attachment.volume_id'],
};

/** Security groups, key pairs and instances. AWS: "Actions, resources, and condition keys for Amazon EC2". */
export const servers = {
  resources: {
    aws_security_group: {
      permissions: [
        lists('DescribeSecurityGroups', 'DescribeNetworkInterfaces'),
        ...makes('security-group/*', 'CreateSecurityGroup'),
        uses('vpc/*', 'CreateSecurityGroup'),
        uses(
          'security-group/*',
          'DeleteSecurityGroup',
          'RevokeSecurityGroupIngress',
          'RevokeSecurityGroupEgress',
        ),
      ],
      import: importById('ec2:security-group'),
      derived: RULES_APART,
      unmanaged: unmanagedSecurityGroups,
      charges: FREE,
    },
    aws_vpc_security_group_ingress_rule: {
      permissions: rule('Ingress'),
      import: importById('ec2:security-group-rule'),
      derived: OWN_ATTRIBUTES,
      unmanaged: unmanagedRules,
      charges: FREE,
    },
    aws_vpc_security_group_egress_rule: {
      permissions: rule('Egress'),
      import: importById('ec2:security-group-rule'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('listed with the ingress rules'),
      charges: FREE,
    },
    aws_key_pair: {
      permissions: [
        lists('DescribeKeyPairs'),
        ...makes(KEY_PAIR, 'ImportKeyPair'),
        uses(KEY_PAIR, 'DeleteKeyPair'),
      ],
      import: importByArgument('ec2:key-pair', 'key_name'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it gives no access before an instance is launched with it'),
      charges: FREE,
    },
    aws_instance: {
      permissions: [
        lists(
          'DescribeImages',
          'DescribeInstances',
          'DescribeInstanceTypes',
          'DescribeInstanceCreditSpecifications',
          'DescribeIamInstanceProfileAssociations',
          'DescribeSubnets',
          'DescribeTags',
          'DescribeVolumes',
          'DescribeVolumesModifications',
          'DescribeVpcs',
        ),
        readsOwn('instance/*', 'DescribeInstanceAttribute'),
        ...['instance/*', 'volume/*'].flatMap((kind) => makes(kind, 'RunInstances')),
        ...launch,
        uses(
          'instance/*',
          'AssociateIamInstanceProfile',
          'ReplaceIamInstanceProfileAssociation',
          'DisassociateIamInstanceProfile',
          'StartInstances',
          'StopInstances',
          'TerminateInstances',
          'ModifyInstanceAttribute',
          'ModifyInstanceCreditSpecification',
          'ModifyInstanceMetadataOptions',
        ),
        uses('volume/*', 'ModifyVolume'),
      ],
      import: importById('ec2:instance'),
      derived: INSTANCE_USE,
      unmanaged: unmanagedInstances,
      charges: instanceCharges,
    },
  },
  dataSources: {
    aws_ec2_instance_type_offerings: [lists('DescribeInstanceTypeOfferings')],
    aws_instances: [lists('DescribeInstances')],
    aws_instance: [
      lists('DescribeInstances', 'DescribeInstanceCreditSpecifications', 'DescribeVolumes', 'DescribeTags'),
      readsOwn('instance/*', 'DescribeInstanceAttribute'),
    ],
    aws_ssm_parameter: [
      {
        access: 'read',
        actions: ['ssm:GetParameter'],
        // Public parameters of AWS have no account id.
        resource: 'arn:aws:ssm:{region}::parameter/aws/service/ami-amazon-linux-latest/*',
        tagged: 'never',
      },
    ],
  },
  prices: [
    {
      offer: 'AmazonEC2',
      usageTypes: /^(BoxUsage|DedicatedUsage|HostBoxUsage):/,
      operations: /^RunInstances$/,
    },
    { offer: 'AmazonEC2', usageTypes: /^CPUCredits:/ },
    { offer: 'AmazonCloudWatch', usageTypes: /^CW:MetricMonitorUsage$/ },
  ],
} satisfies Part;
