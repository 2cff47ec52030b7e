import { privateDomain } from '../../core/names';
import { priorityOf } from '../../net/listener-rules';
import { COLLECTOR_HOST } from '../../roles/role';
import { type Check, type Draft, duplicates, type Entry, type Finding, present } from './draft';

/** AWS: "Host conditions". */
const HOST_LENGTH = 128;

const serviceName = (index: number): PropertyKey[] => ['internalLoadBalancer', 'services', index, 'name'];

/** Names in the private domain with their paths. */
const privateNames = ({ servers, internalLoadBalancer }: Draft): Entry[] => [
  ...present(servers).flatMap(([index, { privateName }]): Entry[] =>
    privateName === undefined ? [] : [[['servers', index, 'privateName'], privateName]],
  ),
  ...present(internalLoadBalancer?.services).flatMap(([index, { name }]): Entry[] =>
    name === undefined ? [] : [[serviceName(index), name]],
  ),
];

const namesOnce: Check = (draft) =>
  duplicates(privateNames(draft), 'a name that no other server or service has in the private domain');

/** Servers send their logs to it. */
const collectorIsReserved: Check = (draft) =>
  privateNames(draft)
    .filter(([, name]) => name === COLLECTOR_HOST)
    .map(([path]) => ({
      path,
      message: 'is the name of the server that collects logs',
      accepted: `a name other than ${COLLECTOR_HOST}`,
      code: 'NAME_INVALID',
    }));

const namesFit: Check = (draft) => {
  const { project, name: environment } = draft;
  if (project === undefined || environment === undefined) return [];
  const domain = privateDomain({ project, name: environment });
  return privateNames(draft).flatMap(([path, name]): Finding[] =>
    name.length + 1 + domain.length <= HOST_LENGTH
      ? []
      : [
          {
            path,
            message: `is too long: ${name}.${domain} has more than ${HOST_LENGTH} characters`,
            accepted: `at most ${HOST_LENGTH - 1 - domain.length} characters`,
            code: 'NAME_INVALID',
          },
        ],
  );
};

/** Addresses of an Auto Scaling group come and go without Terraform. */
const fixedAddresses: Check = ({ servers }) =>
  present(servers).flatMap(([index, { privateName, autoScaling }]) =>
    privateName === undefined || autoScaling === undefined
      ? []
      : [
          {
            path: ['servers', index, 'privateName'],
            message: 'is of an Auto Scaling group, whose addresses change',
            accepted: 'a service of internalLoadBalancer, or no autoScaling',
          },
        ],
  );

/** Priorities follow from names; two names rarely make the same one. */
const prioritiesOnce: Check = ({ internalLoadBalancer }) =>
  duplicates(
    present(internalLoadBalancer?.services).flatMap(([index, { name }]): Entry[] =>
      name === undefined
        ? []
        : [
            [
              serviceName(index),
              String(priorityOf({ name, hosts: [], paths: [] })),
              'makes the priority that the rule of another service has',
            ],
          ],
    ),
    'another name',
  );

export const serviceChecks: readonly Check[] = [
  namesOnce,
  collectorIsReserved,
  namesFit,
  fixedAddresses,
  (draft) => (namesOnce(draft).length > 0 ? [] : prioritiesOnce(draft)),
];
