import { PLATFORM_PERMISSIONS } from '../../src/resources';

const grants = Object.values(PLATFORM_PERMISSIONS).flat();

test('Permissions contain no action wildcard, and only list actions apply to all resources', () => {
  expect(grants.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  const onAll = grants.filter(({ resource }) => resource === '*');
  const [changing, reading] = ['write', 'read'].map((kind) => onAll.filter(({ access }) => access === kind));
  expect(changing?.map(({ actions, tagged }) => [...actions, tagged])).toEqual([
    // A key has no name, and its id is AWS's.
    ['kms:CreateKey', 'at-creation'],
    // AWS supports no resource for it. A condition requires a VPC of the region, and so a private zone.
    ['route53:CreateHostedZone', 'never'],
    // AWS supports no resource for it. A condition requires the host names.
    ['acm:RequestCertificate', 'at-creation'],
    // WAF makes these calls for the caller, and AWS supports no resource for them.
    ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:PutResourcePolicy', 'never'],
    // AWS supports no resource for them, and the second has no tags.
    ['cloudfront:CreateDistribution', 'at-creation'],
    ['cloudfront:CreateOriginAccessControl', 'never'],
    // AWS supports neither a resource nor a condition for it.
    ['sns:Unsubscribe', 'never'],
    // AWS supports neither a resource nor a condition for it. It alone makes nothing.
    ['backup-storage:MountCapsule', 'never'],
  ]);
  expect(
    reading
      ?.flatMap(({ actions }) => actions)
      .filter((action) => !/^(autoscaling|cloudwatch|ec2|elasticloadbalancing|logs):Describe/.test(action)),
  ).toEqual([
    // Names of keys.
    'kms:ListAliases',
    // Settings of repositories and tags, without values or images: of all, which keeps the policy short.
    'ecr:DescribeRepositories',
    'ecr:ListTagsForResource',
    'ecr:GetLifecyclePolicy',
    'ssm:DescribeParameters',
    'ssm:ListTagsForResource',
    'route53:ListHostedZones',
    // A subscription has no resource type.
    'sns:GetSubscriptionAttributes',
  ]);
});

test('Permissions to read change nothing and expose no secret', () => {
  const reads = grants.filter(({ access }) => access === 'read').flatMap(({ actions }) => actions);
  expect(reads.filter((action) => !/:(Describe|List|Get|View)/.test(action))).toEqual([]);
  expect(
    grants
      .filter(({ actions }) => actions.some((action) => /Secret(Value|s)|Decrypt/.test(action)))
      .map(({ condition }) => condition),
    // AWS's own key for AWS Backup.
  ).toEqual([{ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/aws/backup' } }]);
});

test('Permissions to write without the tags of the environment are exactly these', () => {
  const free = grants.filter(({ access, tagged }) => access === 'write' && tagged === 'never');
  const lines = new Set(
    free.flatMap(({ actions, resource }) => actions.map((action) => `${action} ${resource}`)),
  );
  expect([...lines].sort()).toEqual([
    'backup-storage:MountCapsule *',
    // Origin access controls have no tags, and AWS names them by an id.
    'cloudfront:CreateOriginAccessControl *',
    'cloudfront:DeleteOriginAccessControl arn:aws:cloudfront::{account}:origin-access-control/*',
    'cloudfront:UpdateOriginAccessControl arn:aws:cloudfront::{account}:origin-access-control/*',
    // By name: dashboards have no tags.
    'cloudwatch:DeleteDashboards arn:aws:cloudwatch::{account}:dashboard/{prefix}',
    'cloudwatch:PutDashboard arn:aws:cloudwatch::{account}:dashboard/{prefix}',
    // Interfaces have no tags; the address of the same call has.
    'ec2:AssociateAddress arn:aws:ec2:{region}:{account}:network-interface/*',
    // By subnet and security groups: the interface of an endpoint for administrators.
    'ec2:CreateNetworkInterface arn:aws:ec2:{region}:{account}:network-interface/*',
    // By the snapshot's owner: whoever took it, it has the tags that they gave it.
    'ec2:CreateVolume arn:aws:ec2:{region}::snapshot/*',
    'ec2:DisassociateAddress arn:aws:ec2:{region}:{account}:network-interface/*',
    // Back and forth between an ACL and the default one, which has no tags.
    'ec2:ReplaceNetworkAclAssociation arn:aws:ec2:{region}:{account}:network-acl/*',
    // By the image's owner or the launch template; the interface that an instance is made with has no tags.
    'ec2:RunInstances arn:aws:ec2:{region}::image/*',
    'ec2:RunInstances arn:aws:ec2:{region}:{account}:instance/*',
    'ec2:RunInstances arn:aws:ec2:{region}:{account}:network-interface/*',
    'ec2:RunInstances arn:aws:ec2:{region}:{account}:volume/*',
    // By the replication group of the same request: AWS's own parameters.
    'elasticache:CreateReplicationGroup arn:aws:elasticache:{region}:{account}:parametergroup:default.*',
    'elasticache:ModifyReplicationGroup arn:aws:elasticache:{region}:{account}:parametergroup:default.*',
    // By the service that the role is for.
    'iam:CreateServiceLinkedRole arn:aws:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/*',
    'iam:CreateServiceLinkedRole arn:aws:iam::{account}:role/aws-service-role/ec2-instance-connect.amazonaws.com/*',
    'iam:CreateServiceLinkedRole arn:aws:iam::{account}:role/aws-service-role/elasticache.amazonaws.com/*',
    'iam:CreateServiceLinkedRole arn:aws:iam::{account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*',
    'iam:CreateServiceLinkedRole arn:aws:iam::{account}:role/aws-service-role/natgateway.amazonaws.com/*',
    'iam:CreateServiceLinkedRole arn:aws:iam::{account}:role/aws-service-role/rds.amazonaws.com/*',
    'iam:CreateServiceLinkedRole arn:aws:iam::{account}:role/aws-service-role/wafv2.amazonaws.com/*',
    // By name and by the service that gets it: AWS looks at no tag here.
    'iam:PassRole arn:aws:iam::{account}:role/{prefix}-*',
    'iam:PassRole arn:aws:iam::{account}:role/{prefix}-backups',
    'iam:PassRole arn:aws:iam::{account}:role/{prefix}-schedule',
    'iam:PassRole arn:aws:iam::{account}:role/{prefix}-schedules',
    // By the key's alias.
    'kms:CreateAlias arn:aws:kms:{region}:{account}:alias/{prefix}',
    'kms:CreateGrant arn:aws:kms:{region}:{account}:key/*',
    'kms:Decrypt arn:aws:kms:{region}:{account}:key/*',
    'kms:DeleteAlias arn:aws:kms:{region}:{account}:alias/{prefix}',
    'kms:DescribeKey arn:aws:kms:{region}:{account}:key/*',
    'kms:GenerateDataKey arn:aws:kms:{region}:{account}:key/*',
    'kms:RetireGrant arn:aws:kms:{region}:{account}:key/*',
    'kms:UpdateAlias arn:aws:kms:{region}:{account}:alias/{prefix}',
    // WAF makes these calls for the caller.
    'logs:CreateLogDelivery *',
    'logs:DeleteLogDelivery *',
    'logs:PutResourcePolicy *',
    // By name: the snapshot takes its tags from the database.
    'rds:AddTagsToResource arn:aws:rds:{region}:{account}:snapshot:{prefix}-final-*',
    'rds:CreateDBInstance arn:aws:rds:{region}:{account}:og:default:*',
    'rds:CreateDBSnapshot arn:aws:rds:{region}:{account}:snapshot:{prefix}-final-*',
    'rds:ModifyDBInstance arn:aws:rds:{region}:{account}:og:default:*',
    'rds:RestoreDBInstanceFromDBSnapshot arn:aws:rds:{region}:{account}:og:default:*',
    'rds:RestoreDBInstanceToPointInTime arn:aws:rds:{region}:{account}:og:default:*',
    // By the names of records, and by the VPC of a new zone; Route 53 deletes no zone with records.
    'route53:AssociateVPCWithHostedZone arn:aws:route53:::hostedzone/*',
    'route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/*',
    'route53:ChangeTagsForResource arn:aws:route53:::hostedzone/*',
    'route53:CreateHostedZone *',
    'route53:DeleteHostedZone arn:aws:route53:::hostedzone/*',
    // By the bucket's name.
    's3:CreateBucket arn:aws:s3:::{prefix}-files-*',
    's3:CreateBucket arn:aws:s3:::{prefix}-logs-*',
    's3:DeleteBucket arn:aws:s3:::{prefix}-files-*',
    's3:DeleteBucket arn:aws:s3:::{prefix}-logs-*',
    's3:DeleteBucketPolicy arn:aws:s3:::{prefix}-files-*',
    's3:DeleteBucketPolicy arn:aws:s3:::{prefix}-logs-*',
    's3:DeleteObject arn:aws:s3:::{prefix}-files-*/*',
    's3:DeleteObject arn:aws:s3:::{prefix}-logs-*/*',
    's3:DeleteObjectVersion arn:aws:s3:::{prefix}-files-*/*',
    's3:DeleteObjectVersion arn:aws:s3:::{prefix}-logs-*/*',
    's3:ListBucketVersions arn:aws:s3:::{prefix}-files-*',
    's3:ListBucketVersions arn:aws:s3:::{prefix}-logs-*',
    's3:PutBucketCORS arn:aws:s3:::{prefix}-files-*',
    's3:PutBucketCORS arn:aws:s3:::{prefix}-logs-*',
    's3:PutBucketOwnershipControls arn:aws:s3:::{prefix}-files-*',
    's3:PutBucketOwnershipControls arn:aws:s3:::{prefix}-logs-*',
    's3:PutBucketPolicy arn:aws:s3:::{prefix}-files-*',
    's3:PutBucketPolicy arn:aws:s3:::{prefix}-logs-*',
    's3:PutBucketPublicAccessBlock arn:aws:s3:::{prefix}-files-*',
    's3:PutBucketPublicAccessBlock arn:aws:s3:::{prefix}-logs-*',
    's3:PutBucketTagging arn:aws:s3:::{prefix}-files-*',
    's3:PutBucketTagging arn:aws:s3:::{prefix}-logs-*',
    's3:PutBucketVersioning arn:aws:s3:::{prefix}-files-*',
    's3:PutBucketVersioning arn:aws:s3:::{prefix}-logs-*',
    's3:PutEncryptionConfiguration arn:aws:s3:::{prefix}-files-*',
    's3:PutEncryptionConfiguration arn:aws:s3:::{prefix}-logs-*',
    's3:PutLifecycleConfiguration arn:aws:s3:::{prefix}-files-*',
    's3:PutLifecycleConfiguration arn:aws:s3:::{prefix}-logs-*',
    // By the names of their groups: schedules have no tags.
    'scheduler:CreateSchedule arn:aws:scheduler:{region}:{account}:schedule/{prefix}-schedule*/*',
    'scheduler:DeleteSchedule arn:aws:scheduler:{region}:{account}:schedule/{prefix}-schedule*/*',
    'scheduler:UpdateSchedule arn:aws:scheduler:{region}:{account}:schedule/{prefix}-schedule*/*',
    // By the names that RDS gives; the value is RDS's own.
    'secretsmanager:CreateSecret arn:aws:secretsmanager:{region}:{account}:secret:rds!db-*',
    'secretsmanager:TagResource arn:aws:secretsmanager:{region}:{account}:secret:rds!db-*',
    // AWS supports neither a resource nor a condition for it: any subscription in the region.
    'sns:Unsubscribe *',
    // By the web ACL of the same request, and AWS's own rule groups.
    'wafv2:AssociateWebACL arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/*',
    'wafv2:CreateWebACL arn:aws:wafv2:{region}:{account}:regional/managedruleset/*',
    'wafv2:DisassociateWebACL arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/*',
    'wafv2:UpdateWebACL arn:aws:wafv2:{region}:{account}:regional/managedruleset/*',
  ]);
});

test('Permissions on roles require the tags of the environment and cover no managed policy', () => {
  const iam = grants.filter(
    ({ actions, access, tagged }) =>
      access === 'write' && tagged !== 'never' && actions.some((action) => action.startsWith('iam:')),
  );
  expect(new Set(iam.map(({ resource }) => resource))).toEqual(
    new Set(['arn:aws:iam::{account}:role/{prefix}-*', 'arn:aws:iam::{account}:instance-profile/{prefix}-*']),
  );
  const attaching = /:(Attach|Detach)(Role|User|Group)Policy|:\w*PermissionsBoundary|Policy(Version)?$/;
  const actions = iam.flatMap((grant) => grant.actions).filter((action) => attaching.test(action));
  expect(actions.sort()).toEqual([
    'iam:DeleteRolePolicy',
    'iam:PutRolePermissionsBoundary',
    'iam:PutRolePolicy',
    'iam:UpdateAssumeRolePolicy',
  ]);
});

test('Permissions to create, write and trust roles require the boundary', () => {
  const widening = /^iam:(CreateRole|PutRolePolicy|UpdateAssumeRolePolicy|PutRolePermissionsBoundary)$/;
  const bound = { 'iam:PermissionsBoundary': 'arn:aws:iam::{account}:policy/{prefix}-boundary' };
  const found = grants.filter(({ actions }) => actions.some((action) => widening.test(action)));
  expect(found.map(({ condition }) => condition)).toEqual(found.map(() => ({ StringEquals: bound })));
  expect(found).toHaveLength(3);
});
