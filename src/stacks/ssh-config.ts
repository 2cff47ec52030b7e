import type { Bastion } from '../constructs/bastion';
import type { Database } from '../constructs/database';
import type { Network } from '../constructs/network';
import type { Server } from '../constructs/server';
import type { ServerGroup } from '../constructs/server-group';
import { type Cidr, formatCidr, subnetOf } from '../net/cidr';

export interface SshHosts {
  readonly bastionName: string;
  /** Prefix of host names and host key aliases: project and environment. */
  readonly prefix: string;
  readonly network: Network;
  readonly bastion: Bastion;
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

/**
 * Formats an OpenSSH configuration: the bastion, and behind it servers by name and instances of Auto Scaling groups by address. Every
 * name starts with the prefix, because other environments have the same names and addresses.
 */
export function sshConfig({
  bastionName,
  prefix,
  network,
  bastion,
  servers,
  hasAutoScalingGroup,
  databaseClients,
  database,
}: SshHosts): string {
  const jumpHost = `${prefix}-${bastionName}`;
  // The alias contains the instance id, so a replacement is a new host instead of a changed host key.
  const named = (name: string, address: string, id: string) => [
    `Host ${prefix}-${name}`,
    `HostName ${address}`,
    USER,
    `HostKeyAlias ${prefix}-${name}-${id}`,
  ];
  // Through a server that may connect, so the database needs no further rule.
  const toDatabase = (isClient: boolean) =>
    database && isClient ? [`LocalForward ${database.port} ${database.endpoint}`] : [];
  const behind = [...servers].map(([name, { server, serverGroup }]) => [
    ...named(name, server.privateAddress, server.instanceId),
    `ProxyJump ${jumpHost}`,
    ...(serverGroup.page ? [`LocalForward ${serverGroup.page.port} localhost:${serverGroup.page.port}`] : []),
    ...toDatabase(databaseClients.includes(serverGroup.name)),
  ]);
  const fixed = new Set([...servers.values()].map(({ serverGroup }) => serverGroup.name));
  const patterns = network.allocations
    .filter(({ tier }) => tier === 'private')
    .flatMap(({ cidr }) => addressPatterns(cidr));
  // OpenSSH cannot use part of a name as the address, so the shell removes the prefix ($${ is Terraform's ${). Replaced instances reuse
  // addresses, so host keys are not remembered.
  const unnamed = [
    `Host ${patterns.map((pattern) => `${prefix}-${pattern}`).join(' ')}`,
    USER,
    'UserKnownHostsFile /dev/null',
    `ProxyCommand sh -c 'exec ssh -W "$\${0#${prefix}-}:%p" ${jumpHost}' %n`,
    ...toDatabase(databaseClients.some((client) => !fixed.has(client))),
  ];
  return [
    named(bastionName, bastion.address, bastion.instanceId),
    ...behind,
    ...(hasAutoScalingGroup ? [unnamed] : []),
  ]
    .map((lines) => `${lines.join('\n  ')}\n`)
    .join('\n');
}
