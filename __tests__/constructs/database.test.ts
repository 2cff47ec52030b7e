import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { dev } from '../support/fixtures/configured';
import { changed, type Changes } from '../support/fixtures/environments';
import { databaseKeepsItsOrigin } from '../support/fixtures/plan-conditions';
import { argumentsAt, rulesOf, synth, synthText, waitsFor } from '../support/fixtures/synth';

test('Database depends only on its subnets, its security group and its own settings', () => {
  expect(waitsFor(synth(dev), 'aws_db_instance.database')).toEqual([
    'aws_db_parameter_group.database_parameter_group',
    'aws_db_subnet_group.database_subnet_group',
    'aws_security_group.database_security_group',
    'aws_subnet.network_private_a',
    'aws_subnet.network_private_c',
    'aws_vpc.network_vpc',
    'data.aws_db_instance.database_deployed',
    'data.aws_db_instances.database_known',
    'data.aws_db_subnet_group.database_subnet_group_deployed',
    'data.aws_subnet.network_deployed',
    'data.aws_subnets.network_known',
    'terraform_data.database_deployment',
  ]);
});

test('Database keeps the deployed subnets that it is in', () => {
  const { lifecycle } = argumentsAt(synth(dev), 'aws_db_subnet_group.database_subnet_group');
  const isIn =
    'contains(flatten([for group in data.aws_db_subnet_group.database_subnet_group_deployed : tolist(group.subnet_ids)]), subnet.id)';
  const isUsed =
    'anytrue([for database in data.aws_db_instance.database_deployed : database.multi_az || database.availability_zone == subnet.availability_zone])';
  const named = 'format("%s %s", lookup(subnet.tags, "Name", ""), subnet.cidr_block)';
  const stays = `contains(["devloop-private-a 10.0.16.0/24", "devloop-private-c 10.0.18.0/24"], ${named})`;
  const leaving = `[for subnet in data.aws_subnet.network_deployed : ${named} if ${isIn} && ${isUsed} && !${stays}]`;
  expect(lifecycle).toEqual({
    create_before_destroy: true,
    precondition: [
      {
        condition: `\${length(${leaving}) == 0}`,
        error_message: `database: devloop-dev is in \${join(", ", ${leaving})}, which its private subnets no longer include; accepted: its tier, zones and CIDR blocks as they are, since AWS moves no database within its VPC. In two steps: apply without database, then with it and restore (docs/database.md, "Other subnets").`,
      },
    ],
  });
});

test('NAT gateway, load balancer and database do not depend on each other', () => {
  const config = synth(dev);
  const slow = ['aws_nat_gateway.network_nat_a', 'aws_lb.load_balancer', 'aws_db_instance.database'];
  for (const address of slow) {
    expect(waitsFor(config, address).filter((other) => slow.includes(other))).toEqual([]);
  }
});

test('Database configures PostgreSQL', () => {
  const input = changed({ 'database.engine': 'postgres', 'database.version': '17' });
  const stack = synthText(input);
  expect(stack).toHaveResourceWithProperties(DbInstance, {
    engine: 'postgres',
    engine_version: '17',
    port: 5432,
    manage_master_user_password: true,
  });
  expect(stack).toHaveResourceWithProperties(DbParameterGroup, {
    family: 'postgres17',
    parameter: [{ name: 'rds.force_ssl', value: '1' }],
  });
  expect(rulesOf(synth(input), 'ingress')).toContain('devloop-server -> database tcp 5432');
});

test('Database gives the final snapshot one name per deployment', () => {
  const { final_snapshot_identifier: name } = argumentsAt(synth(dev), 'aws_db_instance.database');
  expect(name).toBe('devloop-dev-final-${terraform_data.database_deployment.id}');
  expect(argumentsAt(synth(dev), 'terraform_data.database_deployment')).toEqual({});
});

test.each([
  [['devloop-server'], ['devloop-server -> database tcp 3306']],
  [
    ['jenkins-server', 'elk-server'],
    ['elk-server -> database tcp 3306', 'jenkins-server -> database tcp 3306'],
  ],
  [[], []],
])('Database admits only the clients %j', (clients, expected) => {
  const rules = rulesOf(synth(changed({ 'database.clients': clients })), 'ingress');
  expect(rules.filter((rule) => rule.includes('-> database'))).toEqual(expected);
});

test('Database has no egress rule', () => {
  expect(rulesOf(synth(dev), 'egress').filter((rule) => rule.startsWith('database'))).toEqual([]);
});

test('Database takes sizes and backup retention from configuration', () => {
  const input = changed({
    'database.allocatedStorage': 50,
    'database.maxAllocatedStorage': 500,
    'database.backupRetentionDays': 35,
    'database.instanceClass': 'db.r7g.large',
  });
  expect(synthText(input)).toHaveResourceWithProperties(DbInstance, {
    allocated_storage: 50,
    max_allocated_storage: 500,
    backup_retention_period: 35,
    instance_class: 'db.r7g.large',
  });
});

const databaseWith = (changes: Changes) => argumentsAt(synth(changed(changes)), 'aws_db_instance.database');

const insecure = { 'loadBalancer.insecure': true };

describe('Changes of a database', () => {
  test.each<[boolean, Changes]>([
    [true, { deletionProtection: false }],
    [false, { deletionProtection: true, ...insecure }],
    [true, { deletionProtection: true, ...insecure, 'database.applyImmediately': true }],
    [false, { deletionProtection: false, 'database.applyImmediately': false }],
  ])('apply immediately: %s with %j', (expected, changes) => {
    expect(databaseWith(changes)['apply_immediately']).toBe(expected);
    expect(Object.keys(synth(changed(changes)).check ?? {}).includes('database_pending_check')).toBe(
      !expected,
    );
  });

  test('that wait are told at the end of the apply', () => {
    const { check } = synth(changed({ 'database.applyImmediately': false, 'database.multiAz': true }));
    expect(check?.['database_pending_check']).toEqual({
      assert: [
        {
          condition:
            '${aws_db_instance.database.instance_class == "db.t3.micro" && aws_db_instance.database.multi_az == true && startswith("${aws_db_instance.database.engine_version_actual}.", "8.4.")}',
          error_message:
            'database changes in its maintenance window, ${aws_db_instance.database.maintenance_window} UTC, not now. To change it now: database.applyImmediately: true',
        },
      ],
    });
  });

  test('of the major version are allowed where configuration says so', () => {
    expect(databaseWith({})['allow_major_version_upgrade']).toBe(false);
    expect(databaseWith({ 'database.allowMajorVersionUpgrade': true })['allow_major_version_upgrade']).toBe(
      true,
    );
  });
});

describe('Extended Support', () => {
  const enrolled = (changes: Changes) => databaseWith(changes)['engine_lifecycle_support'];

  test('is off unless accepted', () => {
    expect(enrolled({})).toBe('open-source-rds-extended-support-disabled');
    expect(enrolled({ 'database.version': '8.0', 'database.extendedSupport': true })).toBe(
      'open-source-rds-extended-support',
    );
  });
});

describe('A restored database', () => {
  const created = (restore?: object) => {
    const { db_name, username, snapshot_identifier, restore_to_point_in_time, lifecycle } = databaseWith({
      'database.restore': restore,
    });
    return { db_name, username, snapshot_identifier, restore_to_point_in_time, lifecycle };
  };
  const lifecycleWith = (origin: Readonly<Record<string, string>>) => ({
    prevent_destroy: false,
    ignore_changes: ['snapshot_identifier', 'restore_to_point_in_time', 'engine_lifecycle_support'],
    precondition: [databaseKeepsItsOrigin('devloop-dev', origin)],
  });
  const arn = 'arn:aws:rds:ap-northeast-2:123456789012:auto-backup:ab-abcdefghijklmnop';

  test.each([
    [{ from: 'snapshot', snapshot: 'dev-final-1' }, { snapshot_identifier: 'dev-final-1' }],
    [
      { from: 'point-in-time', source: 'devloop-dev-old' },
      {
        restore_to_point_in_time: {
          source_db_instance_identifier: 'devloop-dev-old',
          use_latest_restorable_time: true,
        },
      },
    ],
    [
      { from: 'point-in-time', source: arn, time: '2026-11-27T09:30:00Z' },
      {
        restore_to_point_in_time: {
          source_db_instance_automated_backups_arn: arn,
          restore_time: '2026-11-27T09:30:00Z',
        },
      },
    ],
  ])('comes from %j, with the name and the master user of then', (restore, expected) => {
    expect(created(restore)).toEqual({ ...expected, lifecycle: lifecycleWith({ engine: 'mysql' }) });
  });

  test('is not what is made without', () => {
    expect(created()).toEqual({
      db_name: 'devloop',
      username: 'dbadmin',
      lifecycle: lifecycleWith({ engine: 'mysql', db_name: 'devloop', master_username: 'dbadmin' }),
    });
  });
});
