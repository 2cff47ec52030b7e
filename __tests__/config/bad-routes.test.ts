import { LABEL_FORM, type Row, SERVERS, testProblems } from '../support/fixtures/bad-input';

const ROUTE = 'dev.loadBalancer.routes';
const route = { name: 'api', target: 'jenkins-server', port: 8080, paths: ['/api/*'] };
const routes = (...all: object[]) => ({
  'loadBalancer.routes': all.map((one) => ({ ...route, ...one })),
});

describe('Routes', () => {
  testProblems([
    ['two routes that no request matches both of', routes({}, { name: 'files', paths: ['/files/*'] })],
    [
      'a path of a host that has a route',
      routes({ hosts: ['a.example.com'] }, { name: 'all', hosts: ['a.example.com'], paths: [] }),
    ],
    [
      'overlapping paths with priorities',
      routes({ priority: 3 }, { name: 'v2', paths: ['/api/v2/*'], priority: 2 }),
    ],
    [
      'overlapping paths without priorities',
      routes({}, { name: 'v2', paths: ['/api/v2/*'] }),
      `${ROUTE}[1].priority: is missing: a request can match v2 and api; accepted: a priority for both, the lower for the one that goes first [CONFIG_INVALID]`,
    ],
    [
      'one priority twice, stated and derived',
      routes({}, { name: 'files', paths: ['/files/*'], priority: 11_540 }),
      `${ROUTE}[1].priority: 11540 is also that of route api; accepted: a priority that no other route has [NAME_DUPLICATE]`,
    ],
    [
      'a name twice',
      routes({}, { paths: ['/files/*'] }),
      `${ROUTE}[1].name: "api" is a duplicate; accepted: a name that no other route has [NAME_DUPLICATE]`,
    ],
    [
      'a route of everything, to nobody, and to a port of another container',
      routes({ paths: [], target: 'web' }, { name: 'shop', target: 'devloop-server', port: 1 }),
      `${ROUTE}[1].port: 1 is not the container's port of devloop-server; accepted: 8080, or another container.port [CONFIG_INVALID]`,
      `${ROUTE}[0]: {"name":"api","target":"web","port":8080,"paths":[]} has neither hosts nor paths; accepted: host names, paths, or both; loadBalancer.target takes all other requests [CONFIG_INVALID]`,
      `${ROUTE}[0].target: "web" is not a server; accepted: ${SERVERS} [REFERENCE_UNKNOWN]`,
    ],
    [
      'more than a rule takes',
      routes({ paths: ['/a', '/b', '/c', '/d', '/e', '/f'] }, { name: 'wild', paths: ['/**/*', '/?/***'] }),
      `${ROUTE}[0].paths: ["/a","/b","/c","/d","/e","/f"] makes 6 host names and paths in one rule; accepted: at most 5 together; more in another route [CONFIG_INVALID]`,
      `${ROUTE}[1].paths: ["/**/*","/?/***"] has 7 wildcards; accepted: at most 6 in a route [CONFIG_INVALID]`,
    ],
    [
      'what is no path, and a host name that is that of a page',
      {
        ...routes({ paths: ['api'] }, { name: 'ci', hosts: ['ci.example.com'], paths: [] }),
        'servers.2.hostName': 'ci.example.com',
        'loadBalancer.domain': { name: 'shop.example.com' },
      },
      `${ROUTE}[0].paths[0]: "api" is not a path pattern; accepted: a slash and at most 127 letters, digits and _-.$/~"'@:+&, with the wildcards * and ?, e.g. /api/* [CONFIG_INVALID]`,
      `${ROUTE}[1].hosts[0]: "ci.example.com" is a duplicate; accepted: a host name for each server [NAME_DUPLICATE]`,
    ],
    [
      'paths of any host name beside a page',
      {
        ...routes({}),
        'servers.2.hostName': 'ci.example.com',
        'loadBalancer.certificateArn':
          'arn:aws:acm:ap-northeast-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef',
      },
      `${ROUTE}[0].hosts: is empty, so that the paths of ci.example.com go to the route as well; accepted: the host names of the application [CONFIG_INVALID]`,
    ],
  ] satisfies Row[]);
});

const CANARY = 'dev.servers[0].canary';

describe('Canaries', () => {
  testProblems([
    ['a canary of the target', { 'servers.0.canary': { image: 'next' } }],
    [
      'a share above all, and an image that is no name',
      { 'servers.0.canary': { image: 'ghcr.io/next', weight: 101 } },
      `${CANARY}.image: "ghcr.io/next" is not a DNS label; accepted: ${LABEL_FORM} [CONFIG_INVALID]`,
      `${CANARY}.weight: 101 is too large; accepted: at most 100 [CONFIG_INVALID]`,
    ],
    [
      "the server's own image",
      { 'servers.0.canary': { image: 'shop' }, 'servers.0.container.image': 'shop' },
      `${CANARY}.image: "shop" is the server's own image; accepted: another name in var.images [CONFIG_INVALID]`,
    ],
    [
      'a server without a container',
      { 'servers.2.canary': { image: 'next' } },
      `dev.servers[2].canary: {"image":"next"} is of a server without a container; accepted: a server with an image [CONFIG_INVALID]`,
    ],
    [
      'a server that gets no requests',
      { 'servers.0.canary': { image: 'next' }, loadBalancer: undefined },
      `${CANARY}: {"image":"next"} is of a server that gets no requests from a load balancer; accepted: the target of loadBalancer, of a route or of a service [CONFIG_INVALID]`,
    ],
    [
      'a name that another server has',
      { 'servers.0.canary': { image: 'next' }, 'servers.2.name': 'devloop-server-canary' },
      'dev.servers[2].name: "devloop-server-canary" is a duplicate; accepted: a name that no other server or bastion has [NAME_DUPLICATE]',
    ],
  ] satisfies Row[]);
});
