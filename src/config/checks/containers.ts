import { SPRING_DATASOURCE } from '../../roles/application/database-names';
import { architectureOf, DOCKER_ARCHITECTURES } from '../../catalog/instance-types';
import { roleOf } from '../../roles';
import { imageOf } from '../../roles/images';
import { type Check, type Draft, duplicates, type Entry, type Finding, ofEach, present } from './draft';

const SSH = 22;

const portsOnce: Check = (draft) =>
  ofEach(draft, ({ container }, _, at) =>
    container?.port === SSH
      ? [
          {
            path: [...at('container'), 'port'],
            message: 'is already used by SSH on the server',
            accepted: `a port other than ${SSH}`,
          },
        ]
      : [],
  );

interface TargetDraft {
  readonly target?: string | undefined;
  readonly port?: number | undefined;
}

/** What sends requests to servers, with the path of its port. */
const targetsOf = ({ loadBalancer, internalLoadBalancer }: Draft): [PropertyKey[], TargetDraft][] => [
  ...(loadBalancer ? [[['loadBalancer', 'port'], loadBalancer] as [PropertyKey[], TargetDraft]] : []),
  ...present(loadBalancer?.routes).map(([at, route]): [PropertyKey[], TargetDraft] => [
    ['loadBalancer', 'routes', at, 'port'],
    route,
  ]),
  ...present(internalLoadBalancer?.services).map(([at, service]): [PropertyKey[], TargetDraft] => [
    ['internalLoadBalancer', 'services', at, 'port'],
    service,
  ]),
];

/** A worker opens connections, and accepts none. */
const portOfTheRole: Check = (draft) =>
  ofEach(draft, ({ container }, role, at): Finding[] => {
    if (!container || roleOf(role).keys.container === 'rejected') return [];
    const path = [...at('container'), 'port'];
    if (role === 'worker')
      return container.port === undefined
        ? []
        : [{ path, message: 'does not go with role "worker"', accepted: 'role "application", or no port' }];
    return container.port === undefined
      ? [{ path, message: `is missing for role "${role}"`, accepted: 'a port, or role "worker"' }]
      : [];
  });

/** Servers that something connects to: the load balancer, its routes, and other servers. */
const nobodyConnectsToWorkers: Check = (draft) => {
  const workers = present(draft.servers).flatMap(([, { name, role }]) => (role === 'worker' ? [name] : []));
  const targets: (readonly [readonly PropertyKey[], string | undefined])[] = [
    [['loadBalancer', 'target'], draft.loadBalancer?.target],
    ...present(draft.loadBalancer?.routes).map(
      ([index, { target }]) => [['loadBalancer', 'routes', index, 'target'], target] as const,
    ),
  ];
  return targets
    .filter(([, target]) => target !== undefined && workers.includes(target))
    .map(([path]) => ({ path, message: 'is a worker, which has no port', accepted: 'a server with a port' }));
};

const portOfTheTarget: Check = (draft) =>
  ofEach(draft, ({ name, container }, role) =>
    targetsOf(draft).flatMap(([path, { target, port }]): Finding[] => {
      if (target === undefined || name !== target || port === undefined) return [];
      const { page } = roleOf(role);
      if (page && port !== page.port)
        return [{ path, message: `is not the port of ${page.service} on ${name}`, accepted: `${page.port}` }];
      return container?.port === undefined || port === container.port
        ? []
        : [
            {
              path,
              message: `is not the container's port of ${name}`,
              accepted: `${container.port}, or another container.port`,
            },
          ];
    }),
  );

/** The names that are left out are Spring's, which a stated one may not take either. */
const databaseNamesOnce: Check = ({ servers }) =>
  present(servers).flatMap(([index, { container }]) => {
    const { databaseNames } = container ?? {};
    if (!databaseNames) return [];
    const entries = Object.entries(SPRING_DATASOURCE).map(([key, spring]): Entry => {
      const stated = databaseNames[key as keyof typeof SPRING_DATASOURCE];
      const path = ['servers', index, 'container', 'databaseNames', key];
      return [path, stated ?? spring, 'is the name of two of url, username and password'];
    });
    const isStated = ([path]: Entry) => Object.hasOwn(databaseNames, path.at(-1) ?? '');
    return duplicates(
      [...entries.filter((entry) => !isStated(entry)), ...entries.filter(isStated)],
      'a name for each',
    );
  });

/** A file of a configtree is a property. Only Spring's own names become the properties that Spring reads. */
const databaseFilesAreSprings: Check = ({ servers }) =>
  present(servers).flatMap(([index, { container }]) => {
    if (container?.databaseAs === 'environment') return [];
    return Object.entries(container?.databaseNames ?? {})
      .filter(([key, name]) => key !== 'url' && name !== SPRING_DATASOURCE[key as 'username'])
      .map(([key, name]) => ({
        path: ['servers', index, 'container', 'databaseNames', key],
        given: name,
        message: 'is no variable where databaseAs is files: Spring alone reads those, by its own names',
        accepted: `${SPRING_DATASOURCE[key as 'username']}, or databaseAs: 'environment'`,
      }));
  });

/** An image runs on processors that it was built for alone: "exec format error" otherwise. */
const imagesForTheProcessor: Check = (draft) =>
  ofEach(draft, ({ instanceType }, role, at): Finding[] => {
    if (instanceType === undefined) return [];
    const architecture = DOCKER_ARCHITECTURES[architectureOf(instanceType)];
    const images = roleOf(role).images.map(imageOf);
    const wrong = images.filter(({ architectures }) => !architectures.includes(architecture));
    return wrong.slice(0, 1).map(({ reference, architectures }) => ({
      path: at('instanceType'),
      given: instanceType,
      message: `is ${architecture}, which ${reference} is not built for`,
      accepted: `a type of the architecture ${architectures.join(' or ')}, or another image in src/roles/images/compose.yaml`,
    }));
  });

export const containerChecks: readonly Check[] = [
  portsOnce,
  portOfTheRole,
  nobodyConnectsToWorkers,
  portOfTheTarget,
  databaseNamesOnce,
  databaseFilesAreSprings,
  imagesForTheProcessor,
];
