import { namePrefix } from '../../core/names';
import { REGION_VARIABLE, resourceVariable } from '../../roles/application/resource-variables';
import { type Check, type Draft, duplicates, type Entry, type Finding, present } from './draft';

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

/** Variables with which a server's container finds what it is a client of. */
export function resourceVariables({ buckets }: Draft, server: string | undefined): string[] {
  const own = present(buckets).filter(([, { clients }]) =>
    present(clients).some(([, client]) => client === server),
  );
  const names = own.flatMap(([, { name = '', cdn }]) => [
    resourceVariable('BUCKET', name),
    ...(cdn ? [resourceVariable('CDN', name)] : []),
  ]);
  return names.length > 0 ? [REGION_VARIABLE, ...names] : [];
}

/** Servers whose containers call AWS, with what they call. */
const callersOf = ({ buckets }: Draft): Entry[] =>
  present(buckets).flatMap(([index, { name, clients }]) =>
    present(clients).map(([at, client]): Entry => [
      ['buckets', index, 'clients', at],
      client,
      `bucket ${name}`,
    ]),
  );

const callersReachAws: Check = (draft) =>
  callersOf(draft).flatMap(([path, client, what]): Finding[] => {
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
  });

export const storageChecks: readonly Check[] = [namesOfBuckets, movesBeforeItGoes, callersReachAws];
