import { roleOf } from '../../roles';
import { type Check, duplicates, type Entry, type Finding, ofEach, present } from './draft';

const NUMERIC_USER = /^\d+(:\d+)?$/;

/** Directories are on the data volume, which belongs to one server. */
const volumesNeedADataVolume: Check = (draft) =>
  ofEach(draft, ({ container, dataVolume }, role, at): Finding[] => {
    if (!container || roleOf(role).keys.dataVolume !== 'optional') return [];
    const { volumes, user } = container;
    if (volumes === undefined)
      return dataVolume === undefined
        ? []
        : [
            {
              path: at('dataVolume'),
              message: 'is mounted nowhere in the container',
              accepted: 'container.volumes, or no dataVolume',
            },
          ];
    const path = at('container');
    if (dataVolume === undefined)
      return [
        {
          path: [...path, 'volumes'],
          message: 'are directories of a data volume, which the server does not have',
          accepted: 'a dataVolume, or no volumes',
        },
      ];
    return user === undefined || NUMERIC_USER.test(user)
      ? []
      : [
          {
            path: [...path, 'user'],
            message: 'is a name in the image, to which the server cannot give the directories of volumes',
            accepted: 'a number, and after a colon a group, e.g. 1000:1000',
          },
        ];
  });

const pathsOnce: Check = ({ servers }) =>
  present(servers).flatMap(([index, { container }]) =>
    duplicates(
      Object.entries(container?.volumes ?? {}).map(([name, target]): Entry => [
        ['servers', index, 'container', 'volumes', name],
        target ?? name,
        'is the path of another volume',
      ]),
      'a path for each volume',
    ),
  );

/** A canary is a second server. */
const noCanary: Check = ({ servers }) =>
  present(servers).flatMap(([index, { canary, container, dataVolume }]): Finding[] =>
    canary === undefined || container === undefined || dataVolume === undefined
      ? []
      : [
          {
            path: ['servers', index, 'canary'],
            message: 'is a second server, but a data volume belongs to one',
            accepted: 'no canary, or no dataVolume',
          },
        ],
  );

export const volumeChecks: readonly Check[] = [volumesNeedADataVolume, pathsOnce, noCanary];
