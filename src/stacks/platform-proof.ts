import type { Environment } from '../config';
import { Topology } from '../topology';
import { violations, type ExpectedAccess } from '../topology/network-policy';
import { platformRoles, serverAddresses } from './platform-roles';

/** What an environment's configuration promises of its network. */
export function expectedAccess(environment: Environment): ExpectedAccess {
  const roles = platformRoles(environment);
  const only = (role: string): string | undefined => roles.get(role)?.[0];
  const database = only('database');
  const clients = environment.database?.clients ?? [];
  return {
    administrators: 'var.admin_cidrs',
    bastion: 'aws_instance.bastion',
    loadBalancer: only('load-balancer'),
    servers: environment.servers.flatMap((server) =>
      serverAddresses(server).map((address) => ({ address, internetPorts: server.internetPorts })),
    ),
    database: database && {
      address: database,
      clients: clients.flatMap((client) => roles.get(client) ?? []),
    },
  } as ExpectedAccess;
}

/** A validation that proves, from the JSON of a stack, that its network keeps what configuration promises. */
export function networkProof(environment: Environment, json: () => object): { validate: () => string[] } {
  const prove = () => violations(Topology.read(json(), environment.name), expectedAccess(environment));
  return {
    validate: () => prove().map(({ address, message }) => `${address}: ${message} [TOPOLOGY_BROKEN]`),
  };
}
