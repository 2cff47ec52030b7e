import type { Bastion } from '../constructs/bastion';
import type { Server } from '../constructs/server';
import type { ServerGroup } from '../constructs/server-group';

export interface SshHosts {
  readonly bastionName: string;
  /** Start of the names under which OpenSSH remembers host keys. */
  readonly prefix: string;
  /** CIDR block of the VPC. */
  readonly cidr: string;
  readonly bastion: Bastion;
  readonly servers: ReadonlyMap<string, { readonly server: Server; readonly serverGroup: ServerGroup }>;
  /** Whether there is an Auto Scaling group, whose instances have no fixed address. */
  readonly hasAutoScalingGroup: boolean;
}

/** The user that Amazon Linux logs in. */
const USER = 'User ec2-user';

/** An OpenSSH pattern for the addresses of a CIDR block; undefined unless its prefix ends at an octet. */
function addressPattern(cidr: string): string | undefined {
  const [address = '', prefix] = cidr.split('/');
  const octets = Number(prefix) / 8;
  return Number.isInteger(octets) ? `${address.split('.').slice(0, octets).join('.')}.*` : undefined;
}

/** Text for an OpenSSH configuration: the bastion, and through it each server by name, and instances of Auto Scaling groups by address. */
export function sshConfig({
  bastionName,
  prefix,
  cidr,
  bastion,
  servers,
  hasAutoScalingGroup,
}: SshHosts): string {
  const jump = `ProxyJump ${bastionName}`;
  // With the id in its alias a successor is a new host, not one whose key has changed.
  const named = (name: string, address: string, id: string) => [
    `Host ${name}`,
    `HostName ${address}`,
    USER,
    `HostKeyAlias ${prefix}-${name}-${id}`,
  ];
  const behind = [...servers].map(([name, { server, serverGroup }]) => [
    ...named(name, server.privateAddress, server.instanceId),
    jump,
    ...(serverGroup.page ? [`LocalForward ${serverGroup.page.port} localhost:${serverGroup.page.port}`] : []),
  ]);
  const pattern = hasAutoScalingGroup ? addressPattern(cidr) : undefined;
  // Successors take the addresses of others, so no key is remembered for these.
  const unnamed =
    pattern === undefined ? [] : [[`Host ${pattern}`, USER, 'UserKnownHostsFile /dev/null', jump]];
  return [named(bastionName, bastion.address, bastion.instanceId), ...behind, ...unnamed]
    .map((lines) => `${lines.join('\n  ')}\n`)
    .join('\n');
}
