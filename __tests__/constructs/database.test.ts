import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { dev } from '../../src/config/environments/dev';
import { changed } from '../support/fixtures/environments';
import { argumentsAt, rulesOf, synth, synthText, waitsFor } from '../support/fixtures/synth';

test('it waits for its subnets, its group and its own settings, and for nothing else', () => {
  expect(waitsFor(synth(dev), 'aws_db_instance.database')).toEqual([
    'aws_db_parameter_group.database_parameter_group',
    'aws_db_subnet_group.database_subnet_group',
    'aws_security_group.database_security_group',
    'aws_subnet.network_private_a',
    'aws_subnet.network_private_c',
    'aws_vpc.network_vpc',
    'terraform_data.database_deployment',
  ]);
});

test('no NAT gateway, load balancer or database waits for another of them', () => {
  const config = synth(dev);
  const slow = ['aws_nat_gateway.network_nat_a', 'aws_lb.load_balancer', 'aws_db_instance.database'];
  for (const address of slow) {
    expect(waitsFor(config, address).filter((other) => slow.includes(other))).toEqual([]);
  }
});

test('PostgreSQL by configuration', () => {
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

test('the final snapshot of two deployments has two names, and of one always the same', () => {
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
])('clients %j are who reaches it', (clients, expected) => {
  const rules = rulesOf(synth(changed({ 'database.clients': clients })), 'ingress');
  expect(rules.filter((rule) => rule.includes('-> database'))).toEqual(expected);
});

test('it opens no connection to anybody', () => {
  expect(rulesOf(synth(dev), 'egress').filter((rule) => rule.startsWith('database'))).toEqual([]);
});

test('sizes and days are those of configuration', () => {
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
