import { dev, prod } from '../support/fixtures/configured';
import { AWS_ACTIONS } from '../../src/roles/aws-actions';
import { changed, everything, plain } from '../support/fixtures/environments';
import { rootVolumeNeverShrinks } from '../support/fixtures/plan-conditions';
import { argumentsAt, type Config, ofType, synth } from '../support/fixtures/synth';

const config = synth(dev);

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** What a role may do without a look at variables, as `action on resource`. */
function allowed({ resource, locals = {} }: Config, parts: string): string[] {
  const policies = resource['aws_iam_role_policy'];
  const { policy } = policies?.[`${parts}_role_permissions`] ?? policies?.[`${parts}_permissions`] ?? {};
  const own = locals[`${parts}_role_statements`] as Statement[] | undefined;
  const statements = own ?? (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
  return statements.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((on) => `${action} on ${on}`)),
  );
}

const logsOf = (parts: string) =>
  AWS_ACTIONS.logGroup.map(
    (action) => `${action} on \${aws_cloudwatch_log_group.${parts}_logs.arn}:log-stream:*`,
  );

test.each(['bastion', 'servers_elk_server', 'servers_jenkins_server'])(
  'Role of %s may only write its own logs',
  (parts) => {
    expect(allowed(config, parts)).toEqual(logsOf(parts));
  },
);

test('Role of an application may also read both database secrets, write that of its user, and pull its image from ECR', () => {
  const parts = 'servers_devloop_server';
  expect(allowed(config, parts)).toEqual([
    ...logsOf(parts),
    'secretsmanager:GetSecretValue on ${aws_secretsmanager_secret.database_application_secret.arn}',
    'secretsmanager:PutSecretValue on ${aws_secretsmanager_secret.database_application_secret.arn}',
    'secretsmanager:GetSecretValue on ${aws_db_instance.database.master_user_secret[0].secret_arn}',
  ]);
  expect(argumentsAt(config, `aws_iam_role_policy.${parts}_role_permissions`)['policy']).toBe(
    '${jsonencode({"Version" = "2012-10-17", "Statement" = concat(local.servers_devloop_server_role_statements, local.pull_statements)})}',
  );
  expect(config.locals?.['pull_statements']).toBe(
    '${flatten([for r in regexall("^(?P<account>[0-9]{12})[.]dkr[.]ecr[.](?P<region>[a-z0-9-]+)[.]amazonaws[.]com/(?P<repository>[^:@]+)", local.app_image_is_valid ? var.app_image : "") : [{"Effect":"Allow","Action":["ecr:GetAuthorizationToken"],"Resource":"*"},{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Resource":"arn:aws:ecr:${r.region}:${r.account}:repository/${r.repository}"}]])}',
  );
});

test('Role of an application outside database.clients may read no secret, and its user data names none', () => {
  const apart = synth(changed({ 'database.clients': ['jenkins-server'] }));
  expect(allowed(apart, 'servers_devloop_server')).toEqual(logsOf('servers_devloop_server'));
  expect(apart.locals?.['servers_devloop_server_script']).not.toMatch(/aws_db_instance|aws_secretsmanager/);
});

test('Role trusts EC2 and has the name of its server, as has the instance profile', () => {
  expect(argumentsAt(config, 'aws_iam_role.servers_elk_server_role')).toEqual({
    name: 'devloop-dev-elk-server',
    assume_role_policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
    tags: { Name: 'devloop-dev-elk-server' },
  });
  expect(argumentsAt(config, 'aws_iam_instance_profile.servers_elk_server_role_profile')).toEqual({
    name: 'devloop-dev-elk-server',
    role: '${aws_iam_role.servers_elk_server_role.name}',
    tags: { Name: 'devloop-dev-elk-server' },
  });
});

test('Plain server has no role and no log group, and ignores changed user data', () => {
  const quiet = synth(changed(plain(1)));
  const server = argumentsAt(quiet, 'aws_instance.servers_elk_server');
  expect(server).not.toHaveProperty('iam_instance_profile');
  expect(server['lifecycle']).toEqual({
    create_before_destroy: true,
    ignore_changes: ['ami', 'key_name', 'user_data'],
    precondition: [rootVolumeNeverShrinks('servers_elk_server', 'elk-server', 16)],
  });
  expect(Object.keys(ofType(quiet, 'aws_cloudwatch_log_group'))).not.toContain('servers_elk_server_logs');
});

test('sessionManager grants Session Manager permissions to every server', () => {
  const sessions = [
    'ssm:UpdateInstanceInformation on arn:aws:ec2:ap-northeast-2:${data.aws_caller_identity.account.account_id}:instance/*',
    ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
      (action) => `ssmmessages:${action} on *`,
    ),
  ];
  const on = synth(everything);
  expect(allowed(on, 'servers_plain_server')).toEqual(sessions);
  for (const parts of ['bastion', 'servers_devloop_server', 'servers_elk_server', 'servers_jenkins_server'])
    expect(allowed(on, parts)).toEqual(expect.arrayContaining(sessions));
  expect(JSON.stringify(config)).not.toContain('ssm:');
});

/** Streams are named by servers, of an instance AWS knows no tag here, and channels have no resource. */
const NARROWEST = [
  /^logs:\w+ on \$\{aws_cloudwatch_log_group\.\w+\.arn\}:log-stream:\*$/,
  // The ARN of a log group as CloudWatch Logs writes it.
  /^logs:DescribeLogStreams on \$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*$/,
  // All objects of a bucket.
  /^s3:\w+(Object|Upload|UploadParts) on \$\{aws_s3_bucket\.\w+\.arn\}\/\*$/,
  /^ssm:UpdateInstanceInformation on arn:aws:ec2:[a-z0-9-]+:\$\{data\.aws_caller_identity\.account\.account_id\}:instance\/\*$/,
  /^ssmmessages:\w+ on \*$/,
  // RDS has one log group for the metrics of all databases of a region.
  /^logs:\w+ on arn:aws:logs:[a-z0-9-]+:\$\{data\.aws_caller_identity\.account\.account_id\}:log-group:RDSOSMetrics:log-stream:\*$/,
  // Images: a registry's login, a group's id, and what a rollout reads.
  /^ecr:GetAuthorizationToken on \*$/,
  /^autoscaling:(Cancel|Start)InstanceRefresh on arn:aws:autoscaling:[a-z0-9-]+:\$\{data\.aws_caller_identity\.account\.account_id\}:autoScalingGroup:\*:autoScalingGroupName\/[a-z-]+$/,
  /^(autoscaling:Describe(AutoScalingGroups|InstanceRefreshes|ScalingActivities)|elasticloadbalancing:DescribeTarget(Groups|Health)) on \*$/,
  // The schedule: instances by their tags, keys by a grant of EC2, and what has the environment's names.
  /^(ec2:(Start|Stop)Instances|kms:CreateGrant) on arn:aws:(ec2|kms):[a-z0-9-]+:\$\{data\.aws_caller_identity\.account\.account_id\}:(instance|key)\/\*$/,
  /^(autoscaling:UpdateAutoScalingGroup|cloudwatch:(Dis|En)ableAlarmActions) on arn:aws:\w+:[a-z0-9-]+:\$\{data\.aws_caller_identity\.account\.account_id\}:(autoScalingGroup:\*:autoScalingGroupName\/|alarm:)devloop-everything-\*$/,
  // AWS Backup: what it reads, and snapshots, whose ids are AWS's or begin with those of AWS Backup.
  /^(ec2:Describe\w+|rds:DescribeDB(Instances|Snapshots)|tag:GetResources|backup:CopyFromBackupVault) on \*$/,
  /^ec2:\w+ on arn:aws:ec2:(\*::snapshot|[a-z0-9-]+:\$\{data\.aws_caller_identity\.account\.account_id\}:volume)\/\*$/,
  /^rds:\w+ on arn:aws:rds:\*:\*:snapshot:awsbackup:\*$/,
  /^(kms|backup):\w+ on arn:aws:\1:\*:\$\{data\.aws_caller_identity\.account\.account_id\}:(key\/|backup-vault:)\*$/,
];

test.each([dev, prod, everything])(
  'Roles of $name use a wildcard only where AWS supports no narrower resource',
  (environment) => {
    const synthesized = synth(environment);
    const roles = Object.keys(ofType(synthesized, 'aws_iam_role')).map((name) => name.replace(/_role$/, ''));
    const wide = roles.flatMap((parts) => allowed(synthesized, parts)).filter((line) => line.includes('*'));
    expect(wide.length).toBeGreaterThan(0);
    expect(wide.filter((line) => !NARROWEST.some((known) => known.test(line)))).toEqual([]);
  },
);

test.each([
  [dev, false],
  [prod, true],
])(
  'Log groups keep logs for 90 days, and in prod longer than their servers, case %$',
  (environment, prevented) => {
    const groups = Object.values(ofType(synth(environment), 'aws_cloudwatch_log_group'));
    expect(groups.map(({ name }) => name)).toEqual(
      ['bastion-server', 'devloop-server', 'elk-server', 'jenkins-server'].map(
        (server) => `/devloop-${environment.name}/${server}`,
      ),
    );
    for (const group of groups)
      expect(group).toMatchObject({
        retention_in_days: 90,
        skip_destroy: prevented,
        lifecycle: { prevent_destroy: prevented },
      });
  },
);

describe('Log groups that outlive their servers', () => {
  const protectedConfig = synth(prod);
  const groups = Object.entries(ofType(protectedConfig, 'aws_cloudwatch_log_group'));
  const names = 'data.aws_cloudwatch_log_groups.kept_logs_known.log_group_names';

  test('are found by the start of their names', () => {
    expect(argumentsAt(protectedConfig, 'data.aws_cloudwatch_log_groups.kept_logs_known')).toEqual({
      log_group_name_prefix: '/devloop-prod/',
    });
  });

  test('are imported when their servers come back', () => {
    expect(protectedConfig.import).toEqual(
      groups.map(([id, { name }]) => ({
        for_each: `\${toset([for name in ${names} : name if name == "${String(name)}"])}`,
        to: `aws_cloudwatch_log_group.${id}`,
        id: '${each.value}',
      })),
    );
  });

  test('are told in each plan', () => {
    const left = `setsubtract(${names}, [${groups.map(([, { name }]) => `"${String(name)}"`).join(', ')}])`;
    expect(protectedConfig.check?.['kept_logs_check']).toEqual({
      assert: [
        {
          condition: `\${length(${left}) == 0}`,
          error_message: `No server writes to \${join(", ", ${left})} any more. They stay, and their events expire with their retention; to delete one: aws logs delete-log-group --log-group-name NAME`,
        },
      ],
    });
  });

  test('are those of environments with deletionProtection alone', () => {
    expect(config).not.toHaveProperty('import');
    expect(config.data).not.toHaveProperty('aws_cloudwatch_log_groups');
  });
});

describe('A changed ssh_public_key', () => {
  const lifecycleOf = (address: string) => argumentsAt(config, `aws_instance.${address}`)['lifecycle'];

  test('is recorded by its hash, which a plan may print', () => {
    expect(argumentsAt(config, 'terraform_data.key_pair_public_key')).toEqual({
      input: '${sha256(trimspace(var.ssh_public_key))}',
      depends_on: ['aws_key_pair.key_pair'],
    });
  });

  test('replaces the bastion and applications, which keep nothing', () => {
    for (const address of ['bastion', 'servers_devloop_server'])
      expect(lifecycleOf(address)).toMatchObject({
        ignore_changes: ['ami', 'key_name'],
        replace_triggered_by: ['terraform_data.key_pair_public_key'],
      });
  });

  test('replaces no server that keeps data, and the plan says which still let the old one in', () => {
    expect(lifecycleOf('servers_elk_server')).toEqual({
      ignore_changes: ['ami', 'key_name', 'user_data'],
      precondition: [rootVolumeNeverShrinks('servers_elk_server', 'elk-server', 16)],
    });
    expect(config.check?.['servers_elk_server_key_check']).toEqual({
      assert: [
        {
          condition: '${aws_instance.servers_elk_server.key_name == aws_key_pair.key_pair.key_name}',
          error_message:
            'elk-server is not replaced when ssh_public_key changes: it still lets in the key that it was made with. To lock that out, remove it from ~/.ssh/authorized_keys there, or: terraform apply -replace=aws_instance.servers_elk_server',
        },
      ],
    });
  });
});

test('UserDataCheck warns of servers that still have their original user data', () => {
  expect(Object.keys(config.check ?? {}).filter((name) => !name.endsWith('gap_check'))).toEqual([
    'servers_elk_server_key_check',
    'servers_elk_server_script_check',
    'servers_jenkins_server_key_check',
    'servers_jenkins_server_script_check',
  ]);
  expect(config.check?.['servers_jenkins_server_script_check']).toEqual({
    assert: [
      {
        condition:
          '${aws_instance.servers_jenkins_server.user_data == sha1(local.servers_jenkins_server_script)}',
        error_message:
          'jenkins-server is not replaced when its script changes: it still has the one that it was made with. To give it the new one: terraform apply -replace=aws_instance.servers_jenkins_server',
      },
    ],
  });
});

test('User data of an application contains its image, its database and its log destinations', () => {
  const script = String(config.locals?.['servers_devloop_server_script']);
  for (const line of [
    "IMAGE='${var.app_image}'",
    "PORT='8080'",
    "DATABASE_SECRET='${aws_secretsmanager_secret.database_application_secret.arn}'",
    "DATABASE_USER='application'",
    "MASTER_SECRET='${aws_db_instance.database.master_user_secret[0].secret_arn}'",
    "DATABASE_URL='jdbc:mysql://${aws_db_instance.database.endpoint}/devloop?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreUrl=file:/run/database/ca.jks'",
    "URL_NAME='SPRING_DATASOURCE_URL'",
    "ELK_ADDRESS='elk.dev.devloop.internal'",
    "LOG_GROUP='${aws_cloudwatch_log_group.servers_devloop_server_logs.name}'",
  ])
    expect(script).toContain(line);
  const other = String(synth(everything).locals?.['servers_devloop_server_script']);
  expect(other).toContain("URL_NAME='DATABASE_URL'");
  expect(other).toContain("USERNAME_NAME='SPRING_DATASOURCE_USERNAME'");
  expect(other).toContain(
    "DATABASE_URL='jdbc:postgresql://${aws_db_instance.database.endpoint}/devloop?sslmode=verify-full&sslrootcert=/run/database/ca.pem'",
  );
});
