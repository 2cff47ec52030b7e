import type { Bastion } from '../constructs/bastion';
import type { Server } from '../constructs/server';
import type { ServerGroup } from '../constructs/server-group';

export interface SshHosts {
  readonly bastionName: string;
  /** Prefix of host key aliases. */
  readonly prefix: string;
  /** CIDR block of the VPC. */
  readonly cidr: string;
  readonly bastion: Bastion;
  readonly servers: ReadonlyMap<string, { readonly server: Server; readonly serverGroup: ServerGroup }>;
  /** Whether there is an Auto Scaling group, whose instances have no fixed addresses. */
  readonly hasAutoScalingGroup: boolean;
}

/** Default user of Amazon Linux. */
const USER = 'User ec2-user';

/** OpenSSH pattern for the addresses of a CIDR block. Undefined unless the prefix length is a multiple of 8. */
function addressPattern(cidr: string): string | undefined {
  const [address = '', prefix] = cidr.split('/');
  const octets = Number(prefix) / 8;
  return Number.isInteger(octets) ? `${address.split('.').slice(0, octets).join('.')}.*` : undefined;
}

/** Formats an OpenSSH configuration: the bastion, and behind it servers by name and instances of Auto Scaling groups by address. */
export function sshConfig({
  bastionName,
  prefix,
  cidr,
  bastion,
  servers,
  hasAutoScalingGroup,
}: SshHosts): string {
  const jump = `ProxyJump ${bastionName}`;
  // The alias contains the instance id, so a replacement is a new host instead of a changed host key.
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
  // Replaced instances reuse addresses, so host keys are not remembered.
  const unnamed =
    pattern === undefined ? [] : [[`Host ${pattern}`, USER, 'UserKnownHostsFile /dev/null', jump]];
  return [named(bastionName, bastion.address, bastion.instanceId), ...behind, ...unnamed]
    .map((lines) => `${lines.join('\n  ')}\n`)
    .join('\n');
}
