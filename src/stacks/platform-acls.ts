import type { TerraformStack } from 'cdktf';
import type { Network } from '../constructs/network';
import { NetworkAcls } from '../constructs/network-acls';
import { type Access, type Connectable, INTERNET, SecurityGroup } from '../constructs/security-group';
import type { AclScope, TierTraffic } from '../net/network-acls';
import type { Tier } from '../net/subnets';

/** What is not in the private subnets, and whether a load balancer or an endpoint that connects to servers is in them. */
export type Placements = Readonly<Record<Exclude<Tier, 'private'>, readonly (Connectable | undefined)[]>> & {
  readonly hasPrivateGateway: boolean;
};

interface Opened {
  readonly inbound: Map<number, AclScope>;
  readonly outbound: Map<number, AclScope>;
  hasUdp: boolean;
}

/** Network ACLs for the access that the constructs of the stack have declared so far. */
export function addNetworkAcls(stack: TerraformStack, network: Network, placements: Placements): void {
  const opened = new Map<Tier, Opened>(
    network.tiers.map((tier) => [tier, { inbound: new Map(), outbound: new Map(), hasUdp: false }]),
  );
  const at = (tier: Tier): Opened => opened.get(tier) as Opened;
  const tierOf = (group: SecurityGroup): Tier =>
    (['public', 'isolated'] as const).find((tier) =>
      placements[tier].some((one) => one?.securityGroup === group),
    ) ?? 'private';
  for (const access of accessesOf(stack)) open(access, at, tierOf);
  const traffic = [...opened].map(([tier, one]): [Tier, TierTraffic] => [
    tier,
    {
      ...one,
      clients: tier === 'public' ? 'gateways' : 'servers',
      hasBalancer: tier === 'private' && placements.hasPrivateGateway,
    },
  ]);
  new NetworkAcls(stack, 'network-acls', { network, traffic: new Map(traffic) });
}

const accessesOf = (stack: TerraformStack): Access[] =>
  stack.node
    .findAll()
    .filter((construct) => construct instanceof SecurityGroup)
    .flatMap(({ accesses }) => accesses);

function open(
  { from, to, rule: { port, protocol } }: Access,
  at: (tier: Tier) => Opened,
  tierOf: (group: SecurityGroup) => Tier,
): void {
  const [source, goal] = [from, to].map((peer) => (peer instanceof SecurityGroup ? tierOf(peer) : undefined));
  const scope = source && goal ? 'vpc' : 'internet';
  const widen = (ports: Map<number, AclScope>, wanted: AclScope): void => {
    if (ports.get(port) !== 'internet') ports.set(port, wanted);
  };
  for (const tier of [source, goal]) if (tier && protocol === 'udp') at(tier).hasUdp = true;
  if (protocol === 'udp') return;
  if (source) widen(at(source).outbound, scope);
  if (goal) widen(at(goal).inbound, scope);
  // What translates addresses is in the public subnets, and passes on what private servers send to the internet.
  if (source === undefined || source === 'public' || to !== INTERNET) return;
  widen(at('public').inbound, 'vpc');
  widen(at('public').outbound, 'internet');
}
