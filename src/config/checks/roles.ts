import {
  BEATS_PORT,
  defaultVolumeName,
  roleOf,
  SERVER_ROLES,
  type ServerRoleName,
} from '../../roles/server-roles';
import { type Check, duplicates, type Entry, type Finding, ofEach, present, type ServerDraft } from './draft';

const ROLES = Object.keys(SERVER_ROLES) as ServerRoleName[];

const KEEPERS = ROLES.filter((name) => roleOf(name).keepsData);

const WITH_PAGES = ROLES.filter((name) => roleOf(name).page);

/** Which roles a key of a server goes with. */
const OF_ROLES = {
  container: ['application'],
  autoScaling: ['application'],
  dataVolume: KEEPERS,
  hostName: WITH_PAGES,
} as const satisfies Partial<Record<keyof ServerDraft, readonly ServerRoleName[]>>;

/** Which of these a role cannot do without. */
const REQUIRED: readonly string[] = ['container', 'dataVolume'];

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' or ');

const keysOfTheRole: Check = (draft) =>
  ofEach(draft, (server, role, at) =>
    Object.entries(OF_ROLES).flatMap(([name, roles]): Finding[] => {
      const key = name as keyof typeof OF_ROLES;
      const goes = (roles as readonly string[]).includes(role);
      if (goes === (server[key] !== undefined) || (goes && !REQUIRED.includes(key))) return [];
      return goes
        ? [{ path: at(key), message: `is missing for role "${role}"`, accepted: `${key} with its settings` }]
        : [
            {
              path: at(key),
              message: `does not go with role "${role}"`,
              accepted: `role ${quoted(roles)}, or no ${key}`,
            },
          ];
    }),
  );

const oneServerForAVolume: Check = (draft) =>
  ofEach(draft, ({ dataVolume, count }, _, at) =>
    dataVolume === undefined || count === undefined || count === 1
      ? []
      : [
          {
            path: at('count'),
            message: 'are servers that claim one data volume',
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
              message: 'makes servers that come and go, but a data volume is of one server',
              accepted: 'no autoScaling, or no dataVolume',
            },
          ]
        : []),
      ...(count === undefined
        ? []
        : [{ path: at('count'), message: 'stands beside autoScaling', accepted: 'one of the two' }]),
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
    const { leastVolumeSize = 0 } = roleOf(role);
    return volumeSize === undefined || volumeSize >= leastVolumeSize
      ? []
      : [
          {
            path: at('volumeSize'),
            message: `leaves no room for the images of role "${role}"`,
            accepted: `at least ${leastVolumeSize}`,
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
        { path, message: "is of the load balancer's own target", accepted: 'no hostName, or another target' },
      ];
    return loadBalancer?.certificateArn === undefined
      ? [
          {
            path,
            message: 'needs a load balancer that speaks HTTPS',
            accepted: 'no hostName, or a loadBalancer with certificateArn',
          },
        ]
      : [];
  });

const hostNamesOnce: Check = ({ servers }) =>
  duplicates(
    present(servers).flatMap(([index, { hostName }]): Entry[] =>
      hostName === undefined ? [] : [[['servers', index, 'hostName'], hostName]],
    ),
    'a host name for each server',
  );

const oneElk: Check = ({ servers }) =>
  duplicates(
    present(servers).flatMap(([index, { role }]): Entry[] =>
      role === 'elk'
        ? [[['servers', index, 'role'], role, 'is the role of another server, and logs go to one']]
        : [],
    ),
    'one server with role "elk"',
  );

const trafficOfTheRoles: Check = ({ servers, traffic }) => {
  const roles = new Map(present(servers).map(([, { name, role }]) => [name, role]));
  return present(traffic)
    .filter(([, { from, to, port, protocol }]) => {
      const beats = protocol === 'tcp' && port === BEATS_PORT;
      return beats && roles.get(from) === 'application' && roles.get(to) === 'elk';
    })
    .map(([index]) => ({
      path: ['traffic', index],
      message: 'is open already: applications send their logs to the server with role "elk"',
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
  hostNamesNeedTls,
  hostNamesOnce,
  oneElk,
  trafficOfTheRoles,
];
