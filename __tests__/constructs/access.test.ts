import { drawingOf } from '../../src/drawing';
import { Topology } from '../../src/topology';
import { addTopologyMatchers } from '../../src/topology/matchers';
import { testProblems } from '../support/fixtures/bad-input';
import { type Changes, changed } from '../support/fixtures/environments';
import { dev, prod } from '../support/fixtures/configured';
import {
  addressesOf,
  argumentsAt,
  byAddress,
  type Config,
  ofType,
  platformStack,
  rulesOf,
  synth,
} from '../support/fixtures/synth';

addTopologyMatchers(expect);

const SESSIONS: Changes = { access: { mode: 'session-manager' }, bastion: undefined };
const ENDPOINT: Changes = { access: { mode: 'instance-connect-endpoint', zone: 'c' }, bastion: undefined };

const difference = (one: Config, other: Config): string[] => {
  const known = new Set(addressesOf(other));
  return addressesOf(one).filter((address) => !known.has(address));
};

/** Resources that both have, each with the arguments that differ. */
const changedArguments = (one: Config, other: Config): string[] => {
  const after = byAddress(other);
  return [...byAddress(one)].flatMap(([address, block]) => {
    const now = after.get(address);
    const keys = Object.keys({ ...block, ...now });
    const differing = keys.filter((key) => JSON.stringify(block[key]) !== JSON.stringify(now?.[key]));
    return now && differing.length > 0 ? [`${address} ${differing.sort().join(' ')}`] : [];
  });
};

const sshConfigOf = ({ output }: Config): string => String(output['ssh_config']?.value);

describe('Access through Session Manager alone', () => {
  const config = synth(changed(SESSIONS));
  const bastion = synth(dev);

  test('has neither a bastion nor a port 22', () => {
    expect(addressesOf(config).filter((address) => /bastion|connect/.test(address))).toEqual([]);
    const rules = [...rulesOf(config, 'ingress'), ...rulesOf(config, 'egress')];
    expect(rules.filter((rule) => rule.endsWith(' 22'))).toEqual([]);
    expect(difference(config, bastion)).toEqual(['data.aws_caller_identity.account']);
  });

  test('changes nothing of what stays but what the roles of servers may do', () => {
    // That of the application is in a local.
    expect(changedArguments(bastion, config)).toEqual(
      ['elk', 'jenkins'].map((name) => `aws_iam_role_policy.servers_${name}_server_role_permissions policy`),
    );
    expect(JSON.stringify(config.locals)).toContain('ssmmessages:OpenDataChannel');
    const policy = argumentsAt(config, 'aws_iam_role_policy.servers_elk_server_role_permissions')['policy'];
    expect(policy).toContain('ssmmessages:OpenDataChannel');
  });

  test('asks for a key, and for addresses of administrators only where web pages need them', () => {
    expect(Object.keys(config.variable)).toEqual(['app_image', 'ssh_public_key']);
    const page = {
      'servers.2.hostName': 'ci.example.com',
      'loadBalancer.domain': { name: 'shop.example.com', zone: 'example.com' },
    };
    const { admin_cidrs: cidrs } = synth(changed({ ...SESSIONS, ...page })).variable;
    expect(cidrs?.['description']).toBe(
      'IPv4 ranges in CIDR notation from which administrators reach web pages, as ["203.0.113.7/32"]',
    );
  });

  test('carries SSH by the instance id', () => {
    expect(Object.keys(config.output)).not.toContain('bastion_address');
    expect(sshConfigOf(config).split('\n\n')[1]).toBe(`Host devloop-dev-elk-server
  HostName \${aws_instance.servers_elk_server.id}
  User ec2-user
  HostKeyAlias devloop-dev-elk-server-\${aws_instance.servers_elk_server.id}
  ProxyCommand aws ssm start-session --region ap-northeast-2 --target %h --document-name AWS-StartSSHSession --parameters portNumber=%p
  LocalForward 5601 localhost:5601`);
    const groups = sshConfigOf(synth(changed(SESSIONS, prod)));
    expect(groups.split('\n\n').at(-1)).toBe(`Host devloop-prod-i-*
  User ec2-user
  ProxyCommand sh -c 'exec aws ssm start-session --region ap-northeast-2 --target "$\${0#devloop-prod-}" --document-name AWS-StartSSHSession --parameters portNumber=%p' %n
  LocalForward 3306 \${aws_db_instance.database.endpoint}
`);
  });

  test('has no alarm, graph and schedule of a bastion', () => {
    const schedule = { schedule: { stop: '20:00', start: '08:00', despiteDeletionProtection: true } };
    const operated = synth(changed({ ...SESSIONS, ...schedule, alarms: { dashboard: true } }, prod));
    expect(JSON.stringify(operated)).not.toMatch(/aws_instance\.bastion|bastion-server/);
  });
});

describe('Access through an EC2 Instance Connect Endpoint', () => {
  const stack = platformStack(changed(ENDPOINT));
  const config = synth(changed(ENDPOINT));
  const bastion = synth(dev);

  test('is an endpoint in a private subnet, which hides administrators behind its own address', () => {
    expect(ofType(config, 'aws_ec2_instance_connect_endpoint')).toEqual({
      instance_connect_endpoint: expect.objectContaining({
        subnet_id: '${aws_subnet.network_private_c.id}',
        security_group_ids: ['${aws_security_group.instance_connect_endpoint_security_group.id}'],
        preserve_client_ip: false,
      }),
    });
    expect(addressesOf(config).filter((address) => address.includes('bastion'))).toEqual([]);
  });

  test('opens port 22 of servers to the endpoint, which lets nobody in', () => {
    const ssh = (side: 'ingress' | 'egress') =>
      rulesOf(config, side).filter((rule) => /instance-connect-endpoint/.test(rule));
    const rules = ['devloop', 'elk', 'jenkins'].map(
      (name) => `instance-connect-endpoint -> ${name}-server tcp 22`,
    );
    expect(ssh('ingress')).toEqual(rules);
    expect(ssh('egress')).toEqual(rules);
  });

  test('is understood by the network policy', () => {
    expect(stack).toReach({ from: 'instance-connect-endpoint', to: 'elk-server', port: 22 });
    expect(stack).not.toReach({ from: 'instance-connect-endpoint', to: 'elk-server', port: 5601 });
    expect(stack).not.toReach({ from: 'internet', to: 'elk-server', port: 22 });
    expect(stack).not.toReach({ from: 'devloop-server', to: 'instance-connect-endpoint', port: 22 });
  });

  test('is drawn, with a line to each server', () => {
    const topology = Topology.read(config, 'dev', { names: stack.roles });
    const svg = drawingOf({ title: 'dev', inventory: topology.inventory(), matrix: topology.matrix() });
    expect(svg).toContain('EC2 Instance Connect Endpoint');
    const from = 'aws_ec2_instance_connect_endpoint.instance_connect_endpoint';
    const lines = [...svg.matchAll(new RegExp(`data-from="${from}" data-to="([^"]*)"><title>([^<]*)`, 'g'))];
    expect(lines.map(([, to, title]) => `${to}: ${title}`).sort()).toEqual(
      ['devloop', 'elk', 'jenkins'].map(
        (name) => `aws_instance.servers_${name}_server: instance-connect-endpoint to ${name}-server: 22`,
      ),
    );
  });

  test('works with network ACLs', () => {
    expect(() => synth(changed({ ...ENDPOINT, 'network.acls': true }))).not.toThrow();
  });

  test('changes no argument of what stays', () => {
    expect(changedArguments(bastion, config)).toEqual([]);
  });

  test('carries SSH by the instance id', () => {
    expect(sshConfigOf(config)).toContain(
      'ProxyCommand aws ec2-instance-connect open-tunnel --region ap-northeast-2 --instance-id %h --remote-port %p\n',
    );
  });
});

describe('access', () => {
  testProblems([
    ['Session Manager alone', SESSIONS],
    ['an endpoint', ENDPOINT],
    [
      'no bastion',
      { bastion: undefined },
      'dev.bastion: is missing, through which administrators reach servers; accepted: an object with a zone, or access.mode "session-manager" or "instance-connect-endpoint" [CONFIG_INVALID]',
    ],
    [
      'a bastion that nobody uses',
      { access: { mode: 'session-manager' }, bastion: { zone: 'a' } },
      'dev.bastion: {"zone":"a"} is used by nobody: access.mode is "session-manager"; accepted: no bastion, or access.mode "bastion" [CONFIG_INVALID]',
    ],
    [
      'an endpoint in a zone without subnets',
      { ...ENDPOINT, access: { mode: 'instance-connect-endpoint', zone: 'b' } },
      'dev.access.zone: "b" names zone b, which has no subnet; accepted: a, c, or add the zone to network.zones [REFERENCE_UNKNOWN]',
    ],
    [
      'an endpoint without a zone',
      { ...ENDPOINT, access: { mode: 'instance-connect-endpoint' } },
      'dev.access.zone: is missing; accepted: a string [CONFIG_INVALID]',
    ],
    [
      'another mode',
      { ...ENDPOINT, access: { mode: 'vpn' } },
      'dev.access.mode: "vpn" is not one of the forms; accepted: "bastion", "session-manager", "instance-connect-endpoint" [CONFIG_INVALID]',
    ],
    [
      'a server with the name of the endpoint',
      { ...ENDPOINT, 'servers.2.name': 'instance-connect-endpoint' },
      'dev.servers[2].name: "instance-connect-endpoint" is reserved for a part of the platform; accepted: a name other than administrators, bastion, database, internet, load-balancer, instance-connect-endpoint [NAME_INVALID]',
    ],
    [
      'servers whose agent cannot reach AWS',
      { ...SESSIONS, 'servers.3': { name: 'alone', zones: ['a'], internetPorts: [] } },
      'dev.servers[3].internetPorts: [] lacks 443, over which access.mode "session-manager" reaches AWS; accepted: 443 among them, or "ssm" in network.endpoints [CONFIG_INVALID]',
    ],
  ]);
});
