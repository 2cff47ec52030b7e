import { successorOf, zonesOffering } from '../../catalog/instance-types';
import { zonesOf } from './subnets';
import { type Check, type Draft, type Finding, present } from './draft';

interface Use {
  readonly path: PropertyKey[];
  readonly instanceType: string | undefined;
  readonly zones: readonly string[];
}

function uses({ bastion, servers, network }: Draft): Use[] {
  const nat = network?.nat;
  return [
    ...(nat?.mode === 'instance'
      ? [
          {
            path: ['network', 'nat', 'instanceType'],
            instanceType: nat.instanceType,
            zones: present([nat.zone]).map(([, zone]) => zone),
          },
        ]
      : []),
    ...(bastion
      ? [
          {
            path: ['bastion', 'instanceType'],
            instanceType: bastion.instanceType,
            zones: bastion.zone === undefined ? [] : [bastion.zone],
          },
        ]
      : []),
    ...present(servers).map(([index, { instanceType, zones }]) => ({
      path: ['servers', index, 'instanceType'],
      instanceType,
      zones: present(zones).map(([, zone]) => zone),
    })),
  ];
}

/** Types that AWS is known not to have in a zone; the plan asks it about all. */
const typesOfTheZones: Check = (draft) => {
  const { region } = draft;
  const known = new Set(zonesOf(draft));
  if (region === undefined) return [];
  return uses(draft).flatMap(({ path, instanceType, zones }): Finding[] => {
    const offering = instanceType === undefined ? undefined : zonesOffering(instanceType, region);
    if (instanceType === undefined || offering === undefined) return [];
    const missing = [...new Set(zones)].filter((zone) => known.has(zone) && !offering.includes(zone));
    if (missing.length === 0) return [];
    const where = offering === '' ? region : `zone ${missing.join(' and ')} of ${region}`;
    const elsewhere = offering === '' ? '' : `, or zone ${[...offering].join(' or ')}`;
    return [
      {
        path,
        given: instanceType,
        message: `is not offered in ${where}`,
        accepted: `e.g. ${successorOf(instanceType)}${elsewhere}`,
      },
    ];
  });
};

export const offeringChecks: readonly Check[] = [typesOfTheZones];
