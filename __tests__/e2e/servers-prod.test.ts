import type { EmulatedAccount } from '../../src/emulator/account';
import type { EnvironmentInput } from '../../src/config';
import { prod } from '../../src/config/environments/prod';
import { stateBackends } from '../../src/config/state';
import { prod as former } from '../config/migration/prod';
import { AwsReader } from '../support/aws/aws-reader';
import { expectRecorded } from '../support/aws/deployed';
import { describeWith } from '../support/processes/describe-with';
import { accountWithProvider } from '../support/aws/own-account';
import { Variant } from '../support/fixtures/planned-changes';
import { ServerReader } from '../support/aws/server-reader';

const withLocalState = (input: EnvironmentInput): EnvironmentInput => ({
  ...input,
  state: stateBackends.local,
});

const LOGS = 'arn:aws:logs:ap-northeast-2:123456789012:log-group:/devloop-prod';

describeWith(['terraform', 'python'], 'Servers of prod on the AWS emulator', () => {
  // Two applies with a database, and a destroy.
  jest.setTimeout(1_200_000);

  let account: EmulatedAccount;
  let aws: ServerReader;
  let deployed: Variant;
  let changes: string[];
  beforeAll(async () => {
    account = await accountWithProvider();
    aws = new ServerReader(account);
    const before = new Variant(account, 'prod-before', withLocalState(former));
    await before.plan();
    await before.apply();
    deployed = new Variant(account, 'prod', withLocalState(prod));
    changes = await deployed.plan();
    await deployed.apply();
  });
  afterAll(() => account?.stop());

  test('stay where a deployment of before gets the switches of prod: nothing that holds data is replaced', () => {
    expect(changes.filter((change) => !change.startsWith('create '))).toEqual([
      'delete aws_kms_key.alarm_topic_key',
      'update aws_autoscaling_group.servers_devloop_server',
      'update aws_cloudwatch_log_group.bastion_logs',
      'update aws_cloudwatch_log_group.servers_devloop_server_logs',
      'update aws_cloudwatch_log_group.servers_elk_server_logs',
      'update aws_cloudwatch_log_group.servers_jenkins_server_logs',
      'update aws_db_instance.database',
      'update aws_db_parameter_group.database_parameter_group',
      'update aws_launch_template.servers_devloop_server_launch_template',
      'update aws_lb.load_balancer',
      'update aws_secretsmanager_secret.database_application_secret',
      'update aws_sns_topic.alarm_topic',
    ]);
  });

  test('have the recorded names that the automation grants are tested against', async () => {
    await expectRecorded('prod', deployed.terraform);
  });

  test('have an empty second plan', async () => {
    expect(await deployed.plan()).toEqual([]);
  });

  test('may write only their own logs; the application may also read its secrets and pull its image', async () => {
    const reader = new AwsReader(account);
    const { secret = '' } = await reader.database();
    const own = await reader.secret('devloop-prod/application');
    const logs = (name: string) =>
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map(
        (action) => `${action} on ${LOGS}/${name}:log-stream:*`,
      );
    for (const name of ['bastion-server', 'elk-server', 'jenkins-server'])
      expect(await aws.permissions(`devloop-prod-${name}`)).toEqual(logs(name));
    expect(await aws.permissions('devloop-prod-devloop-server')).toContain(
      `secretsmanager:GetSecretValue on ${secret}`,
    );
    const mayRead = (role: string, of: string) =>
      aws.may(`devloop-prod-${role}`, 'secretsmanager:GetSecretValue', of);
    for (const arn of [own, secret]) expect(await mayRead('devloop-server', arn)).toBe(true);
    expect(await mayRead('devloop-server', secret.replace('rds!', 'other!'))).toBe(false);
    expect(await mayRead('jenkins-server', secret)).toBe(false);
  });

  test('receive requests in an Auto Scaling group of two, with at most four instances', async () => {
    const { servers, sizes, check, health } = await aws.group();
    expect({ sizes, check, health }).toEqual({
      sizes: [2, 2, 4],
      check: 'ELB',
      health: ['InService Healthy', 'InService Healthy'],
    });
    expect(await aws.targets()).toEqual([...servers].sort());
  });

  test('keep their data volume when replaced, and Terraform does not destroy it', async () => {
    const before = await aws.volume('elk-server-data');
    const [server] = await aws.servers('elk-server');
    expect(before).toMatchObject({
      count: 1,
      what: '50 GiB gp3 encrypted in ap-northeast-2c',
      attached: `${server} /dev/sdf`,
    });
    await deployed.plan('-replace=aws_instance.servers_elk_server');
    await deployed.apply();
    const [successor] = await aws.servers('elk-server');
    expect(successor).not.toBe(server);
    expect(await aws.volume('elk-server-data')).toEqual({ ...before, attached: `${successor} /dev/sdf` });
    expect(await deployed.plan()).toEqual([]);
    await expect(deployed.plan('-replace=aws_ebs_volume.data_volumes_elk_server_data')).rejects.toThrow(
      /aws_ebs_volume\.data_volumes_elk_server_data\s+has\s+lifecycle\.prevent_destroy\s+set/,
    );
  });

  test('are gone after a destroy, once deletion protection is off', async () => {
    const unprotected = new Variant(
      account,
      'prod-unprotected',
      withLocalState({ ...prod, deletionProtection: false }),
    );
    await unprotected.plan();
    await unprotected.apply();
    await unprotected.terraform.run(['destroy', '-input=false', '-auto-approve', '-no-color']);
    expect(await unprotected.terraform.resources()).toEqual([]);
  });
});
