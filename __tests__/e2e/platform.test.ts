import { setTimeout as sleep } from 'node:timers/promises';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { RDSClient } from '@aws-sdk/client-rds';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { dev } from '../../src/config/environments/dev';
import type { EnvironmentInput } from '../../src/config';
import { parseAutomation } from '../../src/config/schema';
import type { Deployment } from '../../src/terraform/deployment';
import type { EmulatedAccount } from '../../src/emulator/account';
import { AwsReader } from '../support/aws/aws-reader';
import { expectRecorded } from '../support/aws/deployed';
import { stateAddresses } from '../support/fixtures/recorded-addresses';
import { describeWith } from '../support/processes/describe-with';
import { describedNetwork } from '../support/aws/described-network';
import { describeDriftOfDev } from '../support/fixtures/drift-of-dev';
import { clientOf } from '../support/aws/own-account';
import { Variant } from '../support/fixtures/planned-changes';
import { automation, roleIn, synthAutomation } from '../support/iam/policies';
import { RecordedCalls } from '../support/aws/recorded-calls';
import { temporaryFolder } from '../support/processes/terraform';
import { ServerReader } from '../support/aws/server-reader';
import { environmentJson, lines, linesOf } from '../topology/support/environment';

const BUCKET = 'amzn-s3-demo-choose-a-name';
const LOCK = 'devloop/dev/terraform.tfstate.tflock';

/** The lock object, once there is one: waits a minute at most. */
async function lockObject(s3: S3Client): Promise<{ Operation: string; Who: string }> {
  for (let tries = 0; tries < 600; tries += 1) {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: LOCK }));
      return JSON.parse((await Body?.transformToString()) ?? '');
    } catch {
      await sleep(100);
    }
  }
  throw new Error('no lock within a minute');
}

/** The actions of a role for automation. */
const mayDo = (role: string): Set<string> =>
  new Set(roleIn(synthAutomation(), role).flatMap(({ Action }) => Action));

describeWith(['terraform', 'python'], 'dev on the AWS emulator', () => {
  jest.setTimeout(1_200_000);

  const folder = temporaryFolder('platform');
  let account: EmulatedAccount;
  let calls: RecordedCalls;
  /** What Terraform has asked for until now. */
  const asked = new Set<string>();
  let aws: AwsReader;
  let s3: S3Client;
  let deployment: Deployment;
  let before: Record<string, number>;
  let lock: { Operation: string; Who: string };
  let second: unknown;

  beforeAll(async () => {
    [account, calls] = await RecordedCalls.account(folder);
    aws = new AwsReader(account);
    s3 = new S3Client(clientOf(account));
    await account.bootstrap();
    await calls.start();
    before = await aws.inventory();
    deployment = account.deployment('dev');
    const first = deployment.deploy();
    lock = await lockObject(s3);
    second = await account
      .deployment('dev', 'second')
      .deploy()
      .catch((error: unknown) => error);
    await first;
  });

  afterAll(() => account?.stop());

  describe('State', () => {
    test('is locked in S3 during an apply, and the error of a second apply names the holder', async () => {
      expect(lock.Operation).toBe('OperationTypeApply');
      expect(String(second)).toContain('Error acquiring the state lock');
      expect(String(second)).toContain(lock.Who);
    });

    test('contains every resource after the apply and is unlocked', async () => {
      // The rules for administrators have an instance for each CIDR block.
      const addresses = (await deployment.terraform.resources()).map((one) => one.replace(/\[.*\]$/, ''));
      expect(addresses.sort()).toEqual(stateAddresses('dev').sort());
      await expect(s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: LOCK }))).rejects.toThrow(
        'The specified key does not exist.',
      );
    });

    test('matches the recorded names that the automation grants are tested against', async () => {
      await expectRecorded('dev', deployment.terraform);
    });

    test('has no difference in terraform plan, which calls only actions of the plan role', async () => {
      for (const action of await calls.take()) asked.add(action);
      expect(await deployment.terraform.difference('-lock=false')).toBe('');
      expect((await calls.take()).filter((action) => !mayDo('dev_plan').has(action))).toEqual([]);
    });
  });

  describe('AWS account', () => {
    test('has one tagged VPC with DNS host names', async () => {
      const { count, cidr, dnsHostnames, tags } = await aws.vpc();
      expect({ count, cidr, dnsHostnames }).toEqual({ count: 1, cidr: '10.0.0.0/16', dnsHostnames: true });
      expect(tags).toEqual({ Name: 'devloop', Project: 'devloop', Environment: 'dev', ManagedBy: 'cdktf' });
    });

    test('has two public and two private subnets in their slots', async () => {
      const subnets = await aws.subnets();
      expect(subnets.map(({ name, cidr, zone, public: open }) => [name, cidr, zone, open])).toEqual([
        ['devloop-private-a', '10.0.16.0/24', 'ap-northeast-2a', false],
        ['devloop-private-c', '10.0.18.0/24', 'ap-northeast-2c', false],
        ['devloop-public-a', '10.0.0.0/24', 'ap-northeast-2a', true],
        ['devloop-public-c', '10.0.2.0/24', 'ap-northeast-2c', true],
      ]);
    });

    test('routes the public tier to the internet gateway and each private zone to NAT', async () => {
      const local = '10.0.0.0/16 local';
      expect(await aws.routeTables()).toEqual([
        { name: 'devloop-default-unused', routes: [local], subnets: [] },
        { name: 'devloop-private-a', routes: ['0.0.0.0/0 nat', local], subnets: ['devloop-private-a'] },
        { name: 'devloop-private-c', routes: ['0.0.0.0/0 nat', local], subnets: ['devloop-private-c'] },
        {
          name: 'devloop-public',
          routes: ['0.0.0.0/0 igw', local],
          subnets: ['devloop-public-a', 'devloop-public-c'],
        },
      ]);
    });

    test('has one NAT gateway in a public subnet with its Elastic IP address', async () => {
      const [address] = (await aws.addresses()).filter(({ name }) => name === 'devloop-nat-a');
      expect(await aws.natGateways()).toEqual([
        { name: 'devloop-nat-a', subnet: 'devloop-public-a', address: address?.address },
      ]);
    });

    test('has every security group rule, and none in the default security group', async () => {
      expect(await aws.rules()).toEqual([
        'bastion-server in tcp 22 203.0.113.7/32: SSH from administrators',
        'bastion-server out tcp 22 devloop-server: SSH to devloop-server',
        'bastion-server out tcp 22 elk-server: SSH to elk-server',
        'bastion-server out tcp 22 jenkins-server: SSH to jenkins-server',
        'bastion-server out tcp 443 0.0.0.0/0: HTTPS to internet',
        'database in tcp 3306 devloop-server: mysql from devloop-server',
        'devloop-server in tcp 22 bastion-server: SSH from bastion-server',
        'devloop-server in tcp 8080 load-balancer: Requests and health checks from load-balancer',
        'devloop-server out tcp 3306 database: mysql to database',
        'devloop-server out tcp 443 0.0.0.0/0: HTTPS to internet',
        'devloop-server out tcp 5044 elk-server: Logs to elk-server',
        'devloop-server out tcp 80 0.0.0.0/0: HTTP to internet',
        'elk-server in tcp 22 bastion-server: SSH from bastion-server',
        'elk-server in tcp 5044 devloop-server: Logs from devloop-server',
        'elk-server out tcp 443 0.0.0.0/0: HTTPS to internet',
        'elk-server out tcp 80 0.0.0.0/0: HTTP to internet',
        'jenkins-server in tcp 22 bastion-server: SSH from bastion-server',
        'jenkins-server out tcp 443 0.0.0.0/0: HTTPS to internet',
        'jenkins-server out tcp 80 0.0.0.0/0: HTTP to internet',
        'load-balancer in tcp 80 0.0.0.0/0: HTTP from internet',
        'load-balancer out tcp 8080 devloop-server: Requests and health checks to devloop-server',
      ]);
      expect(await aws.groupsOfTheVpc()).toContain('devloop-default-unused');
    });

    test('has private servers with IMDSv2 and encrypted gp3 volumes, and a bastion with its Elastic IP address', async () => {
      const instances = await aws.instances();
      const common = {
        groups: 1,
        tokens: 'required',
        hops: 1,
        volume: '8 GB gp3 encrypted',
        protected: false,
      };
      const [bastion] = (await aws.addresses()).filter(({ name }) => name === 'bastion-server');
      const address = expect.stringMatching(/^10\.0\./);
      const server = (name: string, subnet: string) => ({
        ...common,
        name,
        subnet,
        type: 't2.medium',
        privateAddress: address,
        publicAddress: undefined,
      });
      expect(instances).toEqual([
        {
          ...server('bastion-server', 'devloop-public-a'),
          type: 't2.micro',
          publicAddress: bastion?.address,
        },
        server('devloop-server', 'devloop-private-a'),
        { ...server('elk-server', 'devloop-private-c'), volume: '16 GB gp3 encrypted' },
        server('jenkins-server', 'devloop-private-a'),
      ]);
    });

    test('has the address of the elk server as a name that the VPC resolves', async () => {
      const [elk] = (await aws.instances()).filter(({ name }) => name === 'elk-server');
      expect(await aws.privateNames()).toEqual([`elk.dev.devloop.internal. A 60 ${elk?.privateAddress}`]);
    });

    test('has a load balancer over both public subnets with a health check of the application', async () => {
      expect(await aws.loadBalancer()).toEqual({
        name: 'devloop-dev',
        scheme: 'internet-facing',
        type: 'application',
        zones: ['ap-northeast-2a', 'ap-northeast-2c'],
        dropsInvalidHeaders: 'true',
        protected: 'false',
        listeners: ['HTTP 80 forward'],
        target: 'HTTP 8080 /actuator/health/liveness 200',
        targets: [8080],
      });
    });

    test('has a private, encrypted, TLS-only MySQL database with its password in Secrets Manager', async () => {
      const database = await aws.database();
      expect(database).toEqual({
        name: 'devloop-dev',
        engine: 'mysql 8.4',
        class: 'db.t3.micro',
        storage: '20 to 100 GB gp3',
        encrypted: true,
        public: false,
        multiAz: false,
        backupDays: 7,
        protected: false,
        subnets: ['devloop-private-a', 'devloop-private-c'],
        secret: expect.stringMatching(/^arn:aws:secretsmanager:ap-northeast-2:\d{12}:secret:rds!db-/),
        endpoint: expect.stringMatching(/^devloop-dev\..*\.ap-northeast-2\.rds\.amazonaws\.com:3306$/),
        parameters: {
          require_secure_transport: '1',
          character_set_server: 'utf8mb4',
          collation_server: 'utf8mb4_0900_ai_ci',
        },
      });
    });

    test('allows only the application to read the database secrets and to write that of its user', async () => {
      const servers = new ServerReader(account);
      const { secret = '' } = await aws.database();
      const own = await aws.secret('devloop-dev/application');
      const read = 'secretsmanager:GetSecretValue';
      const permissions = await servers.permissions('devloop-dev-devloop-server');
      expect(permissions.filter((line) => line.startsWith('secretsmanager:'))).toEqual([
        `${read} on ${own}`,
        `secretsmanager:PutSecretValue on ${own}`,
        `${read} on ${secret}`,
      ]);
      expect(await servers.may('devloop-dev-devloop-server', read, secret)).toBe(true);
      expect(await servers.may('devloop-dev-devloop-server', read, `${secret}-other`)).toBe(false);
      expect(await servers.may('devloop-dev-devloop-server', 'secretsmanager:PutSecretValue', secret)).toBe(
        false,
      );
      for (const arn of [own, secret])
        expect(await servers.may('devloop-dev-jenkins-server', read, arn)).toBe(false);
    });

    test('has encrypted data volumes in the zones of their servers, attached to them', async () => {
      const servers = new ServerReader(account);
      for (const [name, what] of [
        ['elk-server', '50 GiB gp3 encrypted in ap-northeast-2c'],
        ['jenkins-server', '20 GiB gp3 encrypted in ap-northeast-2a'],
      ] as const) {
        const [server] = await servers.servers(name);
        expect(await servers.volume(`${name}-data`)).toMatchObject({
          count: 1,
          what,
          attached: `${server} /dev/sdf`,
        });
      }
    });

    test('matches the outputs', async () => {
      const outputs = await deployment.terraform.outputs();
      const instances = await aws.instances();
      const [bastion, ...servers] = instances;
      const { secret, endpoint } = await aws.database();
      const [nat] = await aws.natGateways();
      const [application] = await new ServerReader(account).servers('devloop-server');
      const addresses = Object.fromEntries(servers.map(({ name, privateAddress }) => [name, privateAddress]));
      expect(outputs).toEqual({
        bastion_address: bastion?.publicAddress,
        nat_addresses: { a: nat?.address },
        server_addresses: addresses,
        load_balancer_url: expect.stringMatching(/^http:\/\/devloop-dev.*\.elb\.amazonaws\.com$/),
        database_endpoint: endpoint,
        database_secret_arn: secret,
        database_application_secret_arn: await aws.secret('devloop-dev/application'),
        ssh_config: expect.stringContaining(
          `Host devloop-dev-devloop-server\n  HostName ${addresses['devloop-server']}\n  User ec2-user\n` +
            `  HostKeyAlias devloop-dev-devloop-server-${application}\n  ProxyJump devloop-dev-bastion-server\n`,
        ),
      });
    });
  });

  test('has the same reachability in AWS as in the synthesized JSON', async () => {
    const clients = {
      ec2: new EC2Client(clientOf(account)),
      elb: new ElasticLoadBalancingV2Client(clientOf(account)),
      rds: new RDSClient(clientOf(account)),
    };
    const { json, named } = await describedNetwork(clients, { admin_cidrs: ['203.0.113.7/32'] });
    const names = new Map<string, readonly string[]>(named);
    names.set('administrators', ['var.admin_cidrs']);
    names.set('bastion', named.get('bastion-server') ?? []);
    names.delete('bastion-server');
    const deployed = linesOf(json, names);
    expect(deployed).toEqual(lines(environmentJson('dev'), 'dev'));
    expect(deployed).toContain('internet > load-balancer tcp 80');
  });

  describe('Plan of a changed configuration', () => {
    const plan = (name: string, changes: Partial<EnvironmentInput>) =>
      new Variant(account, name, { ...dev, ...changes }).plan();
    const network = (changes: Partial<EnvironmentInput['network']>) => ({
      network: { ...dev.network, ...changes },
    });

    test('is empty when every list is reordered', async () => {
      const servers = [...dev.servers].reverse().map((server) => ({ ...server, internetPorts: [443, 80] }));
      expect(await plan('reordered', { servers, ...network({ zones: ['c', 'a'] }) })).toEqual([]);
    });

    test('replaces the bastion and applications, which keep no data, for another ssh_public_key', async () => {
      const TF_VAR_ssh_public_key =
        'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfI6TBZ0Nsu4vZ2rMUTPi6wpRQ3PgLAS5Z2bM3d9F8k';
      const other = new Variant(account, 'key', dev, { TF_VAR_ssh_public_key });
      expect(await other.plan()).toEqual([
        'create-delete aws_instance.servers_devloop_server',
        'create-delete aws_key_pair.key_pair',
        'create-delete aws_lb_target_group_attachment.load_balancer_target_devloop_server',
        'delete-create aws_eip_association.bastion_address_association',
        'delete-create aws_instance.bastion',
        'update terraform_data.key_pair_public_key',
      ]);
    });

    test('changes only a server that is removed and one that is added', async () => {
      const [application, , jenkins] = dev.servers;
      const servers = [
        { ...jenkins, name: 'api-server', zones: ['c'] },
        application,
        jenkins,
      ] as typeof dev.servers;
      const rule = (server: string) => [
        `aws_vpc_security_group_egress_rule.bastion_security_group_to_${server}_tcp_22`,
        `aws_vpc_security_group_egress_rule.servers_${server}_security_group_to_internet_tcp_443`,
        `aws_vpc_security_group_egress_rule.servers_${server}_security_group_to_internet_tcp_80`,
        `aws_vpc_security_group_ingress_rule.servers_${server}_security_group_from_bastion_server_tcp_22`,
      ];
      const all = (server: string) => [
        `aws_cloudwatch_log_group.servers_${server}_logs`,
        `aws_ebs_volume.data_volumes_${server}_data`,
        `aws_iam_instance_profile.servers_${server}_role_profile`,
        `aws_iam_role.servers_${server}_role`,
        `aws_iam_role_policy.servers_${server}_role_permissions`,
        `aws_instance.servers_${server}`,
        `aws_security_group.servers_${server}_security_group`,
        `aws_volume_attachment.data_volumes_${server}_data_attachment`,
        ...rule(server),
      ];
      expect(await plan('servers', { servers })).toEqual(
        [
          ...all('api_server').map((address) => `create ${address}`),
          ...all('elk_server').map((address) => `delete ${address}`),
          'delete aws_vpc_security_group_egress_rule.servers_devloop_server_security_group_to_elk_server_tcp_5044',
          'delete aws_vpc_security_group_ingress_rule.servers_elk_server_security_group_from_devloop_server_tcp_5044',
          // The application knows the elk server by name: it stays as it is.
          'delete aws_route53_record.private_dns_elk',
          'delete aws_route53_zone.private_dns',
        ].sort(),
      );
    });

    test('creates only the two rules of new traffic between servers', async () => {
      const traffic = [{ from: 'devloop-server', to: 'elk-server', port: 9200 }];
      expect(await plan('traffic', { traffic })).toEqual([
        'create aws_vpc_security_group_egress_rule.servers_devloop_server_security_group_to_elk_server_tcp_9200',
        'create aws_vpc_security_group_ingress_rule.servers_elk_server_security_group_from_devloop_server_tcp_9200',
      ]);
    });

    test('keeps the existing NAT gateway when NAT changes to per-zone', async () => {
      expect(await plan('nat', network({ nat: { mode: 'per-zone' } }))).toEqual([
        'create aws_eip.network_nat_c_address',
        'create aws_nat_gateway.network_nat_c',
        'update aws_route.network_private_c_default_route',
      ]);
    });

    test('changes only the resources of a zone that is added in the middle and removed again', async () => {
      const parts = [
        'aws_route.network_private_b_default_route',
        'aws_route_table.network_private_b_routes',
        'aws_route_table_association.network_private_b_association',
        'aws_route_table_association.network_public_b_association',
        'aws_subnet.network_private_b',
        'aws_subnet.network_public_b',
        'aws_vpc_endpoint_route_table_association.network_private_b_s3',
      ];
      const grown = ['update aws_db_subnet_group.database_subnet_group', 'update aws_lb.load_balancer'];
      const wider = new Variant(account, 'zone', { ...dev, ...network({ zones: ['a', 'b', 'c'] }) });
      expect(await wider.plan()).toEqual([...parts.map((part) => `create ${part}`), ...grown]);
      await wider.apply();
      const narrower = new Variant(account, 'narrow', dev);
      expect(await narrower.plan()).toEqual([...parts.map((part) => `delete ${part}`), ...grown]);
      await narrower.apply();
      expect(await deployment.terraform.difference()).toBe('');
    });
  });

  describeDriftOfDev(() => ({ account, deployment }));

  test('updates only its roles with their boundary when automation is configured', async () => {
    const automated = new Variant(account, 'automated', dev, {}, parseAutomation(automation));
    const roles = ['bastion', ...dev.servers.map(({ name }) => `servers_${name.replaceAll('-', '_')}`)];
    expect(await automated.plan()).toEqual(roles.map((role) => `update aws_iam_role.${role}_role`).sort());
    for (const action of await calls.take()) asked.add(action);
    await automated.apply();
    expect(await calls.take()).toContain('iam:PutRolePermissionsBoundary');
    expect(await automated.plan()).toEqual([]);
  });

  describe('terraform destroy', () => {
    test('leaves only a final snapshot in the account, also after a second deployment', async () => {
      await deployment.destroy();
      expect(await aws.inventory()).toEqual(before);
      expect(await aws.snapshots()).toEqual([expect.stringMatching(/^devloop-dev-final-[0-9a-f-]{36}$/)]);
      await deployment.deploy();
      await deployment.destroy();
      expect(await aws.inventory()).toEqual(before);
      expect(new Set(await aws.snapshots()).size).toBe(2);
    });

    test('uses only actions of the apply role, as does every earlier step', async () => {
      for (const action of await calls.take()) asked.add(action);
      expect(asked).toContain('ec2:RunInstances');
      expect([...asked].filter((action) => !mayDo('dev_apply').has(action))).toEqual([]);
    });
  });
});
