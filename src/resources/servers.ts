import { type Grant, grantsOf, passRole, type Permissions } from '../iam/grants';

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

/** Terraform puts a suffix of its own behind its name. */
const KEY_PAIR = 'key-pair/{prefix}-*';

/** Images of Amazon's and of the account's own; not anybody's. */
const image: Grant = {
  access: 'write',
  actions: ['ec2:RunInstances'],
  resource: 'arn:aws:ec2:{region}::image/*',
  tagged: 'never',
  condition: { StringEquals: { 'ec2:Owner': ['amazon', '{account}'] } },
};

/** What a server is launched with. */
export const launch: Grant[] = [
  ...['subnet/*', 'security-group/*', KEY_PAIR].map((kind) => uses(kind, 'RunInstances')),
  // The provider does not tag the interface that an instance is made with.
  usesAny('network-interface/*', 'RunInstances'),
  image,
  passRole,
];

/** Security groups, key pair and instances. AWS: "Actions, resources, and condition keys for Amazon EC2". */
export const servers: Permissions = {
  aws_security_group: [
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
  aws_vpc_security_group_ingress_rule: rule('Ingress'),
  aws_vpc_security_group_egress_rule: rule('Egress'),
  aws_key_pair: [
    lists('DescribeKeyPairs'),
    ...makes(KEY_PAIR, 'ImportKeyPair'),
    uses(KEY_PAIR, 'DeleteKeyPair'),
  ],
  aws_instance: [
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
  'data.aws_ssm_parameter': [
    {
      access: 'read',
      actions: ['ssm:GetParameter'],
      // AWS's public parameters belong to no account.
      resource: 'arn:aws:ssm:{region}::parameter/aws/service/ami-amazon-linux-latest/*',
      tagged: 'never',
    },
  ],
};
