import { dev, prod } from '../support/fixtures/configured';
import type { EnvironmentInput } from '../../src/config';
import { changed, everything, everythingElse } from '../support/fixtures/environments';
import { type Config, synth } from '../support/fixtures/synth';

const valuesOf = ({ output }: Config) =>
  Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value]));

const sshConfig = `Host devloop-dev-bastion-server
  HostName \${aws_eip.bastion_address.public_ip}
  User ec2-user
  HostKeyAlias devloop-dev-bastion-server-\${aws_instance.bastion.id}

Host devloop-dev-devloop-server
  HostName \${aws_instance.servers_devloop_server.private_ip}
  User ec2-user
  HostKeyAlias devloop-dev-devloop-server-\${aws_instance.servers_devloop_server.id}
  ProxyJump devloop-dev-bastion-server
  LocalForward 3306 \${aws_db_instance.database.endpoint}

Host devloop-dev-elk-server
  HostName \${aws_instance.servers_elk_server.private_ip}
  User ec2-user
  HostKeyAlias devloop-dev-elk-server-\${aws_instance.servers_elk_server.id}
  ProxyJump devloop-dev-bastion-server
  LocalForward 5601 localhost:5601

Host devloop-dev-jenkins-server
  HostName \${aws_instance.servers_jenkins_server.private_ip}
  User ec2-user
  HostKeyAlias devloop-dev-jenkins-server-\${aws_instance.servers_jenkins_server.id}
  ProxyJump devloop-dev-bastion-server
  LocalForward 8080 localhost:8080
`;

test('Outputs of dev are exactly these', () => {
  expect(valuesOf(synth(dev))).toEqual({
    bastion_address: '${aws_eip.bastion_address.public_ip}',
    database_application_secret_arn: '${aws_secretsmanager_secret.database_application_secret.arn}',
    database_endpoint: '${aws_db_instance.database.endpoint}',
    database_secret_arn: '${aws_db_instance.database.master_user_secret[0].secret_arn}',
    load_balancer_url: 'http://${aws_lb.load_balancer.dns_name}',
    nat_addresses: { a: '${aws_nat_gateway.network_nat_a.public_ip}' },
    server_addresses: {
      'devloop-server': '${aws_instance.servers_devloop_server.private_ip}',
      'elk-server': '${aws_instance.servers_elk_server.private_ip}',
      'jenkins-server': '${aws_instance.servers_jenkins_server.private_ip}',
    },
    ssh_config: sshConfig,
  });
});

test('Outputs have a description', () => {
  for (const { description } of Object.values(synth(everything).output))
    expect(description).toMatch(/\w+ \w+/);
});

test('Outputs contain each server of a count and each NAT gateway', () => {
  const counted = changed({ 'servers.0.autoScaling': undefined, 'servers.0.count': 2 }, prod);
  const { server_addresses: servers, nat_addresses: addresses } = valuesOf(synth(counted));
  expect(Object.keys(servers as object)).toEqual([
    'devloop-server-a-1',
    'devloop-server-c-1',
    'elk-server',
    'jenkins-server',
  ]);
  expect(Object.keys(addresses as object)).toEqual(['a', 'c']);
});

test('load_balancer_url starts with https when there is a certificate, and has the name of a domain', () => {
  const url = (input: EnvironmentInput) => valuesOf(synth(input))['load_balancer_url'];
  expect(url(everythingElse)).toBe('https://${aws_lb.load_balancer.dns_name}');
  expect(url(everything)).toBe('https://shop.example.com');
});

test('Outputs omit a load balancer, a database and NAT gateways that do not exist', () => {
  const bare = changed({
    loadBalancer: undefined,
    database: undefined,
    'network.nat': { mode: 'none' },
    servers: [],
  });
  expect(valuesOf(synth(bare))).toEqual({
    bastion_address: '${aws_eip.bastion_address.public_ip}',
    nat_addresses: {},
    server_addresses: {},
    ssh_config: `${sshConfig.split('\n\n')[0]}\n`,
  });
});

describe('ssh_config for an Auto Scaling group', () => {
  const group = { 'servers.0.zones': ['a', 'c'], 'servers.0.autoScaling': { min: 2, max: 4, targetCpu: 60 } };
  const lastHost = (changes: object) =>
    String(valuesOf(synth(changed({ ...group, ...changes })))['ssh_config'])
      .split('\n\n')
      .at(-1);

  const stated = {
    public: { a: '10.7.8.0/27', c: '10.7.8.32/27' },
    private: { a: '10.7.8.64/27', c: '10.7.8.96/27' },
  };

  const HOST = 'devloop-dev';
  const each = (count: number, first: string) =>
    Array.from({ length: count }, (_, index) => first.replace(/\d+$/, (octet) => `${Number(octet) + index}`));
  const PROXY = 'ProxyCommand sh -c \'exec ssh -W "$${0#devloop-dev-}:%p" devloop-dev-bastion-server\' %n';

  test.each([
    ['10.0.0.0/16', ['10.0.16.*', '10.0.18.*'], undefined],
    ['10.0.0.0/19', [...each(32, '10.0.2.0'), ...each(32, '10.0.2.64')], undefined],
    ['10.7.8.0/24', each(64, '10.7.8.64'), stated],
  ])('jumps through the bastion to every address in %s', (cidr, patterns, subnetCidrs) => {
    expect(lastHost({ 'network.cidr': cidr, 'network.subnetCidrs': subnetCidrs })).toBe(
      `Host ${patterns.map((pattern) => `${HOST}-${pattern}`).join(' ')}\n  User ec2-user\n  UserKnownHostsFile /dev/null\n  ${PROXY}\n  LocalForward 3306 \${aws_db_instance.database.endpoint}\n`,
    );
  });

  test('do not forward the database where they may not connect to it', () => {
    expect(lastHost({ 'database.clients': ['jenkins-server'] })).not.toContain('LocalForward');
    expect(lastHost({ database: undefined })).not.toContain('LocalForward');
  });
});
