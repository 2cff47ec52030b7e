import { baselineOf } from '../../catalog/instance-types';
import { INSTANCE_CONNECT_ENDPOINT, natInstanceName, PREFIXED_NAME_LENGTH } from '../../core/names';
import { canaryName } from '../canaries';
import { placeServers } from '../../net/server-placement';
import {
  type Check,
  type Draft,
  duplicates,
  type Entry,
  type Finding,
  oncePerPath,
  present,
  type ServerDraft,
} from './draft';

/** Words that mean a part of the platform wherever a server's name may stand. */
const RESERVED = ['administrators', 'bastion', 'database', 'internet', 'load-balancer'];

/** Names of the server groups, the only ones that traffic, targets and clients may name. */
export const serverNames = (draft: Draft): string[] =>
  present(draft.servers).flatMap(([, { name }]) => (name === undefined ? [] : [name]));

/** A group's own name and those of its instances. Its own counts as well: its security group has it, and other keys refer to it. */
export function namesOfGroup(name: string, { zones, count }: ServerDraft): string[] {
  const letters = present(zones).map(([, zone]) => zone);
  return [...new Set([name, ...placeServers(name, letters, count).map((server) => server.name)])];
}

/** Names of a server's canary: an Auto Scaling group, or one server in the first zone. */
function canaryNames({ name, canary, zones, autoScaling }: ServerDraft): string[] {
  if (name === undefined || canary === undefined) return [];
  const first = present(zones)
    .map(([, zone]) => zone)
    .sort()
    .slice(0, 1);
  return namesOfGroup(canaryName(name), autoScaling ? {} : { zones: first, count: 1 });
}

/** The names of all instances and server groups, each with the path of the key that makes it. */
export function instanceNames({ servers, bastion, network }: Draft): Entry[] {
  const named = present(servers).flatMap(([index, server]): Entry[] => {
    if (server.name === undefined) return [];
    const [own = '', ...others] = namesOfGroup(server.name, server);
    const path = ['servers', index, 'name'];
    return [
      [path, own],
      ...others.map((name): Entry => [path, name, `makes ${name}, which is a duplicate`]),
      ...canaryNames(server).map((name): Entry => [
        ['servers', index, 'canary'],
        name,
        `makes ${name}, which is a duplicate`,
      ]),
    ];
  });
  const nat = network?.nat;
  return [
    ...(nat?.mode === 'instance' && nat.zone !== undefined
      ? [[['network', 'nat', 'zone'], natInstanceName(nat.zone)] as const]
      : []),
    ...(bastion?.name === undefined ? [] : [[['bastion', 'name'], bastion.name] as const]),
    ...named,
  ];
}

const namesOnce: Check = (draft) =>
  oncePerPath(duplicates(instanceNames(draft), 'a name that no other server or bastion has'));

const namesNotReserved: Check = (draft) => {
  const reserved = [
    ...RESERVED,
    ...(draft.internalLoadBalancer ? ['internal-load-balancer'] : []),
    ...(draft.access?.mode === INSTANCE_CONNECT_ENDPOINT ? [INSTANCE_CONNECT_ENDPOINT] : []),
    ...(draft.pipeline ? ['pipeline'] : []),
  ];
  return instanceNames(draft)
    .filter(([, name]) => reserved.includes(name))
    .map(([path]) => ({
      path,
      message: 'is reserved for a part of the platform',
      accepted: `a name other than ${reserved.join(', ')}`,
      code: 'NAME_INVALID',
    }));
};

/** A prefix with which not even one name fits is the project's fault, and not each server's. */
const namesFitPrefixed: Check = (draft) => {
  const { project = '' } = draft;
  const prefix = `${project}-${draft.name ?? ''}-`;
  const names = instanceNames(draft);
  const excess = ([, name]: Entry): number => prefix.length + name.length - PREFIXED_NAME_LENGTH;
  const long = names.filter((entry) => excess(entry) > 0);
  const most = project.length - Math.max(...long.map(excess));
  if (long.length > 1 && long.length === names.length && most > 0)
    return [
      {
        path: ['project'],
        message: `is too long: it begins the name of every server, which has at most ${PREFIXED_NAME_LENGTH} characters`,
        accepted: `at most ${most} characters with these servers`,
        code: 'NAME_INVALID',
      },
    ];
  return oncePerPath(
    long.map(([path, name]): Finding => ({
      path,
      message: `is too long: ${prefix + name} has ${prefix.length + name.length} characters`,
      accepted: `at most ${PREFIXED_NAME_LENGTH} characters with the prefix ${prefix}`,
      code: 'NAME_INVALID',
    })),
  );
};

const zonesOfAGroup: Check = ({ servers }) =>
  present(servers).flatMap(([index, { zones, count, autoScaling }]): Finding[] => [
    ...duplicates(
      present(zones).map(([at, zone]) => [['servers', index, 'zones', at], zone]),
      'each zone once',
    ),
    ...(count === undefined && autoScaling === undefined && (zones?.length ?? 0) > 1
      ? [
          {
            path: ['servers', index, 'zones'],
            message: 'names several zones for one server',
            accepted: 'one zone, a count, or autoScaling',
          },
        ]
      : []),
  ]);

/** On standard credits the CPU falls to its baseline once they are spent, so a higher target is never reached. */
const targetWithinBaseline: Check = ({ servers }) =>
  present(servers).flatMap(([index, { instanceType, autoScaling }]): Finding[] => {
    const { targetCpu, cpuCredits } = autoScaling ?? {};
    const baseline = baselineOf(instanceType ?? '');
    if (cpuCredits !== 'standard' || baseline === undefined || targetCpu === undefined) return [];
    return targetCpu < baseline
      ? []
      : [
          {
            path: ['servers', index, 'autoScaling', 'targetCpu'],
            message: `is not below ${baseline}, the baseline of ${instanceType} on standard CPU credits`,
            accepted: `less than ${baseline}, cpuCredits "unlimited", or an instance type that is not burstable`,
          },
        ];
  });

export const serverChecks: readonly Check[] = [
  namesOnce,
  namesNotReserved,
  namesFitPrefixed,
  zonesOfAGroup,
  targetWithinBaseline,
];
