import { databaseLogGroups } from '../iam/database-monitoring';
import { type Grant, grantsOf, passRoleTo, serviceLinkedRole } from '../iam/grants';
import { databaseCharges, ENGINE_OPERATIONS, secretCharges } from './database-charges';
import { KEY_ACTIONS } from './log-groups';
import { FREE, importByArn, importById, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { reads, readsOwn, makes, uses, usesAny } = grantsOf({
  name: 'rds',
  tag: 'AddTagsToResource',
  untag: 'RemoveTagsFromResource',
  tagsOnlyAtCreation: false,
});

const secrets = grantsOf({
  name: 'secretsmanager',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
});

/** Name patterns of the platform's resources. Terraform appends a suffix to subnet and parameter groups. */
const INSTANCE = 'db:{prefix}';
const SUBNETS = 'subgrp:{prefix}-*';
const PARAMETERS = 'pg:{prefix}-*';
const FINAL_SNAPSHOT = 'snapshot:{prefix}-final-*';

/** The secret of the application's user. Terraform neither reads nor writes its value. */
const SECRET = 'secret:{prefix}/*';

const CREATION = [
  'CreateDBInstance',
  'RestoreDBInstanceFromDBSnapshot',
  'RestoreDBInstanceToPointInTime',
] as const;

/** RDS calls these with the permissions of the caller. AWS: "Permissions required for Secrets Manager integration". */
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

const logs = grantsOf({ name: 'logs', tag: 'TagResource', untag: 'UntagResource' });
const LOGS = `log-group:${databaseLogGroups('{prefix}')}*`;

/** Groups of exported logs, whose names RDS gives. */
const logGroups: Grant[] = [
  logs.readsOwn(LOGS, 'ListTagsForResource'),
  ...logs.makesAnew(LOGS, 'CreateLogGroup'),
  logs.uses(LOGS, 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'DeleteLogGroup', ...KEY_ACTIONS),
];

/**
 * Database instances, subnet groups, parameter groups and secrets. AWS: "Actions, resources, and condition keys for Amazon RDS", "… for AWS
 * Secrets Manager".
 */
export const database = {
  resources: {
    aws_db_instance: {
      permissions: [
        // The provider reads the instance by its resource id, which the ARN does not contain.
        reads('db:*', 'DescribeDBInstances'),
        readsOwn(INSTANCE, 'ListTagsForResource'),
        ...makes(INSTANCE, ...CREATION),
        ...[SUBNETS, PARAMETERS].map((kind) => uses(kind, ...CREATION, 'ModifyDBInstance')),
        // The default option group of the engine.
        usesAny('og:default:*', ...CREATION, 'ModifyDBInstance'),
        // Restores are limited to sources with the environment's tags, which AWS copies to snapshots and backups.
        uses('snapshot:*', 'RestoreDBInstanceFromDBSnapshot'),
        uses('db:*', 'RestoreDBInstanceToPointInTime'),
        uses(INSTANCE, 'ModifyDBInstance', 'RebootDBInstance', 'DeleteDBInstance', 'CreateDBSnapshot'),
        usesAny(FINAL_SNAPSHOT, 'CreateDBSnapshot', 'AddTagsToResource'),
        ...managedPassword,
        serviceLinkedRole('rds.amazonaws.com'),
        passRoleTo('monitoring.rds.amazonaws.com'),
        ...logGroups,
      ],
      import: importById('rds:db', ['rds:snapshot', 'rds:auto-backup']),
      derived: { latest_restorable_time: 'always', status: 'scheduled' },
      unmanaged: NOT_LISTED,
      charges: databaseCharges,
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
      charges: FREE,
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
      charges: FREE,
    },
    aws_secretsmanager_secret: {
      permissions: [
        secrets.readsOwn(SECRET, 'DescribeSecret', 'GetResourcePolicy'),
        ...secrets.makes(SECRET, 'CreateSecret'),
        secrets.uses(SECRET, 'UpdateSecret', 'DeleteSecret'),
      ],
      import: importByArn('secretsmanager:secret'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: secretCharges,
    },
    terraform_data: {
      permissions: none('built into Terraform'),
      import: none('it is in the state alone'),
      derived: OWN_ATTRIBUTES,
      unmanaged: none('it is in the state alone'),
      charges: none('it is in the state alone'),
    },
  },
  dataSources: {
    aws_db_instances: [reads('db:*', 'DescribeDBInstances')],
    aws_db_instance: [reads('db:*', 'DescribeDBInstances'), readsOwn(INSTANCE, 'ListTagsForResource')],
    aws_db_subnet_group: [reads(SUBNETS, 'DescribeDBSubnetGroups')],
  },
  prices: [
    { offer: 'AmazonRDS', usageTypes: /^(InstanceUsage|Multi-AZUsage):db\./, operations: ENGINE_OPERATIONS },
    { offer: 'AmazonRDS', usageTypes: /^ExtendedSupport:Yr(1-Yr2|3):/, operations: ENGINE_OPERATIONS },
    { offer: 'AmazonRDS', usageTypes: /^CPUCredits:db\./ },
    {
      offer: 'AmazonRDS',
      usageTypes:
        /^RDS:(ChargedBackupUsage|(Multi-AZ-)?(StorageUsage|(IO2-|GP3-)?PIOPS|GP3-Throughput|(GP2|GP3|PIOPS)-Storage(-IO2)?))$/,
    },
    { offer: 'AWSSecretsManager', usageTypes: /^AWSSecretsManager(-Secrets|APIRequest)$/ },
  ],
} satisfies Part;
