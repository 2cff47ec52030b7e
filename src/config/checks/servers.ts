import { PREFIXED_NAME_LENGTH } from '../../core/names';
import { planServers } from '../../core/servers';
import { type Check, type Draft, duplicates, type Finding, present } from './draft';

/** Words that mean a part of the platform wherever a server's name may stand. */
const RESERVED = ['administrators', 'bastion', 'database', 'internet', 'load-balancer'];

/** Names of the server groups, the only ones that traffic, targets and clients may name. */
export const serverNames = (draft: Draft): string[] =>
  present(draft.servers).flatMap(([, { name }]) => (name === undefined ? [] : [name]));

/** Every machine's name with the path that is to blame for it. */
function machineNames({ servers, bastion }: Draft): [PropertyKey[], string][] {
  const named = present(servers).flatMap(([index, { name, zones, count }]): [PropertyKey[], string][] => {
    const machines =
      name === undefined
        ? []
        : planServers(
            name,
            present(zones).map(([, zone]) => zone),
            count,
          );
    // A group's own name belongs to it as well: to its security group, and to whoever refers to it.
    const names = new Set([
      ...(name === undefined ? [] : [name]),
      ...machines.map((machine) => machine.name),
    ]);
    return [...names].map((machine) => [['servers', index, 'name'], machine]);
  });
  return [
    ...(bastion?.name === undefined ? [] : [[['bastion', 'name'], bastion.name] as [PropertyKey[], string]]),
    ...named,
  ];
}

const namesOnce: Check = (draft) =>
  duplicates(machineNames(draft), 'a name that no other server or bastion has');

const namesNotReserved: Check = (draft) =>
  machineNames(draft)
    .filter(([, name]) => RESERVED.includes(name))
    .map(([path]) => ({
      path,
      message: 'means a part of the platform',
      accepted: `a name other than ${RESERVED.join(', ')}`,
      code: 'NAME_INVALID',
    }));

const namesFitPrefixed: Check = (draft) => {
  const prefix = `${draft.project ?? ''}-${draft.name ?? ''}-`;
  const tooLong = machineNames(draft).filter(
    ([, name]) => prefix.length + name.length > PREFIXED_NAME_LENGTH,
  );
  const worst = new Map<string, Finding>();
  for (const [path, name] of tooLong) {
    worst.set(path.join(), {
      path,
      message: `is too long: ${prefix}${name} has ${prefix.length + name.length} characters`,
      accepted: `at most ${PREFIXED_NAME_LENGTH} characters with the prefix ${prefix}`,
      code: 'NAME_INVALID',
    });
  }
  return [...worst.values()];
};

const zonesOfAGroup: Check = ({ servers }) =>
  present(servers).flatMap(([index, { zones, count }]): Finding[] => [
    ...duplicates(
      present(zones).map(([at, zone]) => [['servers', index, 'zones', at], zone]),
      'each zone once',
    ),
    ...(count === undefined && (zones?.length ?? 0) > 1
      ? [
          {
            path: ['servers', index, 'zones'],
            message: 'names several zones for one server',
            accepted: 'one zone, or a count',
          },
        ]
      : []),
  ]);

const internetNeedsNat: Check = ({ servers, network }) =>
  network?.nat?.mode !== 'none'
    ? []
    : present(servers)
        .filter(([, { internetPorts }]) => (internetPorts?.length ?? 0) > 0)
        .map(([index]) => ({
          path: ['servers', index, 'internetPorts'],
          message: 'needs a way out that network.nat of mode "none" does not give',
          accepted: '[], or network.nat of mode "single" or "per-zone"',
        }));

const internetPortsOnce: Check = ({ servers, bastion }) =>
  [
    [['bastion', 'internetPorts'], bastion?.internetPorts] as const,
    ...present(servers).map(
      ([index, server]) => [['servers', index, 'internetPorts'], server.internetPorts] as const,
    ),
  ].flatMap(([path, ports]) =>
    duplicates(
      present(ports).map(([at, port]) => [[...path, at], `${port}`]),
      'each port once',
    ),
  );

export const serverChecks: readonly Check[] = [
  namesOnce,
  namesNotReserved,
  namesFitPrefixed,
  zonesOfAGroup,
  internetNeedsNat,
  internetPortsOnce,
];
