import { type Cidr, containsCidr, formatCidr, overlapsCidr, parseCidr, sizeOf } from '../../net/cidr';
import { placeServers } from '../../net/server-placement';
import {
  LARGEST_PREFIX,
  LONGEST_SLOTTED_PREFIX,
  type SubnetAllocation,
  allocateSubnets,
  SMALLEST_PREFIX,
  type Tier,
} from '../../net/subnets';
import { type Check, type Draft, type Finding, present } from './draft';

/** AWS: "Subnet sizing": the first four addresses and the last are AWS's own. */
const RESERVED_ADDRESSES = 5;

/** AWS: "Subnets for your load balancer": each has at least a /27. */
const LOAD_BALANCER_PREFIX = 27;

export const tiersOf = (draft: Draft): Tier[] =>
  [draft.database, draft.cache].some((part) => part?.tier === 'isolated')
    ? ['public', 'private', 'isolated']
    : ['public', 'private'];

export const zonesOf = (draft: Draft): string[] => present(draft.network?.zones).map(([, zone]) => zone);

export function vpcOf(draft: Draft): Cidr | undefined {
  return draft.network?.cidr === undefined ? undefined : parseCidr(draft.network.cidr);
}

type Subnet = SubnetAllocation & { readonly path: readonly PropertyKey[]; readonly stated: boolean };

function subnetsOf(draft: Draft, vpc: Cidr): Subnet[] {
  const zones = zonesOf(draft).filter(
    (zone, index, all) => /^[a-p]$/.test(zone) && all.indexOf(zone) === index,
  );
  return allocateSubnets(vpc, tiersOf(draft), zones, draft.network?.subnetCidrs).map((subnet) => ({
    ...subnet,
    path: ['network', 'subnetCidrs', subnet.tier, subnet.zone],
    stated: draft.network?.subnetCidrs?.[subnet.tier]?.[subnet.zone] !== undefined,
  }));
}

const slotsLargeEnough: Check = (draft) => {
  const vpc = vpcOf(draft);
  if (!vpc || vpc.prefix > SMALLEST_PREFIX || vpc.prefix <= LONGEST_SLOTTED_PREFIX) return [];
  const missing = subnetsOf(draft, vpc).filter(({ stated }) => !stated);
  return missing.length === 0
    ? []
    : [
        {
          path: ['network', 'cidr'],
          message: `is too small: the slot of ${missing.map(({ tier, zone }) => `${tier} ${zone}`).join(', ')} would be /${vpc.prefix + 8}`,
          accepted: `/${LARGEST_PREFIX} to /${LONGEST_SLOTTED_PREFIX}, or a smaller range with every subnet stated in network.subnetCidrs`,
          code: 'CIDR_INVALID',
        },
      ];
};

const describe = ({ tier, zone, cidr, stated, path }: Subnet): string =>
  stated ? `${path.join('.')} ${formatCidr(cidr)}` : `the slot of ${tier} ${zone}, ${formatCidr(cidr)}`;

const subnetsFit: Check = (draft) => {
  const vpc = vpcOf(draft);
  if (!vpc) return [];
  const subnets = knownSubnets(draft);
  const findings = subnets
    .filter(({ stated }) => stated)
    .flatMap((subnet): (Finding | false)[] => [
      !containsCidr(vpc, subnet.cidr) && {
        path: subnet.path,
        message: `lies outside the VPC's ${formatCidr(vpc)}`,
        accepted: `a CIDR block within ${formatCidr(vpc)}`,
        code: 'CIDR_OUTSIDE',
      },
      (subnet.cidr.prefix > SMALLEST_PREFIX || subnet.cidr.prefix < LARGEST_PREFIX) && {
        path: subnet.path,
        message: 'is not a size that a subnet can have',
        accepted: `/${LARGEST_PREFIX} to /${SMALLEST_PREFIX}`,
        code: 'CIDR_INVALID',
      },
      ...subnets
        .slice(0, subnets.indexOf(subnet))
        .concat(subnets.slice(subnets.indexOf(subnet) + 1).filter(({ stated }) => !stated))
        .filter((other) => overlapsCidr(other.cidr, subnet.cidr))
        .map((other) => ({
          path: subnet.path,
          message: `overlaps ${describe(other)}`,
          accepted: 'a range that no other subnet shares',
          code: 'CIDR_OVERLAP' as const,
        })),
    ]);
  return findings.filter((finding) => finding !== false);
};

/** The subnets whose CIDR blocks are known: in a VPC that is too small for slots, those that are stated. */
function knownSubnets(draft: Draft): Subnet[] {
  const vpc = vpcOf(draft);
  if (!vpc) return [];
  return subnetsOf(draft, vpc).filter(({ stated }) => stated || vpc.prefix <= LONGEST_SLOTTED_PREFIX);
}

const serversHaveAddresses: Check = (draft) => {
  const zones = present(draft.servers).flatMap(([, { name = '', zones: letters, count, autoScaling }]) =>
    placeServers(
      name,
      present(letters).map(([, zone]) => zone),
      autoScaling?.max ?? count,
    ).map(({ zone }) => zone),
  );
  return knownSubnets(draft)
    .filter(({ tier }) => tier === 'private')
    .map((subnet) => ({
      subnet,
      room: sizeOf(subnet.cidr) - RESERVED_ADDRESSES,
      servers: zones.filter((zone) => zone === subnet.zone).length,
    }))
    .filter(({ room, servers }) => servers > room)
    .map(({ subnet, room, servers }) => ({
      path: subnet.path,
      message: `has ${room} addresses for ${servers} servers (${describe(subnet)})`,
      accepted: `a larger range, or at most ${room} servers in zone ${subnet.zone}`,
      code: 'CIDR_INVALID',
    }));
};

const loadBalancerHasRoom: Check = (draft) =>
  draft.loadBalancer === undefined
    ? []
    : knownSubnets(draft)
        .filter(
          ({ tier, cidr }) =>
            tier === 'public' && cidr.prefix > LOAD_BALANCER_PREFIX && cidr.prefix <= SMALLEST_PREFIX,
        )
        .map((subnet) => ({
          path: subnet.path,
          message: `is too small for a load balancer (${describe(subnet)})`,
          accepted: `/${LARGEST_PREFIX} to /${LOAD_BALANCER_PREFIX}, or no loadBalancer`,
          code: 'CIDR_INVALID',
        }));

export const subnetChecks: readonly Check[] = [
  slotsLargeEnough,
  subnetsFit,
  serversHaveAddresses,
  loadBalancerHasRoom,
];
