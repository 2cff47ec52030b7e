import { type Row, SERVERS, testProblems } from '../support/fixtures/bad-input';

const SERVICE = 'dev.internalLoadBalancer.services';
const service = { name: 'ci', target: 'jenkins-server', port: 8080, clients: ['devloop-server'] };
const services = (...all: object[]) => ({
  internalLoadBalancer: { services: all.map((one) => ({ ...service, ...one })) },
});

describe('Services and private names', () => {
  testProblems([
    ['a service, and a name of a server', { ...services({}), 'servers.2.privateName': 'jenkins' }],
    [
      'one name of a server and of two services',
      { ...services({}, {}), 'servers.2.privateName': 'ci' },
      `${SERVICE}[0].name: "ci" is a duplicate; accepted: a name that no other server or service has in the private domain [NAME_DUPLICATE]`,
      `${SERVICE}[1].name: "ci" is a duplicate; accepted: a name that no other server or service has in the private domain [NAME_DUPLICATE]`,
    ],
    [
      'the name of the collector',
      services({ name: 'elk' }),
      `${SERVICE}[0].name: "elk" is the name of the server that collects logs; accepted: a name other than elk [NAME_INVALID]`,
    ],
    [
      'a target and clients that are no servers, and a client twice',
      services({ target: 'web', clients: ['web', 'elk-server', 'elk-server'] }),
      `${SERVICE}[0].target: "web" is not a server; accepted: ${SERVERS} [REFERENCE_UNKNOWN]`,
      `${SERVICE}[0].clients[0]: "web" is not a server; accepted: ${SERVERS} [REFERENCE_UNKNOWN]`,
      `${SERVICE}[0].clients[2]: "elk-server" is a duplicate; accepted: each server once [NAME_DUPLICATE]`,
    ],
    [
      "a port that is not the page's",
      services({ port: 1 }),
      `${SERVICE}[0].port: 1 is not the port of Jenkins on jenkins-server; accepted: 8080 [CONFIG_INVALID]`,
    ],
    [
      'a private name of an Auto Scaling group',
      {
        'servers.0.privateName': 'shop',
        'servers.0.autoScaling': { min: 1, max: 2, targetCpu: 50 },
      },
      'dev.servers[0].privateName: "shop" is of an Auto Scaling group, whose addresses change; accepted: a service of internalLoadBalancer, or no autoScaling [CONFIG_INVALID]',
    ],
    [
      'a server with the name of the load balancer',
      { ...services({}), 'servers.1.name': 'internal-load-balancer' },
      'dev.servers[1].name: "internal-load-balancer" is reserved for a part of the platform; accepted: a name other than administrators, bastion, database, internet, load-balancer, internal-load-balancer [NAME_INVALID]',
    ],
  ] satisfies Row[]);
});
