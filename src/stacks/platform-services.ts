import type { Construct } from 'constructs';
import type { Environment } from '../config';
import { InternalLoadBalancer } from '../constructs/internal-load-balancer';
import type { Network } from '../constructs/network';
import type { InputVariables } from './input-variables';
import type { PlatformServers } from './platform-servers';
import { privateDnsOf } from './private-names';
import { canaryOf, healthCheckPathOf } from './platform-targets';

export interface ServicesContext {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  readonly servers: PlatformServers;
  readonly inputs: InputVariables;
}

/** Adds the names by which servers are found, and the internal load balancer with its services. */
export function addServices(scope: Construct, context: ServicesContext): InternalLoadBalancer | undefined {
  const { environment, prefix, network, servers } = context;
  for (const { name, privateName } of environment.servers) {
    if (privateName === undefined) continue;
    const addresses = [...servers.serverGroup(name).servers.values()].map(
      ({ privateAddress }) => privateAddress,
    );
    privateDnsOf(scope, environment, network).addServers(privateName, addresses);
  }
  const { internalLoadBalancer: settings, deletionProtection } = environment;
  if (!settings) return undefined;
  const name = `${prefix}-services`;
  const balancer = new InternalLoadBalancer(scope, 'internal-load-balancer', {
    name,
    network,
    deletionProtection,
  });
  const dns = privateDnsOf(scope, environment, network);
  for (const service of settings.services) {
    const serverGroup = servers.serverGroup(service.target);
    balancer.addService({
      ...service,
      serverGroup,
      hostName: dns.addAlias(service.name, balancer.aliasTarget),
      healthCheckPath: healthCheckPathOf(service, serverGroup),
      canary: canaryOf(service.target, context),
      clients: service.clients.map((client) => servers.serverGroup(client)),
    });
  }
  return balancer;
}
