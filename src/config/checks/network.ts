import { isPrivateCidr, PRIVATE_RANGES } from '../../net/cidr';
import { REGION_ZONES } from '../../net/regions';
import { LARGEST_PREFIX, SMALLEST_PREFIX } from '../../net/subnets';
import { type Check, type Draft, duplicates, type Finding, present } from './draft';
import { tiersOf, vpcOf, zonesOf } from './subnets';

/** Every place outside `network.zones` that names a zone. */
function zoneMentions({ network, access, bastion, servers }: Draft): [PropertyKey[], string][] {
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
    ...(access?.mode === 'instance-connect-endpoint' && access.zone !== undefined
      ? [[['access', 'zone'], access.zone] as [PropertyKey[], string]]
      : []),
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
  const zones = [...new Set(zonesOf(draft))];
  const known = zones.filter((zone) => isZoneOf(draft.region, zone));
  return zoneMentions(draft)
    .filter(([, zone]) => known.length > 0 && !zones.includes(zone))
    .map(([path, zone]) => ({
      path,
      message: `names zone ${zone}, which has no subnet`,
      accepted: `${known.join(', ')}, or add the zone to network.zones`,
      code: 'REFERENCE_UNKNOWN',
    }));
};

const allocationOfTheOneNat: Check = ({ network }) => {
  const nat = network?.nat;
  if (nat?.mode !== 'single' && nat?.mode !== 'instance') return [];
  return Object.keys(nat.allocationIds ?? {})
    .filter((zone) => zone !== nat.zone)
    .map((zone) => ({
      path: ['network', 'nat', 'allocationIds', zone],
      message: `belongs to a zone without a NAT ${nat.mode === 'instance' ? 'instance' : 'gateway'}`,
      accepted: `an address for zone ${nat.zone}`,
    }));
};

const allocationsOnce: Check = ({ network }) => {
  const { allocationIds = {} } = { ...network?.nat } as { allocationIds?: Record<string, string> };
  return duplicates(
    Object.entries(allocationIds).map(([zone, id]) => [['network', 'nat', 'allocationIds', zone], id]),
    'each address for one NAT gateway',
  );
};

const endpointsOnce: Check = ({ network }) =>
  duplicates(
    present(network?.endpoints).map(([index, name]) => [['network', 'endpoints', index], name]),
    'each service once',
  );

const vpcRange: Check = (draft) => {
  const vpc = vpcOf(draft);
  if (!vpc) return [];
  const path = ['network', 'cidr'];
  const findings: (Finding | false)[] = [
    !isPrivateCidr(vpc) && {
      path,
      message: 'is not a private network',
      accepted: `a CIDR block within ${PRIVATE_RANGES}`,
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

const statedTiersExist: Check = (draft) =>
  Object.keys(draft.network?.subnetCidrs?.isolated ?? {}).length === 0 || tiersOf(draft).includes('isolated')
    ? []
    : [
        {
          path: ['network', 'subnetCidrs', 'isolated'],
          message: 'belongs to a tier that does not exist',
          accepted: 'public, private; isolated where the tier of database or cache is "isolated"',
        },
      ];

export const networkChecks: readonly Check[] = [
  zonesOfTheRegion,
  zonesOnce,
  zonesWithSubnets,
  allocationOfTheOneNat,
  allocationsOnce,
  endpointsOnce,
  vpcRange,
  statedTiersExist,
];
