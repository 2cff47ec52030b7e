import { defaultVolumeName } from '../../roles';
import {
  type Check,
  type Draft,
  duplicates,
  type Entry,
  oncePerPath,
  present,
  type ServerDraft,
} from './draft';
import { instanceNames, namesOfGroup } from './servers';

/** The names that a server had before: it may have been one without a count, or one of a count. */
const formerNames = (server: ServerDraft): string[] =>
  server.formerly === undefined
    ? []
    : [
        ...namesOfGroup(server.formerly, server),
        ...namesOfGroup(server.formerly, { ...server, count: server.count === undefined ? 1 : undefined }),
      ];

const pathOf = (index: number): PropertyKey[] => ['servers', index, 'formerly'];

/** What has a former name keeps it in AWS, and Terraform refuses to move what is still in the configuration. */
const formerNamesFree: Check = (draft) => {
  const names = instanceNames(draft);
  return present(draft.servers).flatMap(([index, server]) => {
    const others = names.filter(([path]) => path[1] !== index).map(([, name]) => name);
    const taken = formerNames(server).find((name) => others.includes(name));
    if (taken === undefined) return [];
    const made = taken === server.formerly ? '' : `makes ${taken}, which `;
    return [
      {
        path: pathOf(index),
        message: `${made}is the name of another server`,
        accepted: 'a name that no server or bastion has',
        code: 'NAME_DUPLICATE' as const,
      },
    ];
  });
};

const formerNamesOnce: Check = ({ servers }) =>
  duplicates(
    present(servers).flatMap(([index, { formerly }]): Entry[] =>
      formerly === undefined ? [] : [[pathOf(index), formerly]],
    ),
    'a former name for one server',
  );

/** A server that gets a count, or loses it, keeps its name and is found by it. */
const ownNameMeansACount: Check = ({ servers }) =>
  present(servers).flatMap(([index, { name, formerly, autoScaling }]) =>
    formerly === undefined || formerly !== name || autoScaling === undefined
      ? []
      : [
          {
            path: pathOf(index),
            message: 'is the current name, and an Auto Scaling group cannot adopt a server',
            accepted: 'the name that it had before, or no formerly',
          },
        ],
  );

const volumeOf = (name: string | undefined, { dataVolume }: ServerDraft): string[] =>
  dataVolume === undefined || name === undefined ? [] : [dataVolume.name ?? defaultVolumeName(name)];

const formerVolumesFree: Check = ({ servers }: Draft) =>
  present(servers).flatMap(([index, server]) => {
    const others = present(servers).filter(([other]) => other !== index);
    const taken = others.flatMap(([, other]) => volumeOf(other.name, other));
    return volumeOf(server.formerly, server)
      .filter((volume) => taken.includes(volume))
      .map((volume) => ({
        path: pathOf(index),
        message: `had the data volume ${volume}, which another server claims`,
        accepted: 'a volume for each server',
        code: 'NAME_DUPLICATE' as const,
      }));
  });

export const formerNameChecks: readonly Check[] = [
  (draft) => oncePerPath([formerNamesFree, formerVolumesFree].flatMap((check) => check(draft))),
  formerNamesOnce,
  ownNameMeansACount,
];
