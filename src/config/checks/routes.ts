import { hostsOf, priorityOf, type RuleConditions, rulesOverlap } from '../../net/listener-rules';
import { type Check, type Draft, duplicates, type Finding, present } from './draft';

/** AWS: "Quotas for your Application Load Balancers": condition values and wildcards of a rule. */
const VALUES = 5;
const WILDCARDS = 6;

const at = (index: number, key: string): PropertyKey[] => ['loadBalancer', 'routes', index, key];

/** Routes with all that their rules are made of. */
const rulesOf = ({ loadBalancer }: Draft): [number, RuleConditions][] =>
  present(loadBalancer?.routes).flatMap(([index, { name, hosts = [], paths = [], priority }]) => {
    if (name === undefined) return [];
    const stated = present(hosts).map(([, host]) => host);
    const rule = { name, hosts: stated, paths: present(paths).map(([, path]) => path), priority };
    return [[index, { ...rule, hosts: hostsOf(rule, loadBalancer ?? {}) }]];
  });

const namesOnce: Check = (draft) =>
  duplicates(
    rulesOf(draft).map(([index, { name }]) => [at(index, 'name'), name]),
    'a name that no other route has',
  );

/** Without either, a route would take every request, and `target` none. */
const hasConditions: Check = ({ loadBalancer }) =>
  present(loadBalancer?.routes)
    .filter(([, { hosts, paths }]) => hosts?.length === 0 && paths?.length === 0)
    .map(([index]) => ({
      path: ['loadBalancer', 'routes', index],
      message: 'has neither hosts nor paths',
      accepted: 'host names, paths, or both; loadBalancer.target takes all other requests',
    }));

const fewConditions: Check = (draft) =>
  rulesOf(draft).flatMap(([index, { hosts, paths }]): Finding[] => {
    const wildcards = paths.join('').replace(/[^*?]/g, '').length;
    const path = at(index, 'paths');
    if (hosts.length + paths.length > VALUES)
      return [
        {
          path,
          message: `makes ${hosts.length + paths.length} host names and paths in one rule`,
          accepted: `at most ${VALUES} together; more in another route`,
        },
      ];
    return wildcards > WILDCARDS
      ? [{ path, message: `has ${wildcards} wildcards`, accepted: `at most ${WILDCARDS} in a route` }]
      : [];
  });

/** Without a host name, a route takes the requests of every page as well. */
const hostsBesidePages: Check = (draft) => {
  const page = present(draft.servers).find(([, { hostName }]) => hostName !== undefined)?.[1].hostName;
  if (page === undefined) return [];
  return rulesOf(draft)
    .filter(([, { hosts, paths }]) => hosts.length === 0 && paths.length > 0)
    .map(([index]) => ({
      path: at(index, 'hosts'),
      message: `is empty, so that the paths of ${page} go to the route as well`,
      accepted: 'the host names of the application',
    }));
};

/** AWS evaluates one rule before the other, and refuses two of one priority. */
const prioritiesOnce: Check = (draft) => {
  const rules = rulesOf(draft);
  return rules.flatMap(([index, rule], position) =>
    rules.slice(0, position).flatMap(([, other]): Finding[] => {
      if (rule.name === other.name) return [];
      const path = at(index, 'priority');
      if (priorityOf(rule) === priorityOf(other))
        return [
          {
            path,
            given: priorityOf(rule),
            message: `is also that of route ${other.name}`,
            accepted: 'a priority that no other route has',
            code: 'NAME_DUPLICATE',
          },
        ];
      const isStated = rule.priority !== undefined && other.priority !== undefined;
      const sameKind = rule.paths.length > 0 === other.paths.length > 0;
      return !isStated && sameKind && rulesOverlap(rule, other)
        ? [
            {
              path,
              message: `is missing: a request can match ${rule.name} and ${other.name}`,
              accepted: 'a priority for both, the lower for the one that goes first',
            },
          ]
        : [];
    }),
  );
};

/** A canary takes a share of what its server takes. */
const canariesAreTargets: Check = ({ servers, loadBalancer, internalLoadBalancer }) =>
  present(servers).flatMap(([index, { name, canary, container }]): Finding[] => {
    if (!canary) return [];
    const path = ['servers', index, 'canary'];
    const targets = [
      loadBalancer,
      ...present(loadBalancer?.routes).map(([, route]) => route),
      ...present(internalLoadBalancer?.services).map(([, service]) => service),
    ];
    if (!container)
      return [{ path, message: 'is of a server without a container', accepted: 'a server with an image' }];
    if (targets.every((one) => one?.target !== name))
      return [
        {
          path,
          message: 'is of a server that gets no requests from a load balancer',
          accepted: 'the target of loadBalancer, of a route or of a service',
        },
      ];
    return canary.image !== undefined && canary.image === container.image
      ? [
          {
            path: [...path, 'image'],
            message: "is the server's own image",
            accepted: 'another name in var.images',
          },
        ]
      : [];
  });

export const routeChecks: readonly Check[] = [
  namesOnce,
  hasConditions,
  fewConditions,
  hostsBesidePages,
  prioritiesOnce,
  canariesAreTargets,
];
