import type { EmulatedAccount } from '../../src/emulator/account';
import type { EnvironmentInput } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { stateBackends } from '../../src/config/state';
import { describeWith } from '../support/processes/describe-with';
import { accountWithProvider } from '../support/aws/own-account';
import { Variant } from '../support/fixtures/planned-changes';
import { ServerReader } from '../support/aws/server-reader';

const [application, elk, jenkins] = dev.servers as [
  EnvironmentInput['servers'][number],
  EnvironmentInput['servers'][number],
  EnvironmentInput['servers'][number],
];

const scaling = { ...application, zones: ['a', 'c'], autoScaling: { min: 2, max: 4, targetCpu: 60 } };
const counted = { ...application, zones: ['a', 'c'], count: 2 };

/** dev without its database, for which everything else would wait. */
const environment = (
  scale: EnvironmentInput['servers'][number],
  more: Partial<EnvironmentInput> = {},
): EnvironmentInput => ({
  ...dev,
  state: stateBackends.local,
  database: undefined,
  servers: [scale, elk, jenkins],
  ...more,
});

const REPOSITORY = 'arn:aws:ecr:ap-northeast-2:123456789012:repository/devloop';
const NEWER = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:1.0.1';

describeWith(['terraform', 'python'], 'Servers on the AWS emulator', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let aws: ServerReader;
  let first: Variant;

  const variant = (name: string, input: EnvironmentInput, image?: string) =>
    new Variant(account, name, input, image === undefined ? {} : { TF_VAR_app_image: image });

  beforeAll(async () => {
    account = await accountWithProvider();
    aws = new ServerReader(account);
    first = variant('first', environment(scaling, { sessionManager: true }));
    await first.plan();
    await first.apply();
  });

  afterAll(() => account?.stop());

  test('have an empty second plan without warnings', async () => {
    expect(await first.plan()).toEqual([]);
    expect(first.output).not.toContain('Warning');
  });

  test('may access exactly their log group, their repository and their sessions', async () => {
    const logs = (name: string) =>
      ['logs:CreateLogStream', 'logs:PutLogEvents'].map(
        (action) =>
          `${action} on arn:aws:logs:ap-northeast-2:123456789012:log-group:/devloop-dev/${name}:log-stream:*`,
      );
    const sessions = [
      'ssm:UpdateInstanceInformation on arn:aws:ec2:ap-northeast-2:123456789012:instance/*',
      ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
        (action) => `ssmmessages:${action} on *`,
      ),
    ];
    for (const name of ['bastion-server', 'elk-server', 'jenkins-server'])
      expect(await aws.permissions(`devloop-dev-${name}`)).toEqual([...logs(name), ...sessions]);
    expect(await aws.permissions('devloop-dev-devloop-server')).toEqual([
      ...logs('devloop-server'),
      ...sessions,
      'ecr:GetAuthorizationToken on *',
      `ecr:BatchGetImage on ${REPOSITORY}`,
      `ecr:GetDownloadUrlForLayer on ${REPOSITORY}`,
    ]);
  });

  test.each([
    ['devloop-server', 'ecr:BatchGetImage', REPOSITORY, true],
    ['devloop-server', 'ecr:BatchGetImage', `${REPOSITORY}-other`, false],
    ['devloop-server', 'ecr:PutImage', REPOSITORY, false],
    ['jenkins-server', 'ecr:BatchGetImage', REPOSITORY, false],
    ['jenkins-server', 'logs:PutLogEvents', logStream('jenkins-server'), true],
    ['jenkins-server', 'logs:PutLogEvents', logStream('elk-server'), false],
    ['elk-server', 'secretsmanager:GetSecretValue', '*', false],
  ])('allow the role of %s the action %s on %s: %s', async (name, action, resource, expected) => {
    expect(await aws.may(`devloop-dev-${name}`, action, resource)).toBe(expected);
  });

  test('include a healthy, tagged Auto Scaling group registered with the target group', async () => {
    const { servers, ...group } = await aws.group();
    expect(group).toEqual({
      count: 1,
      sizes: [2, 2, 4],
      health: ['InService Healthy', 'InService Healthy'],
      check: 'ELB',
      tags: { Name: 'devloop-server', Project: 'devloop', Environment: 'dev', ManagedBy: 'cdktf' },
      template: '1',
      target: 60,
      refreshes: 0,
    });
    expect(await aws.targets()).toEqual([...servers].sort());
    expect((await aws.servers('devloop-server')).sort()).toEqual([...servers].sort());
  });

  test('change only the launch template and refresh the group for a new image', async () => {
    const newer = variant('image', environment(scaling, { sessionManager: true }), NEWER);
    expect(await newer.plan()).toEqual([
      'update aws_autoscaling_group.servers_devloop_server',
      'update aws_launch_template.servers_devloop_server_launch_template',
    ]);
    await newer.apply();
    expect(await aws.group()).toMatchObject({ template: '2', refreshes: 1 });
    expect(await newer.plan()).toEqual([]);
  });

  test('the image of now, where somebody asks for it: a new template and a refresh', async () => {
    const newer = variant('image', environment(scaling, { sessionManager: true }), NEWER);
    expect(await newer.plan('-replace=terraform_data.servers_devloop_server_image')).toEqual([
      'delete-create terraform_data.servers_devloop_server_image',
      'update aws_autoscaling_group.servers_devloop_server',
      'update aws_launch_template.servers_devloop_server_launch_template',
    ]);
    await newer.apply();
    expect(await newer.plan()).toEqual([]);
  });

  test('what the group launched carries every default tag, its volumes and interfaces too', async () => {
    const tags = { Name: 'devloop-server', Project: 'devloop', Environment: 'dev', ManagedBy: 'cdktf' };
    expect(await aws.tagsOfGroup()).toEqual({ instance: tags, volume: tags, 'network-interface': tags });
  });

  test('are not replaced by changed user data when they keep data, and the plan names them', async () => {
    const edited = variant('script', environment(scaling, { sessionManager: true }), NEWER);
    edited.edit((text) =>
      text
        .replace('data-volume.service docker.service', 'docker.service data-volume.service')
        .replaceAll('[commands]', '# by hand\\n      [commands]'),
    );
    const plan = await edited.plan();
    expect(plan.filter((line) => /elk_server|jenkins_server/.test(line))).toEqual([]);
    expect(plan).toContain('update aws_launch_template.servers_devloop_server_launch_template');
    const told = edited.output.replace(/[\s│]+/g, ' ');
    for (const name of ['elk', 'jenkins'])
      expect(told).toContain(
        `${name}-server is not replaced when its script changes: it still has the one that it was made with. To give it the new one: terraform apply -replace=aws_instance.servers_${name}_server`,
      );
  });

  test('change from an Auto Scaling group to a count without changing other servers', async () => {
    const now = variant('count', environment(counted), NEWER);
    const roles = ['bastion', 'servers_devloop_server', 'servers_elk_server', 'servers_jenkins_server'];
    expect(await now.plan()).toEqual(
      [
        ...['a_1', 'c_1'].flatMap((key) => [
          `create aws_instance.servers_devloop_server_${key}`,
          `create aws_lb_target_group_attachment.load_balancer_target_devloop_server_${key}`,
        ]),
        'delete aws_autoscaling_attachment.load_balancer_target_devloop_server',
        'delete aws_autoscaling_group.servers_devloop_server',
        'delete aws_autoscaling_policy.servers_devloop_server_cpu',
        'delete aws_launch_template.servers_devloop_server_launch_template',
        'delete terraform_data.servers_devloop_server_image',
        // Session Manager is switched off at the same time.
        ...roles.map((role) => `update aws_iam_role_policy.${role}_role_permissions`),
      ].sort(),
    );
    await now.apply();
    expect(await aws.group()).toMatchObject({ count: 0 });
    expect(await aws.targets()).toHaveLength(2);
    expect(await now.plan()).toEqual([]);
  });

  test('register each new server before they destroy the one it replaces', async () => {
    const old = await aws.targets();
    const next = variant('rollout', environment(counted), `${NEWER}-rc1`);
    expect(await next.plan()).toEqual(
      ['a_1', 'c_1']
        .flatMap((key) => [
          `create-delete aws_instance.servers_devloop_server_${key}`,
          `create-delete aws_lb_target_group_attachment.load_balancer_target_devloop_server_${key}`,
        ])
        .sort(),
    );
    const done = await next.apply();
    const registered = done.flatMap((line, at) => (/^create aws_lb_target/.test(line) ? [at] : []));
    const gone = done.flatMap((line, at) => (/^delete aws_instance/.test(line) ? [at] : []));
    expect([registered.length, gone.length]).toEqual([2, 2]);
    expect(await aws.targets()).toHaveLength(2);
    expect((await aws.targets()).filter((id) => old.includes(id))).toEqual([]);
    for (const key of ['a_1', 'c_1']) {
      const at = (action: string, type: string) =>
        done.findIndex((line) => line.startsWith(`${action} ${type}.`) && line.endsWith(key));
      expect(at('create', 'aws_lb_target_group_attachment')).toBeLessThan(
        at('delete', 'aws_lb_target_group_attachment'),
      );
      expect(at('delete', 'aws_lb_target_group_attachment')).toBeLessThan(at('delete', 'aws_instance'));
    }
  });

  test('keep their data volume when replaced', async () => {
    const before = await aws.volume('jenkins-server-data');
    const [server] = await aws.servers('jenkins-server');
    expect(before).toMatchObject({
      count: 1,
      what: '20 GiB gp3 encrypted in ap-northeast-2a',
      attached: `${server} /dev/sdf`,
    });
    const now = variant('rollout', environment(counted), `${NEWER}-rc1`);
    expect(await now.plan('-replace=aws_instance.servers_jenkins_server')).toEqual([
      'delete-create aws_instance.servers_jenkins_server',
      'delete-create aws_volume_attachment.data_volumes_jenkins_server_data_attachment',
    ]);
    await now.apply();
    const [successor] = await aws.servers('jenkins-server');
    expect(successor).not.toBe(server);
    expect(await aws.volume('jenkins-server-data')).toEqual({
      ...before,
      attached: `${successor} /dev/sdf`,
    });
    expect(await now.plan()).toEqual([]);
  });

  test('grow a data volume in place and reject a smaller size at plan time', async () => {
    const sized = (size: number) =>
      environment(counted, { servers: [counted, elk, { ...jenkins, dataVolume: { size } }] });
    const larger = variant('larger', sized(30), `${NEWER}-rc1`);
    expect(await larger.plan()).toEqual(['update aws_ebs_volume.data_volumes_jenkins_server_data']);
    await larger.apply();
    expect((await aws.volume('jenkins-server-data')).what).toContain('30 GiB');
    const refusal = await variant('smaller', sized(20), `${NEWER}-rc1`)
      .plan()
      .catch((error: unknown) => error);
    expect(String(refusal).replace(/[\s│]+/g, ' ')).toContain(
      'dataVolume jenkins-server-data: 20 is smaller than the 30 GiB that it has; accepted: that or more, since a volume never shrinks.',
    );
  });
});

function logStream(name: string): string {
  return `arn:aws:logs:ap-northeast-2:123456789012:log-group:/devloop-dev/${name}:log-stream:ip-10-0-0-1/x`;
}
