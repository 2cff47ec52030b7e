import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config';
import { Topology } from '../topology';
import { violations, type Intent } from '../topology/invariants';
import { platformRoles, serverAddresses } from './platform-roles';

/** What an environment's configuration promises of its network. */
export function platformIntent(environment: Environment): Intent {
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
  } as Intent;
}

/** Proves at every synth, from the JSON that it makes, that the network keeps what configuration promises. */
export function proveNetwork(stack: TerraformStack, environment: Environment): void {
  stack.node.addValidation({
    validate: () =>
      violations(
        Topology.read(stack.toTerraform() as object, environment.name),
        platformIntent(environment),
      ).map(({ address, message }) => `${address}: ${message} [TOPOLOGY_BROKEN]`),
  });
}
