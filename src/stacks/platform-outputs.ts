import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { Bastion } from '../constructs/bastion';
import type { Database } from '../constructs/database';
import type { LoadBalancer } from '../constructs/load-balancer';
import type { Network } from '../constructs/network';
import type { Server } from '../constructs/server';
import type { ServerFleet } from '../constructs/server-fleet';

export interface PlatformParts {
  readonly bastionName: string;
  /** Start of the names under which OpenSSH remembers host keys, so that environments with equal addresses do not clash. */
  readonly prefix: string;
  readonly network: Network;
  readonly bastion: Bastion;
  readonly servers: ReadonlyMap<string, { readonly server: Server; readonly fleet: ServerFleet }>;
  readonly loadBalancer: LoadBalancer | undefined;
  readonly database: Database | undefined;
}

/** The user that Amazon Linux logs in. */
const USER = 'ec2-user';

function sshConfig({ bastionName, bastion, prefix, servers }: PlatformParts): string {
  const host = (name: string, address: string, more: string[] = []) =>
    [`Host ${name}`, `HostName ${address}`, `User ${USER}`, `HostKeyAlias ${prefix}-${name}`, ...more].join(
      '\n  ',
    );
  const behind = [...servers].map(
    ([
      name,
      {
        server,
        fleet: { page },
      },
    ]) =>
      host(name, server.privateAddress, [
        `ProxyJump ${bastionName}`,
        ...(page ? [`LocalForward ${page.port} localhost:${page.port}`] : []),
      ]),
  );
  return [host(bastionName, bastion.address), ...behind, ''].join('\n\n').trimEnd() + '\n';
}

/** Everything that a person or another program wants to know of a deployed platform. */
export function addPlatformOutputs(scope: Construct, parts: PlatformParts): void {
  const { network, bastion, servers, loadBalancer, database } = parts;
  const outputs: Readonly<Record<string, readonly [value: unknown, description: string]>> = {
    bastion_address: [bastion.address, 'Public address of the bastion'],
    nat_addresses: [network.natAddresses, 'Public addresses of the NAT gateways by zone'],
    server_addresses: [
      Object.fromEntries([...servers].map(([name, { server }]) => [name, server.privateAddress])),
      'Private addresses of the servers by name',
    ],
    ssh_config: [
      sshConfig(parts),
      'Text for an OpenSSH configuration: ssh to a server jumps through the bastion, and brings its web page to localhost',
    ],
    ...(loadBalancer && { load_balancer_url: [loadBalancer.url, 'Where the application answers'] }),
    ...(database && {
      database_endpoint: [database.endpoint, 'Host and port of the database'],
      database_secret_arn: [database.secretArn, "Secret with the database's user name and password"],
    }),
  };
  for (const [id, [value, description]] of Object.entries(outputs)) {
    new TerraformOutput(scope, id, { value, description });
  }
}
