import { namePrefix } from '../../core/names';
import { type Check, type Draft, duplicates, present } from './draft';
import { serverNames } from './servers';

const severalZones: Check = ({ network, loadBalancer, database, cache }) => {
  if (network?.zones === undefined || network.zones.length > 1) return [];
  const needy = Object.entries({
    loadBalancer,
    database,
    ...((cache?.replicas ?? 0) > 0 && { cache }),
  }).filter(([, part]) => part !== undefined);
  return needy.map(([part]) => ({
    path: ['network', 'zones'],
    message: `is one zone, but ${part} needs two`,
    accepted: `at least two zones, or no ${part}`,
  }));
};

/** Keys under which a part of the platform, or each of a list of parts, lists servers. */
const CLIENT_KEYS = ['clients', 'producers', 'consumers'] as const;

type Clients = { readonly [Key in (typeof CLIENT_KEYS)[number]]?: readonly (string | undefined)[] };

const partsOf = (draft: Draft): [PropertyKey[], Clients][] =>
  Object.entries(draft).flatMap(([part, settings]): [PropertyKey[], Clients][] => {
    if (typeof settings !== 'object') return [];
    return Array.isArray(settings)
      ? present(settings as (Clients | undefined)[]).map(([index, entry]) => [[part, index], entry])
      : [[[part], settings as Clients]];
  });

/** Services of the internal load balancer, with their paths. */
const servicesOf = ({ internalLoadBalancer }: Draft) =>
  present(internalLoadBalancer?.services).map(([at, service]): [PropertyKey[], typeof service] => [
    ['internalLoadBalancer', 'services', at],
    service,
  ]);

/** What each part of the platform lists as `clients` is servers. */
const clientsOf = (draft: Draft): [PropertyKey[], string][] =>
  [...partsOf(draft), ...servicesOf(draft)].flatMap(([path, part]) =>
    CLIENT_KEYS.flatMap((key) =>
      present((part as Clients)[key]).map(([at, name]): [PropertyKey[], string] => [
        [...path, key, at],
        name,
      ]),
    ),
  );

const knownServers: Check = (draft) => {
  const names = serverNames(draft);
  const mentions: [PropertyKey[], string | undefined][] = [
    [['loadBalancer', 'target'], draft.loadBalancer?.target],
    ...present(draft.loadBalancer?.routes).map(([at, { target }]): [PropertyKey[], string | undefined] => [
      ['loadBalancer', 'routes', at, 'target'],
      target,
    ]),
    ...servicesOf(draft).map(([path, { target }]): [PropertyKey[], string | undefined] => [
      [...path, 'target'],
      target,
    ]),
    ...clientsOf(draft),
    ...present(draft.traffic).flatMap(([at, { from, to }]): [PropertyKey[], string | undefined][] => [
      [['traffic', at, 'from'], from],
      [['traffic', at, 'to'], to],
    ]),
  ];
  return mentions
    .filter(([, name]) => name !== undefined && !names.includes(name))
    .map(([path]) => ({
      path,
      message: 'is not a server',
      accepted: [...new Set(names)].join(', ') || 'the name of one of servers',
      code: 'REFERENCE_UNKNOWN',
    }));
};

const listedOnce: Check = (draft) => [
  ...duplicates(
    clientsOf(draft).map(([path, name]) => [path, `${path.slice(0, -1).join()} ${name}`]),
    'each server once',
  ),
  ...duplicates(
    present(draft.loadBalancer?.allowFrom).map(([at, range]) => [['loadBalancer', 'allowFrom', at], range]),
    'each CIDR block once',
  ),
  ...duplicates(
    present(draft.traffic).map(([at, { from, to, port, protocol }]) => [
      ['traffic', at],
      `${from} ${to} ${protocol} ${port}`,
    ]),
    'each opening once',
  ),
];

const certificateOfTheRegion: Check = ({ loadBalancer, region }) => {
  const arn = loadBalancer?.certificateArn;
  const its = arn?.split(':')[3];
  return arn === undefined || region === undefined || its === region
    ? []
    : [
        {
          path: ['loadBalancer', 'certificateArn'],
          message: `is a certificate of ${its}`,
          accepted: `a certificate of ${region}, the load balancer's region`,
        },
      ];
};

/** IAM compares the keys of a role's tags without regard to case. AWS: "Tagging IAM resources". */
const tagKeysOnce: Check = ({ tags }) =>
  duplicates(
    Object.keys(tags ?? {}).map((key) => [
      ['tags', key],
      key.toLowerCase(),
      'has a key that differs from another in case alone',
    ]),
    'keys that differ in more than upper and lower case',
  );

/** The bucket's name ends in the id of the account. AWS: "General purpose bucket naming rules". */
const LOG_BUCKET_PREFIX = 45;

const nameOfTheLogBucket: Check = ({ project, name, loadBalancer }) =>
  project !== undefined &&
  name !== undefined &&
  loadBalancer?.accessLogs !== undefined &&
  namePrefix({ project, name }).length > LOG_BUCKET_PREFIX
    ? [
        {
          path: ['loadBalancer', 'accessLogs'],
          message: `makes a bucket whose name begins with ${namePrefix({ project, name })}, too long for S3`,
          accepted: `a project and a name of at most ${LOG_BUCKET_PREFIX - 1} characters together, or no accessLogs`,
        },
      ]
    : [];

/** The budget is told to the topic of the alarms. */
const budgetTellsSomebody: Check = ({ budget, alarms }) =>
  budget !== undefined && alarms === undefined
    ? [
        {
          path: ['budget'],
          message: 'has nobody to tell',
          accepted: 'alarms: {}, whose topic gets its messages, or no budget',
        },
      ]
    : [];

const backupsOfSomething: Check = ({ backups, database, servers }) =>
  backups !== undefined &&
  database === undefined &&
  present(servers).every(([, { dataVolume }]) => dataVolume === undefined)
    ? [
        {
          path: ['backups'],
          message: 'has nothing to back up',
          accepted: 'a database, a server with a dataVolume, or no backups',
        },
      ]
    : [];

/** A copy in the same region is lost with it. */
const copiesElsewhere: Check = ({ backups, region }) => {
  const its = backups?.copyTo?.split(':')[3];
  return its !== undefined && its === region
    ? [
        {
          path: ['backups', 'copyTo'],
          message: "is a vault of the environment's own region",
          accepted: `a vault of another region than ${region}`,
        },
      ]
    : [];
};

/** It stops what customers of a protected environment use. */
const nightsOfProtected: Check = ({ schedule, deletionProtection = true }) =>
  schedule !== undefined && deletionProtection && schedule.despiteDeletionProtection !== true
    ? [
        {
          path: ['schedule'],
          message: 'stops an environment with deletionProtection every night',
          accepted:
            'deletionProtection: false, despiteDeletionProtection: true in the schedule, or no schedule',
        },
      ]
    : [];

const hoursDiffer: Check = ({ schedule }) =>
  schedule?.stop !== undefined && schedule.stop === schedule.start
    ? [
        {
          path: ['schedule', 'start'],
          message: 'is the time of day at which everything stops',
          accepted: 'another time than stop',
        },
      ]
    : [];

export const platformChecks: readonly Check[] = [
  nameOfTheLogBucket,
  severalZones,
  knownServers,
  listedOnce,
  certificateOfTheRegion,
  tagKeysOnce,
  budgetTellsSomebody,
  backupsOfSomething,
  copiesElsewhere,
  nightsOfProtected,
  hoursDiffer,
];
