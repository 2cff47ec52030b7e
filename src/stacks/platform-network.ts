import type { Construct } from 'constructs';
import { FlowLogs } from '../constructs/flow-logs';
import { InterfaceEndpoints } from '../constructs/interface-endpoints';
import type { MachineImages } from '../constructs/machine-images';
import { Network } from '../constructs/network';
import type { Connectable } from '../constructs/security-group';
import { natServer } from './instance-setups';
import type { PlatformContext } from './platform-context';
import { identityTags } from './platform-tags';

/** Adds the VPC. The isolated tier exists only if something is in it. */
export function addNetwork(stack: Construct, images: MachineImages, context: PlatformContext): Network {
  const { environment, prefix, boundary } = context;
  const { project, region, network, database, cache, deletionProtection } = environment;
  const isolated = database?.tier === 'isolated' || cache?.tier === 'isolated';
  return new Network(stack, 'network', {
    ...network,
    natServer: natServer(environment, { prefix, images, boundary }),
    name: project,
    region,
    deletionProtection,
    identityTags: identityTags(environment),
    tiers: isolated ? ['public', 'private', 'isolated'] : ['public', 'private'],
  });
}

/** Adds the flow logs of the VPC, if configuration asks for them. */
export function addFlowLogs(stack: Construct, { vpcId }: Network, context: PlatformContext): void {
  const { environment, prefix, accountId, boundary } = context;
  const { network, deletionProtection, logRetentionDays } = environment;
  if (!network.flowLogs) return;
  new FlowLogs(stack, 'flow-logs', {
    prefix,
    vpcId,
    connections: network.flowLogs,
    retentionDays: logRetentionDays,
    deletionProtection,
    accountId: accountId(),
    boundary,
  });
}

/** Adds the interface endpoints. Every server is a client: private DNS leads all of the VPC to the endpoints. */
export function addEndpoints(
  stack: Construct,
  network: Network,
  clients: readonly Connectable[],
  { environment, prefix, accountId }: PlatformContext,
): void {
  const { endpoints } = environment.network;
  if (endpoints.length === 0) return;
  const interfaces = new InterfaceEndpoints(stack, 'endpoints', {
    prefix,
    network,
    region: environment.region,
    services: endpoints,
    accountId: accountId(),
  });
  for (const client of clients) interfaces.allowFrom(client);
}
