import { memoryOf } from '../../catalog/instance-types';
import { defaultVolumeName, roleOf } from '../../roles';
import { BEATS_PORT, type RoleKeys, type ServerRole } from '../../roles/role';
import { speaksHttps } from './domain';
import { type Check, duplicates, type Entry, type Finding, ofEach, present, rolesWhere } from './draft';

const logsAre =
  (use: ServerRole['applicationLogs']) =>
  (role: ServerRole): boolean =>
    role.applicationLogs === use;

const keysOfTheRole: Check = (draft) =>
  ofEach(draft, (server, role, at) =>
    Object.entries(roleOf(role).keys).flatMap(([name, use]): Finding[] => {
      const key = name as keyof RoleKeys;
      if (use === 'required' && server[key] === undefined)
        return [
          { path: at(key), message: `is missing for role "${role}"`, accepted: `${key} with its settings` },
        ];
      return use === 'rejected' && server[key] !== undefined
        ? [
            {
              path: at(key),
              message: `does not go with role "${role}"`,
              accepted: `${rolesWhere(({ keys }) => keys[key] !== 'rejected')}, or no ${key}`,
            },
          ]
        : [];
    }),
  );

const oneServerForAVolume: Check = (draft) =>
  ofEach(draft, ({ dataVolume, count }, _, at) =>
    dataVolume === undefined || count === undefined || count === 1
      ? []
      : [
          {
            path: at('count'),
            message: 'makes several servers claim one data volume',
            accepted: '1, or no count',
          },
        ],
  );

const sizeOfTheGroup: Check = (draft) =>
  ofEach(draft, ({ autoScaling, count, dataVolume }, _, at): Finding[] => {
    if (!autoScaling) return [];
    const { min, max } = autoScaling;
    return [
      ...(dataVolume
        ? [
            {
              path: at('autoScaling'),
              message: 'replaces its servers, but a data volume belongs to one server',
              accepted: 'no autoScaling, or no dataVolume',
            },
          ]
        : []),
      ...(count === undefined
        ? []
        : [{ path: at('count'), message: 'conflicts with autoScaling', accepted: 'one of the two' }]),
      ...(min === undefined || max === undefined || min <= max
        ? []
        : [
            {
              path: [...at('autoScaling'), 'min'],
              message: `is above max of ${max}`,
              accepted: `at most ${max}, or a larger max`,
            },
          ]),
    ];
  });

const oneVolumeForAServer: Check = ({ servers }) =>
  duplicates(
    present(servers).flatMap(([index, { name, dataVolume }]): Entry[] => {
      const volume = dataVolume && (dataVolume.name ?? (name && defaultVolumeName(name)));
      const message = `is the data volume ${volume}, which another server claims`;
      const path = ['servers', index, 'dataVolume', ...(dataVolume?.name === undefined ? [] : ['name'])];
      return volume === undefined ? [] : [[path, volume, message]];
    }),
    'a volume for each server',
  );

const roomForImages: Check = (draft) =>
  ofEach(draft, ({ volumeSize }, role, at) => {
    const { minimumVolumeSize } = roleOf(role);
    return volumeSize === undefined || volumeSize >= minimumVolumeSize
      ? []
      : [
          {
            path: at('volumeSize'),
            message: `leaves no room for the images of role "${role}"`,
            accepted: `at least ${minimumVolumeSize}`,
          },
        ];
  });

/** The kernel and what a role runs share it: a type that has less kills its containers again and again. */
const memoryForTheRole: Check = (draft) =>
  ofEach(draft, ({ instanceType }, role, at) => {
    const { minimumMemory } = roleOf(role);
    const gibibytes = memoryOf(instanceType ?? '');
    return gibibytes === undefined || gibibytes * 1024 >= minimumMemory
      ? []
      : [
          {
            path: at('instanceType'),
            message: `has ${gibibytes * 1024} MiB of memory, too little for role "${role}"`,
            accepted: `a type with at least ${minimumMemory} MiB`,
          },
        ];
  });

/** A limit that is never reached leaves nothing to the system. */
const limitWithinMemory: Check = (draft) =>
  ofEach(draft, ({ instanceType, container }, _, at) => {
    const gibibytes = memoryOf(instanceType ?? '');
    return gibibytes === undefined || container?.memory === undefined || container.memory < gibibytes * 1024
      ? []
      : [
          {
            path: [...at('container'), 'memory'],
            message: `is not below the ${gibibytes * 1024} MiB of ${instanceType}`,
            accepted: `less than ${gibibytes * 1024}, or a type with more memory`,
          },
        ];
  });

/** Administrators log in there: their passwords go over TLS alone. */
const hostNamesNeedTls: Check = (draft) =>
  ofEach(draft, ({ name, hostName }, _, at): Finding[] => {
    if (hostName === undefined) return [];
    const { loadBalancer } = draft;
    const path = at('hostName');
    if (name !== undefined && name === loadBalancer?.target)
      return [
        {
          path,
          message: "belongs to the load balancer's target",
          accepted: 'no hostName, or another target',
        },
      ];
    return !speaksHttps(draft)
      ? [
          {
            path,
            message: 'requires a load balancer with HTTPS',
            accepted: 'no hostName, or a loadBalancer with domain or certificateArn',
          },
        ]
      : [];
  });

/** Administrators' ranges may be as wide as /16. */
const hostNamesNeedALogin: Check = (draft) =>
  ofEach(draft, ({ hostName, withoutLogin }, role, at): Finding[] => {
    const { page } = roleOf(role);
    return hostName === undefined || !page || page.hasLogin || withoutLogin !== false
      ? []
      : [
          {
            path: at('hostName'),
            message: `opens ${page.service}, which has no login, to everyone in admin_cidrs`,
            accepted: 'no hostName (ssh forwards the page), or withoutLogin: true',
          },
        ];
  });

const oneLogCollector: Check = ({ servers }) =>
  duplicates(
    present(servers).flatMap(([index, { role }]): Entry[] =>
      role !== undefined && logsAre('collect')(roleOf(role))
        ? [
            [
              ['servers', index, 'role'],
              'collect',
              'collects logs as another server does, and logs go to one',
            ],
          ]
        : [],
    ),
    `one server with ${rolesWhere(logsAre('collect'))}`,
  );

const portsThatLogsUse: Check = ({ servers, traffic }) => {
  const uses = new Map(
    present(servers).map(([, { name, role }]) => [name, role && roleOf(role).applicationLogs]),
  );
  return present(traffic)
    .filter(([, { from, to, port, protocol }]) => {
      const beats = protocol === 'tcp' && port === BEATS_PORT;
      return beats && uses.get(from) === 'send' && uses.get(to) === 'collect';
    })
    .map(([index]) => ({
      path: ['traffic', index],
      message: `is allowed already: ${rolesWhere(logsAre('send'))} sends its logs to ${rolesWhere(logsAre('collect'))}`,
      accepted: 'no such entry',
      code: 'NAME_DUPLICATE',
    }));
};

export const roleChecks: readonly Check[] = [
  keysOfTheRole,
  oneServerForAVolume,
  sizeOfTheGroup,
  oneVolumeForAServer,
  roomForImages,
  memoryForTheRole,
  limitWithinMemory,
  hostNamesNeedTls,
  hostNamesNeedALogin,
  oneLogCollector,
  portsThatLogsUse,
];
