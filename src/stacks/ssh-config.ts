import type { Bastion } from '../constructs/bastion';
import type { Database } from '../constructs/database';
import type { Network } from '../constructs/network';
import type { Server } from '../constructs/server';
import type { ServerGroup } from '../constructs/server-group';
import { type Cidr, formatCidr, subnetOf } from '../net/cidr';

export interface SshHosts {
  /** Prefix of host names and host key aliases: project and environment. */
  readonly prefix: string;
  readonly network: Network;
  readonly region: string;
  readonly bastion: Bastion | undefined;
  /** Whether there is an EC2 Instance Connect Endpoint; without it and a bastion, sessions of Session Manager carry SSH. */
  readonly hasEndpoint: boolean;
  readonly servers: ReadonlyMap<string, { readonly server: Server; readonly serverGroup: ServerGroup }>;
  /** Whether there is an Auto Scaling group, whose instances have no fixed addresses. */
  readonly hasAutoScalingGroup: boolean;
  /** Names of the server groups that may connect to the database. */
  readonly databaseClients: readonly string[];
  readonly database: Database | undefined;
}

/** Default user of Amazon Linux. */
const USER = 'User ec2-user';

/** OpenSSH patterns that match exactly the addresses of a CIDR block: one for each value of the octet that the prefix splits. */
function addressPatterns(cidr: Cidr): string[] {
  const octets = Math.ceil(cidr.prefix / 8);
  return Array.from({ length: 2 ** (octets * 8 - cidr.prefix) }, (_, index) => {
    const [address = ''] = formatCidr(subnetOf(cidr, octets * 8, index)).split('/');
    return [...address.split('.').slice(0, octets), ...(octets < 4 ? ['*'] : [])].join('.');
  });
}

/** How OpenSSH gets to servers. */
interface Way {
  /** Hosts on the way. */
  readonly hosts: readonly (readonly string[])[];
  readonly toServer: (server: Server) => readonly [hostName: string, proxy: string];
  /** Instances of Auto Scaling groups, which have no names: patterns of hosts, and settings. */
  readonly unnamed: () => readonly [patterns: readonly string[], settings: readonly string[]];
}

/** The alias contains the instance id, so a replacement is a new host instead of a changed host key. */
const named = (host: string, address: string, id: string): string[] => [
  `Host ${host}`,
  `HostName ${address}`,
  USER,
  `HostKeyAlias ${host}-${id}`,
];

/** OpenSSH cannot use part of a name as the address, so the shell removes the prefix ($${ is Terraform's ${). */
const withoutPrefix = (prefix: string): string => `$\${0#${prefix}-}`;

/** By private address. Replaced instances reuse addresses, so the host keys of unnamed ones are not remembered. */
function throughBastion(bastion: Bastion, prefix: string, network: Network): Way {
  const jumpHost = `${prefix}-${bastion.name}`;
  return {
    hosts: [named(jumpHost, bastion.address, bastion.instanceId)],
    toServer: ({ privateAddress }) => [privateAddress, `ProxyJump ${jumpHost}`],
    unnamed: () => [
      network.allocations
        .filter(({ tier }) => tier === 'private')
        .flatMap(({ cidr }) => addressPatterns(cidr)),
      [
        'UserKnownHostsFile /dev/null',
        `ProxyCommand sh -c 'exec ssh -W "${withoutPrefix(prefix)}:%p" ${jumpHost}' %n`,
      ],
    ],
  };
}

/** By instance id, with the AWS CLI. AWS: "Allow and control permissions for SSH connections through Session Manager", "open-tunnel". */
function throughAws(prefix: string, region: string, hasEndpoint: boolean): Way {
  const to = (id: string): string =>
    hasEndpoint
      ? `aws ec2-instance-connect open-tunnel --region ${region} --instance-id ${id} --remote-port %p`
      : `aws ssm start-session --region ${region} --target ${id} --document-name AWS-StartSSHSession --parameters portNumber=%p`;
  return {
    hosts: [],
    toServer: ({ instanceId }) => [instanceId, `ProxyCommand ${to('%h')}`],
    unnamed: () => [['i-*'], [`ProxyCommand sh -c 'exec ${to(`"${withoutPrefix(prefix)}"`)}' %n`]],
  };
}

/**
 * Formats an OpenSSH configuration: the bastion, where there is one, servers by name, and instances of Auto Scaling groups by address or
 * id. Every name starts with the prefix, because other environments have the same names and addresses.
 */
export function sshConfig(parts: SshHosts): string {
  const { prefix, region, network, bastion, hasEndpoint, servers, databaseClients, database } = parts;
  const way = bastion ? throughBastion(bastion, prefix, network) : throughAws(prefix, region, hasEndpoint);
  // Through a server that may connect, so the database needs no further rule.
  const toDatabase = (isClient: boolean) =>
    database && isClient ? [`LocalForward ${database.port} ${database.endpoint}`] : [];
  const behind = [...servers].map(([name, { server, serverGroup }]) => {
    const [address, proxy] = way.toServer(server);
    return [
      ...named(`${prefix}-${name}`, address, server.instanceId),
      proxy,
      ...(serverGroup.page
        ? [`LocalForward ${serverGroup.page.port} localhost:${serverGroup.page.port}`]
        : []),
      ...toDatabase(databaseClients.includes(serverGroup.name)),
    ];
  });
  const fixed = new Set([...servers.values()].map(({ serverGroup }) => serverGroup.name));
  const [patterns, settings] = way.unnamed();
  const unnamed = [
    `Host ${patterns.map((pattern) => `${prefix}-${pattern}`).join(' ')}`,
    USER,
    ...settings,
    ...toDatabase(databaseClients.some((client) => !fixed.has(client))),
  ];
  return [...way.hosts, ...behind, ...(parts.hasAutoScalingGroup ? [unnamed] : [])]
    .map((lines) => `${lines.join('\n  ')}\n`)
    .join('\n');
}
