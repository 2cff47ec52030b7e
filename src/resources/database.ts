import { type Grant, grantsOf, serviceLinkedRole } from '../iam/grants';
import { importById, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { reads, readsOwn, makes, uses, usesAny } = grantsOf({
  name: 'rds',
  tag: 'AddTagsToResource',
  untag: 'RemoveTagsFromResource',
  tagsOnlyAtCreation: false,
});

/** How the platform names them; Terraform puts a suffix of its own behind the last two. */
const INSTANCE = 'db:{prefix}';
const SUBNETS = 'subgrp:{prefix}-*';
const PARAMETERS = 'pg:{prefix}-*';
const FINAL_SNAPSHOT = 'snapshot:{prefix}-final-*';

const CREATION = [
  'CreateDBInstance',
  'RestoreDBInstanceFromDBSnapshot',
  'RestoreDBInstanceToPointInTime',
] as const;

/** What RDS does in the name of who lets it keep the master password. AWS: "Permissions required for Secrets Manager integration". */
const managedPassword: Grant[] = [
  {
    access: 'write',
    actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
    resource: 'arn:aws:secretsmanager:{region}:{account}:secret:rds!db-*',
    tagged: 'never',
  },
  {
    access: 'write',
    actions: ['kms:DescribeKey'],
    resource: 'arn:aws:kms:{region}:{account}:key/*',
    tagged: 'never',
    condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/aws/secretsmanager' } },
  },
];

/** Database, its subnets and parameters. AWS: "Actions, resources, and condition keys for Amazon RDS". */
export const database = {
  resources: {
    aws_db_instance: {
      permissions: [
        // Looked up by its resource id, which no ARN has.
        reads('db:*', 'DescribeDBInstances'),
        readsOwn(INSTANCE, 'ListTagsForResource'),
        ...makes(INSTANCE, ...CREATION),
        ...[SUBNETS, PARAMETERS].map((kind) => uses(kind, ...CREATION, 'ModifyDBInstance')),
        // AWS's option group for the engine, which the platform does not choose.
        usesAny('og:default:*', ...CREATION, 'ModifyDBInstance'),
        // What is restored: the environment's own, by the tags that AWS copies.
        uses('snapshot:*', 'RestoreDBInstanceFromDBSnapshot'),
        uses('db:*', 'RestoreDBInstanceToPointInTime'),
        uses(INSTANCE, 'ModifyDBInstance', 'RebootDBInstance', 'DeleteDBInstance', 'CreateDBSnapshot'),
        usesAny(FINAL_SNAPSHOT, 'CreateDBSnapshot', 'AddTagsToResource'),
        ...managedPassword,
        serviceLinkedRole('rds.amazonaws.com'),
      ],
      import: importById('rds:db', ['rds:snapshot', 'rds:auto-backup']),
      derived: { latest_restorable_time: 'always' },
      unmanaged: NOT_LISTED,
    },
    aws_db_subnet_group: {
      permissions: [
        reads(SUBNETS, 'DescribeDBSubnetGroups'),
        readsOwn(SUBNETS, 'ListTagsForResource'),
        ...makes(SUBNETS, 'CreateDBSubnetGroup'),
        uses(SUBNETS, 'ModifyDBSubnetGroup', 'DeleteDBSubnetGroup'),
      ],
      import: importById('rds:subgrp'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
    },
    aws_db_parameter_group: {
      permissions: [
        reads(PARAMETERS, 'DescribeDBParameterGroups', 'DescribeDBParameters'),
        readsOwn(PARAMETERS, 'ListTagsForResource'),
        ...makes(PARAMETERS, 'CreateDBParameterGroup'),
        uses(PARAMETERS, 'ModifyDBParameterGroup', 'ResetDBParameterGroup', 'DeleteDBParameterGroup'),
      ],
      import: importById('rds:pg'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
    },
    terraform_data: {
      permissions: none('built into Terraform'),
      import: none('it is in the state alone'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it is in the state alone'),
    },
  },
  dataSources: {},
} satisfies Part;
