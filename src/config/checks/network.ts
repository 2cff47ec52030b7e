import {
  type Cidr,
  containsCidr,
  formatCidr,
  isPrivateCidr,
  overlapsCidr,
  parseCidr,
  PRIVATE_RANGES,
} from '../../core/cidr';
import { REGION_ZONES } from '../../core/regions';
import {
  LONGEST_SLOTTED_PREFIX,
  type PlannedSubnet,
  planSubnets,
  SMALLEST_PREFIX,
  type Tier,
} from '../../core/subnets';
import { type Check, type Draft, duplicates, type Finding, present } from './draft';

/** AWS: "VPC CIDR blocks": /16 to /28. */
const LARGEST_PREFIX = 16;

const tiersOf = (draft: Draft): Tier[] =>
  draft.database?.tier === 'isolated' ? ['public', 'private', 'isolated'] : ['public', 'private'];

const zonesOf = (draft: Draft): string[] => present(draft.network?.zones).map(([, zone]) => zone);

/** Every place outside `network.zones` that names a zone. */
function zoneMentions({ network, bastion, servers }: Draft): [PropertyKey[], string][] {
  const nat: Partial<Record<string, unknown>> = { ...network?.nat };
  const keyed = [
    [['network', 'nat', 'allocationIds'], nat['allocationIds']],
    ...Object.entries(network?.subnetCidrs ?? {}).map(([tier, value]) => [
      ['network', 'subnetCidrs', tier],
      value,
    ]),
  ] as [PropertyKey[], object | undefined][];
  return [
    ...(typeof nat['zone'] === 'string'
      ? [[['network', 'nat', 'zone'], nat['zone']] as [PropertyKey[], string]]
      : []),
    ...keyed.flatMap(([path, value]) =>
      Object.keys(value ?? {}).map((zone) => [[...path, zone], zone] as [PropertyKey[], string]),
    ),
    ...(bastion?.zone === undefined ? [] : [[['bastion', 'zone'], bastion.zone] as [PropertyKey[], string]]),
    ...present(servers).flatMap(([index, server]) =>
      present(server.zones).map(
        ([at, zone]) => [['servers', index, 'zones', at], zone] as [PropertyKey[], string],
      ),
    ),
  ];
}

/** Where the region itself is unknown, so are its zones, and nothing is said of them. */
function isZoneOf(region: string | undefined, zone: string): boolean {
  const letters = REGION_ZONES[region ?? ''];
  return letters === undefined || [...letters].includes(zone);
}

const zonesOfTheRegion: Check = (draft) => {
  const letters = REGION_ZONES[draft.region ?? ''] ?? '';
  return present(draft.network?.zones)
    .filter(([, zone]) => !isZoneOf(draft.region, zone))
    .map(([index]) => ({
      path: ['network', 'zones', index],
      message: `is not a zone of ${draft.region}`,
      accepted: [...letters].join(', '),
      code: 'REFERENCE_UNKNOWN',
    }));
};

const zonesOnce: Check = (draft) =>
  duplicates(
    present(draft.network?.zones).map(([index, zone]) => [['network', 'zones', index], zone]),
    'each zone once',
  );

const zonesWithSubnets: Check = (draft) => {
  const zones = zonesOf(draft);
  return zoneMentions(draft)
    .filter(([, zone]) => zones.length > 0 && !zones.includes(zone))
    .map(([path, zone]) => ({
      path,
      message: `names zone ${zone}, which has no subnet`,
      accepted: `${zones.filter((known) => isZoneOf(draft.region, known)).join(', ')}, or add the zone to network.zones`,
      code: 'REFERENCE_UNKNOWN',
    }));
};

const allocationOfTheOneNat: Check = ({ network }) => {
  const nat = network?.nat;
  if (nat?.mode !== 'single') return [];
  return Object.keys(nat.allocationIds ?? {})
    .filter((zone) => zone !== nat.zone)
    .map((zone) => ({
      path: ['network', 'nat', 'allocationIds', zone],
      message: 'belongs to a zone without a NAT gateway',
      accepted: `an address for zone ${nat.zone}`,
    }));
};

function vpcOf(draft: Draft): Cidr | undefined {
  return draft.network?.cidr === undefined ? undefined : parseCidr(draft.network.cidr);
}

const vpcRange: Check = (draft) => {
  const vpc = vpcOf(draft);
  if (!vpc) return [];
  const path = ['network', 'cidr'];
  const findings: (Finding | false)[] = [
    !isPrivateCidr(vpc) && {
      path,
      message: 'is not a private network',
      accepted: `a range within ${PRIVATE_RANGES}`,
    },
    vpc.prefix < LARGEST_PREFIX && {
      path,
      message: 'is too large',
      accepted: `/${LARGEST_PREFIX} to /${SMALLEST_PREFIX}`,
    },
    vpc.prefix > SMALLEST_PREFIX && {
      path,
      message: 'is too small',
      accepted: `/${LARGEST_PREFIX} to /${SMALLEST_PREFIX}`,
    },
  ];
  return findings
    .filter((finding) => finding !== false)
    .map((finding) => ({ ...finding, code: 'CIDR_INVALID' }));
};

type Subnet = PlannedSubnet & { readonly path: readonly PropertyKey[]; readonly stated: boolean };

function subnetsOf(draft: Draft, vpc: Cidr): Subnet[] {
  const zones = zonesOf(draft).filter(
    (zone, index, all) => /^[a-p]$/.test(zone) && all.indexOf(zone) === index,
  );
  return planSubnets(vpc, tiersOf(draft), zones, draft.network?.subnetCidrs).map((subnet) => ({
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
  const subnets = subnetsOf(draft, vpc).filter(
    ({ stated }) => stated || vpc.prefix <= LONGEST_SLOTTED_PREFIX,
  );
  const findings = subnets
    .filter(({ stated }) => stated)
    .flatMap((subnet): (Finding | false)[] => [
      !containsCidr(vpc, subnet.cidr) && {
        path: subnet.path,
        message: `lies outside the VPC's ${formatCidr(vpc)}`,
        accepted: `a range within ${formatCidr(vpc)}`,
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

const statedTiersExist: Check = (draft) =>
  Object.keys(draft.network?.subnetCidrs?.isolated ?? {}).length === 0 || tiersOf(draft).includes('isolated')
    ? []
    : [
        {
          path: ['network', 'subnetCidrs', 'isolated'],
          message: 'belongs to a tier that does not exist',
          accepted: 'public, private; isolated where database.tier is "isolated"',
        },
      ];

export const networkChecks: readonly Check[] = [
  zonesOfTheRegion,
  zonesOnce,
  zonesWithSubnets,
  allocationOfTheOneNat,
  vpcRange,
  slotsLargeEnough,
  subnetsFit,
  statedTiersExist,
];
