import { randomUUID } from 'node:crypto';
import { DescribeAddressesCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateDBInstanceCommand,
  CreateDBSubnetGroupCommand,
  DeleteDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { EmulatedAccount } from '../../src/emulator/account';
import type { EnvironmentInput } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { stateBackends } from '../../src/config/state';
import { clientOf, accountWithProvider } from '../support/aws/own-account';
import { type Changes, changed } from '../support/fixtures/environments';
import { ServerReader } from '../support/aws/server-reader';
import { Variant } from '../support/fixtures/planned-changes';
import { describeWith } from '../support/processes/describe-with';

/** dev without its database, for which everything else would wait. */
const base: EnvironmentInput = { ...dev, state: stateBackends.local, database: undefined };

describeWith(['terraform', 'python'], 'Changes of a deployed environment', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  const variant = (name: string, changes: Changes) => new Variant(account, name, changed(changes, base));

  const refusal = async (name: string, changes: Changes): Promise<string> => {
    const error: unknown = await variant(name, changes)
      .plan()
      .catch((reason: unknown) => reason);
    return String(error).replace(/[\s│]+/g, ' ');
  };

  beforeAll(async () => {
    account = await accountWithProvider();
    const first = variant('first', { 'network.zones': ['a', 'b', 'c'] });
    await first.plan();
    await first.apply();
  });

  afterAll(() => account?.stop());

  test('have an empty second plan', async () => {
    expect(await variant('first', { 'network.zones': ['a', 'b', 'c'] }).plan()).toEqual([]);
  });

  test('keep a target registered while a single application server is replaced', async () => {
    const aws = new ServerReader(account);
    const input = changed({ 'network.zones': ['a', 'b', 'c'] }, base);
    const image = '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:1.0.1';
    for (const variables of [{ TF_VAR_app_image: image }, {}]) {
      const next = new Variant(account, 'image', input, variables);
      const [old] = await aws.targets();
      expect((await next.plan()).filter((line) => line.includes('-'))).toEqual([
        'create-delete aws_instance.servers_devloop_server',
        'create-delete aws_lb_target_group_attachment.load_balancer_target_devloop_server',
      ]);
      const told = next.output.replace(/[\s│]+/g, ' ');
      expect(told).toContain(
        'devloop-server does not answer for minutes while this apply changes its servers',
      );
      expect(told).not.toContain('jenkins-server does not answer');
      let applied = false;
      const apply = next.apply().finally(() => (applied = true));
      const registered: number[] = [];
      while (!applied) {
        registered.push((await aws.targets()).length);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect((await apply).filter((line) => /aws_(instance|lb_target)/.test(line))).toEqual([
        'create aws_instance.servers_devloop_server',
        'create aws_lb_target_group_attachment.load_balancer_target_devloop_server',
        'delete aws_lb_target_group_attachment.load_balancer_target_devloop_server',
        'delete aws_instance.servers_devloop_server',
      ]);
      expect(Math.min(...registered)).toBe(1);
      expect(await aws.targets()).toEqual([expect.not.stringMatching(`^${old}$`)]);
      expect(await next.plan()).toEqual([]);
      expect(next.output).not.toContain('Warning');
    }
  });

  test.each<[string, Changes, string[], string[]]>([
    [
      'replaced',
      {},
      ['-replace=aws_instance.servers_elk_server'],
      ['update aws_route53_record.private_dns_elk'],
    ],
    [
      'in another subnet',
      { 'network.subnetCidrs': { private: { c: '10.0.118.0/24' } } },
      [],
      ['update aws_route53_record.private_dns_elk'],
    ],
    [
      'removed',
      { servers: [dev.servers[0], dev.servers[2]] },
      [],
      ['delete aws_route53_record.private_dns_elk', 'delete aws_route53_zone.private_dns'],
    ],
  ])('change no application where the elk server is %s', async (name, changes, options, records) => {
    const next = variant(`elk-${name}`, { 'network.zones': ['a', 'b', 'c'], ...changes });
    const plan = await next.plan(...options);
    expect(plan.filter((line) => line.includes('aws_instance.servers_devloop_server'))).toEqual([]);
    expect(plan.filter((line) => line.includes('route53'))).toEqual(records);
  });

  test.each([
    ['another instance type', { 'servers.2.instanceType': 't2.large' }, 'update'],
    ['a type of another architecture', { 'servers.2.instanceType': 't4g.medium' }, 'delete-create'],
  ])('warn that a server with a data volume does not answer with %s', async (name, changes, action) => {
    const next = variant(name.replaceAll(' ', '-'), { 'network.zones': ['a', 'b', 'c'], ...changes });
    expect(await next.plan()).toContain(`${action} aws_instance.servers_jenkins_server`);
    expect(next.output.replace(/[\s│]+/g, ' ')).toContain(
      'jenkins-server does not answer for minutes while this apply changes its servers',
    );
  });

  test('refuse a smaller root volume', async () => {
    const larger = variant('root-larger', { 'network.zones': ['a', 'b', 'c'], 'bastion.volumeSize': 10 });
    expect(await larger.plan()).toEqual(['update aws_instance.bastion']);
    await larger.apply();
    expect(await refusal('root', { 'network.zones': ['a', 'b', 'c'] })).toContain(
      'bastion-server: volumeSize 8 is smaller than the 10 GiB of its root volume; accepted: that or more, since a volume never shrinks.',
    );
  });

  test('refuse a CIDR block that overlaps a deployed subnet', async () => {
    const zones = { 'network.zones': ['a', 'b', 'c'], 'bastion.volumeSize': 10 };
    expect(
      await refusal('overlap', { ...zones, 'network.subnetCidrs': { private: { c: '10.0.18.0/25' } } }),
    ).toContain('network.subnetCidrs.private.c: 10.0.18.0/25 overlaps 10.0.18.0/24, which the VPC still has');
    expect(
      await refusal('taken', {
        'network.zones': ['a', 'c'],
        'bastion.volumeSize': 10,
        'network.subnetCidrs': { private: { c: '10.0.1.0/24' } },
      }),
    ).toContain('network.subnetCidrs.private.c: 10.0.1.0/24 overlaps 10.0.1.0/24, which the VPC still has');
  });

  test.each([
    ['zone', 'jenkins-server', {}],
    ['renamed-zone', 'ci-server', { 'servers.2.name': 'ci-server', 'servers.2.formerly': 'jenkins-server' }],
  ])('refuse to move a data volume to another zone: %s', async (name, server, names) => {
    expect(
      await refusal(name, {
        'network.zones': ['a', 'b', 'c'],
        'bastion.volumeSize': 10,
        'servers.2.zones': ['c'],
        ...names,
      }),
    ).toContain(
      `dataVolume ${server}-data: is in ap-northeast-2a, and in ap-northeast-2c it would be a new, empty volume`,
    );
  });

  test('refuse to move the database to other subnets, or to change what it was created with', async () => {
    const rds = new RDSClient(clientOf(account));
    const Filters = [{ Name: 'tag:Name', Values: ['devloop-private-*'] }];
    const { Subnets = [] } = await new EC2Client(clientOf(account)).send(
      new DescribeSubnetsCommand({ Filters }),
    );
    const SubnetIds = Subnets.flatMap(({ SubnetId = '' }) => SubnetId);
    const group = { DBSubnetGroupName: 'devloop-dev-1', DBSubnetGroupDescription: 'private' };
    await rds.send(new CreateDBSubnetGroupCommand({ ...group, SubnetIds }));
    const { DBSubnetGroupName } = group;
    const own = { DBInstanceIdentifier: 'devloop-dev', Engine: 'mysql', DBInstanceClass: 'db.t3.micro' };
    const access = {
      DBName: 'devloop',
      MasterUsername: 'dbadmin',
      MasterUserPassword: randomUUID(),
      AllocatedStorage: 20,
    };
    await rds.send(new CreateDBInstanceCommand({ ...own, ...access, DBSubnetGroupName }));
    const deployed = { 'network.zones': ['a', 'b', 'c'], 'bastion.volumeSize': 10 };
    const having = (changes: object) => ({ ...deployed, database: { ...dev.database, ...changes } });
    expect(await refusal('isolated', having({ tier: 'isolated' }))).toContain(
      'database: devloop-dev is in devloop-private-a 10.0.16.0/24, which its isolated subnets no longer include',
    );
    expect(await refusal('renamed', having({ databaseName: 'shop', username: 'owner' }))).toContain(
      'database: devloop-dev has mysql, devloop, dbadmin, and AWS changes neither engine, nor databaseName, nor username (mysql, shop, owner); accepted: those that it has.',
    );
    expect(await variant('private', having({ tier: 'private' })).plan()).toContain(
      'create aws_db_subnet_group.database_subnet_group',
    );
    await rds.send(
      new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'devloop-dev', SkipFinalSnapshot: true }),
    );
  });

  test('take subnets from the load balancer before they go', async () => {
    const fewer = variant('fewer', { 'bastion.volumeSize': 10 });
    const plan = await fewer.plan();
    expect(plan).toContain('update aws_lb.load_balancer');
    const done = await fewer.apply();
    expect(done.indexOf('update aws_lb.load_balancer')).toBeLessThan(
      done.indexOf('delete aws_subnet.network_public_b'),
    );
    expect(await variant('fewer', { 'bastion.volumeSize': 10 }).plan()).toEqual([]);
  });

  test('replace a public subnet that the load balancer holds', async () => {
    const own = { 'bastion.volumeSize': 10, 'network.subnetCidrs': { public: { c: '10.0.100.0/24' } } };
    const moved = variant('moved', own);
    await moved.plan();
    const done = await moved.apply();
    expect(done.indexOf('update aws_lb.load_balancer')).toBeLessThan(
      done.indexOf('delete aws_subnet.network_public_c'),
    );
    expect(await variant('moved', own).plan()).toEqual([]);
  });

  describe('of NAT', () => {
    const own = { 'bastion.volumeSize': 10, 'network.subnetCidrs': { public: { c: '10.0.100.0/24' } } };
    const having = (nat: EnvironmentInput['network']['nat'], more: Changes = {}) => ({
      ...own,
      'network.nat': nat,
      ...more,
    });
    const namesOfAddresses = async () => {
      const Filters = [{ Name: 'tag:Name', Values: ['devloop-nat-*'] }];
      const { Addresses = [] } = await new EC2Client(clientOf(account)).send(
        new DescribeAddressesCommand({ Filters }),
      );
      return Addresses.map(({ Tags = [] }) => Tags.find(({ Key }) => Key === 'Name')?.Value).sort();
    };

    test('add a gateway to each zone, and replace nothing', async () => {
      const added = variant('per-zone', having({ mode: 'per-zone' }));
      expect(await added.plan()).toEqual([
        'create aws_eip.network_nat_c_address',
        'create aws_nat_gateway.network_nat_c',
        'update aws_route.network_private_c_default_route',
      ]);
      await added.apply();
    });

    test('refuse a public subnet that would take the address of its gateway along', async () => {
      const cidrs = { 'network.subnetCidrs': { public: { c: '10.0.101.0/24' } } };
      expect(await refusal('nat-subnet', having({ mode: 'per-zone' }, cidrs))).toContain(
        'network.subnetCidrs.public.c: devloop-public-c is 10.0.100.0/24 and has a NAT gateway',
      );
    });

    test.each([
      ['c', 'a', []],
      ['a', 'c', ['c' as const]],
    ])(
      'move the routes to zone %s before the gateway of zone %s goes, and keep the stated addresses %p',
      async (to, from, keepAddresses) => {
        const single = variant(`single-${to}`, having({ mode: 'single', zone: to, keepAddresses }));
        const plan = await single.plan();
        expect(plan.filter((line) => line.includes('aws_instance'))).toEqual([]);
        const done = await single.apply();
        const route = done.indexOf(`update aws_route.network_private_${from}_default_route`);
        expect(route).toBeGreaterThanOrEqual(0);
        expect(route).toBeLessThan(done.indexOf(`delete aws_nat_gateway.network_nat_${from}`));
        expect(await namesOfAddresses()).toEqual(
          to === 'c' ? ['devloop-nat-c'] : ['devloop-nat-a', 'devloop-nat-c'],
        );
        expect(
          await variant(`single-${to}`, having({ mode: 'single', zone: to, keepAddresses })).plan(),
        ).toEqual([]);
      },
    );

    test('lead routes to a NAT instance before the gateway goes, and back, with network ACLs and endpoints', async () => {
      const keepAddresses = ['a', 'c'];
      const gateway = having({ mode: 'single', zone: 'a', keepAddresses });
      const borders = { 'network.acls': true, 'network.endpoints': ['logs'] };
      const instance = having({ mode: 'instance', zone: 'a', keepAddresses }, borders);
      const routes = ['a', 'c'].map((zone) => `update aws_route.network_private_${zone}_default_route`);
      const switched = async (name: string, changes: Changes, [come, go]: readonly [string, string]) => {
        const next = variant(name, changes);
        const plan = await next.plan();
        expect(
          plan.filter((line) => !/\.(network_nat_|network_acls_|endpoints_)|_to_endpoints_/.test(line)),
        ).toEqual(routes);
        const done = await next.apply();
        for (const route of routes) {
          expect(done.indexOf(`create ${come}`)).toBeLessThan(done.indexOf(route));
          expect(done.indexOf(route)).toBeLessThan(done.indexOf(`delete ${go}`));
        }
        expect(await variant(name, changes).plan()).toEqual([]);
      };
      const group = 'aws_autoscaling_group.network_nat_instance_a';
      await switched('nat-instance', instance, [group, 'aws_nat_gateway.network_nat_a']);
      await switched('nat-gateway', gateway, ['aws_nat_gateway.network_nat_a', group]);
    });

    test('refuse to release an address with deletionProtection', async () => {
      const unstated = having(
        { mode: 'single', zone: 'a' },
        { deletionProtection: true, 'loadBalancer.insecure': true },
      );
      expect(await refusal('released', unstated)).toMatch(
        /network\.nat: [\d.]+ would be released with its NAT gateway.*\(b, c, d\)/,
      );
    });
  });

  describe('of access', () => {
    const having = (access: EnvironmentInput['access'], bastion: object = { bastion: undefined }) => ({
      'network.subnetCidrs': { public: { c: '10.0.100.0/24' } },
      'network.nat': { mode: 'single', zone: 'a', keepAddresses: ['c'] },
      ...bastion,
      access,
    });

    test.each([
      ['endpoint', having({ mode: 'instance-connect-endpoint', zone: 'a' })],
      ['sessions', having({ mode: 'session-manager' })],
      ['bastion', having({ mode: 'bastion' }, { 'bastion.volumeSize': 10 })],
    ])('change no server where administrators come by another way: %s', async (name, changes) => {
      const next = variant(`access-${name}`, changes);
      const plan = await next.plan();
      const others = plan.filter((line) => !/bastion|instance_connect_endpoint/.test(line));
      expect(others.filter((line) => !/^update aws_iam_role_policy\.servers_\w+$/.test(line))).toEqual([]);
      expect(others.length).toBe(name === 'endpoint' ? 0 : 3);
      await next.apply();
      expect(await variant(`access-${name}`, changes).plan()).toEqual([]);
    });
  });

  /** What the tests before have applied, protected. */
  const whole = {
    'bastion.volumeSize': 10,
    'network.subnetCidrs': { public: { c: '10.0.100.0/24' } },
    'network.nat': { mode: 'single', zone: 'a', keepAddresses: ['c'] },
    deletionProtection: true,
    'loadBalancer.insecure': true,
  };

  test('keep the logs of a removed server with deletionProtection, and take them back with it', async () => {
    const log = 'aws_cloudwatch_log_group.servers_jenkins_server_logs';
    const first = variant('protected', whole);
    await first.plan();
    await first.apply();
    const without = variant('removed', { ...whole, servers: dev.servers.slice(0, 2) });
    expect(await without.plan()).toContain(`delete ${log}`);
    expect(without.output.replace(/[\s│]+/g, ' ')).toContain(
      'No server writes to /devloop-dev/jenkins-server any more.',
    );
    await without.apply();
    const back = variant('back', whole);
    // Not created; an import knows no `skip_destroy`, which is Terraform's own.
    expect((await back.plan()).filter((line) => line.endsWith(log))).toEqual([`update ${log}`]);
    expect(back.output).toContain(`${log}: Preparing import... [id=/devloop-dev/jenkins-server]`);
    await back.apply();
  });

  describe('of names', () => {
    const replaced = (plan: string[]) => plan.filter((line) => !line.startsWith('update '));

    test('replace neither a renamed server nor its data volume', async () => {
      const having = { ...whole, 'servers.2.name': 'ci-server', 'servers.2.formerly': 'jenkins-server' };
      const renamed = variant('renamed', having);
      const plan = await renamed.plan();
      expect(replaced(plan)).toEqual([]);
      expect(plan).toEqual(
        expect.arrayContaining([
          'update aws_instance.servers_ci_server',
          'update aws_ebs_volume.data_volumes_ci_server_data',
        ]),
      );
      await renamed.apply();
      expect(await variant('renamed', having).plan()).toEqual([]);
      // The log group has the first of all names.
      expect(await refusal('renamed-back', { ...whole, 'servers.2.formerly': 'ci-server' })).toContain(
        'aws_cloudwatch_log_group.servers_jenkins_server_logs has lifecycle.prevent_destroy set',
      );
    });

    test('replace no server where a count is set or taken away', async () => {
      const names = {
        ...whole,
        'servers.2.name': 'ci-server',
        'servers.2.formerly': 'jenkins-server',
        'servers.0.formerly': 'devloop-server',
      };
      const counted = variant('counted', { ...names, 'servers.0.count': 2 });
      expect(replaced(await counted.plan())).toEqual([
        'create aws_instance.servers_devloop_server_a_2',
        'create aws_lb_target_group_attachment.load_balancer_target_devloop_server_a_2',
      ]);
      await counted.apply();
      const single = variant('single', names);
      expect(replaced(await single.plan())).toEqual([
        'delete aws_instance.servers_devloop_server_a_2',
        'delete aws_lb_target_group_attachment.load_balancer_target_devloop_server_a_2',
      ]);
    });
  });
});
