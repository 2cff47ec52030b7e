import { namePrefix } from '../../core/names';
import { CACHE_ENGINES } from '../../catalog/cache-engines';
import {
  MAIL_VARIABLE,
  REGION_VARIABLE,
  resourceVariable,
  SPRING_DATA_REDIS,
} from '../../roles/application/resource-variables';
import { isInZone } from '../mail-zone';
import { type Check, type Draft, duplicates, type Entry, type Finding, oncePerPath, present } from './draft';

/** A bucket's name ends in the id of the account, and has at most 63 characters. AWS: "General purpose bucket naming rules". */
const BUCKET_NAME = 63 - '-files--123456789012'.length;

const namesOfBuckets: Check = ({ project, name, buckets }) => {
  const named = present(buckets).flatMap(([index, bucket]): [PropertyKey[], string][] =>
    bucket.name === undefined ? [] : [[['buckets', index, 'name'], bucket.name]],
  );
  const room = BUCKET_NAME - namePrefix({ project: project ?? '', name: name ?? '' }).length;
  const long = named
    .filter(([, bucket]) => project !== undefined && name !== undefined && bucket.length > room)
    .map(([path]): Finding => ({
      path,
      message: 'makes the name of a bucket that is too long for S3',
      accepted: `at most ${room} characters with this project and environment`,
      code: 'NAME_INVALID',
    }));
  return [...duplicates(named, 'a name for each bucket'), ...long];
};

/** Objects move before they go. AWS: "PutBucketLifecycleConfiguration". */
const movesBeforeItGoes: Check = ({ buckets }) =>
  present(buckets).flatMap(([index, { lifecycle }]): Finding[] => {
    const { expireDays, infrequentAccessDays } = lifecycle ?? {};
    return expireDays === undefined || infrequentAccessDays === undefined || infrequentAccessDays < expireDays
      ? []
      : [
          {
            path: ['buckets', index, 'lifecycle', 'infrequentAccessDays'],
            message: `moves objects after expireDays of ${expireDays} has deleted them`,
            accepted: `30 to ${expireDays - 1}, or a later expireDays`,
          },
        ];
  });

/** AWS: "Amazon SQS queue quotas": at most 80 characters, of which the dead-letter queue has a suffix. */
const QUEUE_NAME = 80 - '--dead-letters'.length;

const namesOfQueues: Check = ({ project, name, queues }) => {
  const named = present(queues).flatMap(([index, queue]): [PropertyKey[], string][] =>
    queue.name === undefined ? [] : [[['queues', index, 'name'], queue.name]],
  );
  const room = QUEUE_NAME - namePrefix({ project: project ?? '', name: name ?? '' }).length;
  return [
    ...oncePerPath(
      duplicates(
        named.flatMap(([path, queue]): Entry[] => [
          [path, queue],
          [path, `${queue}-dead-letters`, 'has a dead-letter queue of the name of another queue'],
        ]),
        'a name for each queue',
      ),
    ),
    ...named
      .filter(([, queue]) => project !== undefined && name !== undefined && queue.length > room)
      .map(([path]): Finding => ({
        path,
        message: 'makes the name of a dead-letter queue that is too long for SQS',
        accepted: `at most ${room} characters with this project and environment`,
        code: 'NAME_INVALID',
      })),
  ];
};

const mailInItsZone: Check = ({ mail }) =>
  mail?.domain === undefined || mail.zone === undefined || isInZone(mail.domain, mail.zone)
    ? []
    : [
        {
          path: ['mail', 'domain'],
          message: `is not in the zone ${mail.zone}`,
          accepted: `${mail.zone} or a name that ends in .${mail.zone}`,
        },
      ];

const cacheVersion: Check = ({ cache }): Finding[] => {
  if (cache?.engine === undefined || cache.version === undefined) return [];
  const { versions } = CACHE_ENGINES[cache.engine];
  return (versions as readonly string[]).includes(cache.version)
    ? []
    : [
        {
          path: ['cache', 'version'],
          message: `is not a version that ElastiCache offers for ${cache.engine}`,
          accepted: versions.join(', '),
        },
      ];
};

/** Names of traffic and endpoints: `cache` is that of the cache, where there is one. */
const serverNamedCache: Check = ({ servers, cache }) =>
  present(servers)
    .filter(([, { name }]) => cache !== undefined && name === 'cache')
    .map(([index]) => ({
      path: ['servers', index, 'name'],
      message: 'is the name of the cache',
      accepted: 'another name, e.g. cache-server',
      code: 'NAME_INVALID',
    }));

/** What a container calls in AWS: how it is named in messages, who calls it, and the variables that they get. */
interface Called {
  readonly what: string;
  readonly clients: readonly Entry[];
  readonly variables: readonly string[];
}

const clientsAt = (
  path: readonly PropertyKey[],
  clients: readonly (string | undefined)[] | undefined,
): Entry[] => present(clients).map(([at, client]) => [[...path, at], client]);

const calledIn = ({ buckets, queues, mail }: Draft): Called[] => [
  ...present(buckets).map(([index, { name = '', clients, cdn }]) => ({
    what: `bucket ${name}`,
    clients: clientsAt(['buckets', index, 'clients'], clients),
    variables: [resourceVariable('BUCKET', name), ...(cdn ? [resourceVariable('CDN', name)] : [])],
  })),
  ...present(queues).map(([index, { name = '', producers, consumers }]) => ({
    what: `queue ${name}`,
    clients: [
      ...clientsAt(['queues', index, 'producers'], producers),
      ...clientsAt(['queues', index, 'consumers'], consumers),
    ],
    variables: [resourceVariable('QUEUE', name)],
  })),
  ...(mail
    ? [{ what: 'SES', clients: clientsAt(['mail', 'clients'], mail.clients), variables: [MAIL_VARIABLE] }]
    : []),
];

/** Variables with which a server's container finds what it is a client of. */
export function resourceVariables(draft: Draft, server: string | undefined): string[] {
  const own = calledIn(draft).filter(({ clients }) => clients.some(([, client]) => client === server));
  const ofCache = present(draft.cache?.clients).some(([, client]) => client === server);
  return [
    ...(own.length > 0 ? [REGION_VARIABLE] : []),
    ...own.flatMap(({ variables }) => variables),
    ...(ofCache ? Object.values(SPRING_DATA_REDIS) : []),
  ];
}

const callersReachAws: Check = (draft) =>
  calledIn(draft).flatMap(({ what, clients }) =>
    clients.flatMap(([path, client]): Finding[] => {
      const server = present(draft.servers).find(([, { name }]) => name === client)?.[1];
      if (server === undefined || server.container?.awsAccess === true) return [];
      // Of a container whose settings were refused nothing is known.
      if (server.container !== undefined && server.container.awsAccess === undefined) return [];
      return [
        {
          path,
          message: `cannot reach ${what}: its container has no credentials of AWS`,
          accepted: server.container
            ? `container.awsAccess: true on ${client}, or no such client`
            : 'a server with a container and container.awsAccess: true',
        },
      ];
    }),
  );

export const storageChecks: readonly Check[] = [
  namesOfBuckets,
  movesBeforeItGoes,
  namesOfQueues,
  mailInItsZone,
  cacheVersion,
  serverNamedCache,
  callersReachAws,
];
