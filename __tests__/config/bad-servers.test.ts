import { LABEL_FORM, testProblems } from '../support/fixtures/bad-input';
import { plain } from '../support/fixtures/environments';

describe('Server name', () => {
  const once = 'a name that no other server or bastion has';
  const long = 'e'.repeat(52);
  testProblems([
    [
      'not a DNS label',
      { 'servers.1.name': 'Elk_Server' },
      `dev.servers[1].name: "Elk_Server" is not a DNS label; accepted: ${LABEL_FORM} [CONFIG_INVALID]`,
    ],
    [
      'duplicate',
      { ...plain(1), 'servers.1.name': 'jenkins-server' },
      `dev.servers[2].name: "jenkins-server" is a duplicate; accepted: ${once} [NAME_DUPLICATE]`,
    ],
    [
      'duplicate in groups of servers: told once',
      { ...plain(2), 'servers.1': { name: 'jenkins-server', zones: ['a'], count: 3 }, 'servers.2.count': 3 },
      `dev.servers[2].name: "jenkins-server" is a duplicate; accepted: ${once} [NAME_DUPLICATE]`,
    ],
    [
      "the bastion's",
      { 'servers.1.name': 'bastion-server' },
      `dev.servers[1].name: "bastion-server" is a duplicate; accepted: ${once} [NAME_DUPLICATE]`,
    ],
    [
      'that of a server of a group',
      { 'servers.1.name': 'devloop-server-a-1', 'servers.0.count': 2 },
      `dev.servers[1].name: "devloop-server-a-1" is a duplicate; accepted: ${once} [NAME_DUPLICATE]`,
    ],
    [
      'of a group that makes the name of another server',
      { ...plain(2), 'servers.1.name': 'jenkins-server-a-2', 'servers.2.count': 2 },
      `dev.servers[2].name: "jenkins-server" makes jenkins-server-a-2, which is a duplicate; accepted: ${once} [NAME_DUPLICATE]`,
    ],
    [
      'too long once prefixed',
      { 'servers.1.name': long },
      `dev.servers[1].name: "${long}" is too long: devloop-dev-${long} has 64 characters; accepted: at most 63 characters with the prefix devloop-dev- [NAME_INVALID]`,
    ],
    ['as long as can be', { 'servers.1.name': long.slice(1) }],
    [
      'too long once prefixed and numbered: told once',
      { ...plain(1), 'servers.1.name': long.slice(4), 'servers.1.count': 3 },
      `dev.servers[1].name: "${long.slice(4)}" is too long: devloop-dev-${long.slice(4)}-c-1 has 64 characters; accepted: at most 63 characters with the prefix devloop-dev- [NAME_INVALID]`,
    ],
    [
      'a word for a part of the platform',
      { 'servers.1.name': 'internet' },
      'dev.servers[1].name: "internet" is reserved for a part of the platform; accepted: a name other than administrators, bastion, database, internet, load-balancer [NAME_INVALID]',
    ],
  ]);
});

describe('target CPU utilization', () => {
  const scaling = (instanceType: string, targetCpu: number, cpuCredits?: string) => ({
    'servers.0.instanceType': instanceType,
    'servers.0.autoScaling': { min: 1, max: 2, targetCpu, ...(cpuCredits && { cpuCredits }) },
  });
  const refused = (type: string, target: number, baseline: number) =>
    `dev.servers[0].autoScaling.targetCpu: ${target} is not below ${baseline}, the baseline of ${type} on standard CPU credits; accepted: less than ${baseline}, cpuCredits "unlimited", or an instance type that is not burstable [CONFIG_INVALID]`;
  testProblems([
    ['above the baseline', scaling('t2.medium', 60, 'standard'), refused('t2.medium', 60, 20)],
    ['at the baseline', scaling('t4g.large', 30, 'standard'), refused('t4g.large', 30, 30)],
    ['of a part of a percent', scaling('t2.xlarge', 23, 'standard'), refused('t2.xlarge', 23, 22.5)],
    ['below the baseline', scaling('t3.xlarge', 39, 'standard')],
    ['on unlimited credits', scaling('t2.medium', 60)],
    ['of a type that is not burstable', scaling('m7g.large', 60, 'standard')],
  ]);
});

describe('Instances and internet access', () => {
  testProblems([
    [
      'instance type of the wrong form',
      { 'servers.1.instanceType': 't2' },
      'dev.servers[1].instanceType: "t2" is not an instance type; accepted: family and size, e.g. t2.micro [CONFIG_INVALID]',
    ],
    [
      "the bastion's too",
      { 'bastion.instanceType': 'T2.micro' },
      'dev.bastion.instanceType: "T2.micro" is not an instance type; accepted: family and size, e.g. t2.micro [CONFIG_INVALID]',
    ],
    [
      'image id',
      { 'servers.0.imageId': 'latest' },
      'dev.servers[0].imageId: "latest" is not an image id; accepted: e.g. ami-0123456789abcdef0 [CONFIG_INVALID]',
    ],
    [
      'volume smaller than the image',
      { 'servers.0.volumeSize': 7 },
      'dev.servers[0].volumeSize: 7 is too small; accepted: at least 8 [CONFIG_INVALID]',
    ],
    [
      'count of nothing',
      { 'servers.0.count': 0 },
      'dev.servers[0].count: 0 is too small; accepted: at least 1 [CONFIG_INVALID]',
    ],
    [
      'internet ports without outbound internet access',
      {
        ...plain(0, 1, 2),
        'network.nat': { mode: 'none' },
        'servers.0.internetPorts': [],
        'servers.1.internetPorts': [],
      },
      'dev.servers[2].internetPorts: [80,443] needs outbound internet access, which network.nat of mode "none" does not give; accepted: [], or network.nat of mode "single", "per-zone" or "instance" [CONFIG_INVALID]',
    ],
    [
      'internet ports by default, without outbound internet access',
      {
        ...plain(0, 1, 2),
        'network.nat': { mode: 'none' },
        'servers.0.internetPorts': [],
        'servers.1.internetPorts': [],
        'servers.2.internetPorts': undefined,
      },
      'dev.servers[2].internetPorts: needs outbound internet access, which network.nat of mode "none" does not give; accepted: [], or network.nat of mode "single", "per-zone" or "instance" [CONFIG_INVALID]',
    ],
    ['no internet ports, as stated', { ...plain(1), 'servers.1.internetPorts': [] }],
    [
      'internet ports that exclude updates',
      { ...plain(1), 'servers.1.internetPorts': [80] },
      'dev.servers[1].internetPorts: [80] lacks 443, over which security updates come; accepted: 443 among them, or [] for a server that gets none [CONFIG_INVALID]',
    ],
    [
      'the bastion without internet ports',
      { 'bastion.internetPorts': [] },
      'dev.bastion.internetPorts: [] lacks 443, over which the bastion installs what it runs; accepted: 443 among them [CONFIG_INVALID]',
    ],
    [
      'sessions of Systems Manager through an endpoint',
      {
        ...plain(0, 1, 2),
        ...Object.fromEntries([0, 1, 2].map((index) => [`servers.${index}.internetPorts`, []])),
        sessionManager: true,
        'network.nat': { mode: 'none' },
        'network.endpoints': ['ssm'],
      },
    ],
    [
      'sessions of Systems Manager without HTTPS',
      {
        ...plain(1, 2),
        sessionManager: true,
        'servers.1.internetPorts': [],
        'servers.2.internetPorts': [80],
        'bastion.internetPorts': [80],
      },
      'dev.servers[1].internetPorts: [] lacks 443, over which sessionManager reaches AWS; accepted: 443 among them, or "ssm" in network.endpoints, or no sessionManager [CONFIG_INVALID]',
      'dev.servers[2].internetPorts: [80] lacks 443, over which sessionManager reaches AWS; accepted: 443 among them, or "ssm" in network.endpoints, or no sessionManager [CONFIG_INVALID]',
      'dev.bastion.internetPorts: [80] lacks 443, over which the bastion installs what it runs; accepted: 443 among them [CONFIG_INVALID]',
    ],
    [
      'a port twice',
      { 'bastion.internetPorts': [443, 443] },
      'dev.bastion.internetPorts[1]: 443 is a duplicate; accepted: each port once [NAME_DUPLICATE]',
    ],
    [
      'allocation id of the wrong form',
      { 'network.nat.allocationIds': { a: 'eip-1' } },
      'dev.network.nat.allocationIds.a: "eip-1" is not the allocation id of an elastic IP address; accepted: e.g. eipalloc-0123456789abcdef0 [CONFIG_INVALID]',
    ],
    [
      'one elastic address for two NAT gateways',
      {
        'network.nat': {
          mode: 'per-zone',
          allocationIds: { a: 'eipalloc-0123456789abcdef0', c: 'eipalloc-0123456789abcdef0' },
        },
      },
      'dev.network.nat.allocationIds.c: "eipalloc-0123456789abcdef0" is a duplicate; accepted: each address for one NAT gateway [NAME_DUPLICATE]',
    ],
    [
      'allocation id without a NAT gateway',
      { 'network.nat.allocationIds': { c: 'eipalloc-0123456789abcdef0' } },
      'dev.network.nat.allocationIds.c: "eipalloc-0123456789abcdef0" belongs to a zone without a NAT gateway; accepted: an address for zone a [CONFIG_INVALID]',
    ],
    [
      'unknown form of NAT',
      { 'network.nat.mode': 'double' },
      'dev.network.nat.mode: "double" is not one of the forms; accepted: "none", "single", "per-zone", "instance" [CONFIG_INVALID]',
    ],
  ]);
});
