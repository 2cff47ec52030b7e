import { testProblems } from '../support/fixtures/bad-input';

const client = { 'servers.0.container.awsAccess': true };
const uploads = { name: 'uploads', clients: ['devloop-server'] };

describe('Buckets', () => {
  testProblems([
    ['a bucket of a container with awsAccess', { ...client, buckets: [uploads] }],
    [
      'a client whose container has no credentials',
      { buckets: [uploads] },
      'dev.buckets[0].clients[0]: "devloop-server" cannot reach bucket uploads: its container has no credentials of AWS; accepted: container.awsAccess: true on devloop-server, or no such client [CONFIG_INVALID]',
    ],
    [
      'a client without a container',
      { buckets: [{ ...uploads, clients: ['elk-server'] }] },
      'dev.buckets[0].clients[0]: "elk-server" cannot reach bucket uploads: its container has no credentials of AWS; accepted: a server with a container and container.awsAccess: true [CONFIG_INVALID]',
    ],
    [
      'a client that is no server, and one twice',
      {
        ...client,
        buckets: [{ ...uploads, clients: ['devloop', 'devloop-server', 'devloop-server'] }],
      },
      'dev.buckets[0].clients[0]: "devloop" is not a server; accepted: devloop-server, elk-server, jenkins-server [REFERENCE_UNKNOWN]',
      'dev.buckets[0].clients[2]: "devloop-server" is a duplicate; accepted: each server once [NAME_DUPLICATE]',
    ],
    ['a client of two buckets', { ...client, buckets: [uploads, { ...uploads, name: 'exports' }] }],
    [
      'two buckets of one name, and one whose name is too long',
      {
        buckets: [
          { name: 'a', clients: [] },
          { name: 'a', clients: [] },
          { name: 'b'.repeat(33), clients: [] },
        ],
      },
      'dev.buckets[1].name: "a" is a duplicate; accepted: a name for each bucket [NAME_DUPLICATE]',
      `dev.buckets[2].name: "${'b'.repeat(33)}" makes the name of a bucket that is too long for S3; accepted: at most 32 characters with this project and environment [NAME_INVALID]`,
    ],
    [
      'objects that move after they are gone',
      { buckets: [{ name: 'a', clients: [], lifecycle: { expireDays: 60, infrequentAccessDays: 60 } }] },
      'dev.buckets[0].lifecycle.infrequentAccessDays: 60 moves objects after expireDays of 60 has deleted them; accepted: 30 to 59, or a later expireDays [CONFIG_INVALID]',
    ],
    [
      'a page with a path for an origin',
      { buckets: [{ name: 'a', clients: [], cors: { origins: ['https://shop.example.com/'] } }] },
      'dev.buckets[0].cors.origins[0]: "https://shop.example.com/" is not the origin of a web page; accepted: scheme and host without a path, e.g. https://shop.example.com [CONFIG_INVALID]',
    ],
    [
      'a variable of its own that the platform sets',
      {
        ...client,
        'servers.0.container.environment': { BUCKET_UPLOADS: 'mine', BUCKET_OTHER: 'mine' },
        buckets: [uploads],
      },
      'dev.servers[0].container.environment.BUCKET_UPLOADS: "mine" is a variable that the server sets itself; accepted: another name [CONFIG_INVALID]',
    ],
  ]);
});

describe('Queues and mail', () => {
  const orders = { name: 'orders', producers: ['devloop-server'], consumers: ['devloop-server'] };
  testProblems([
    ['a queue whose producer is its consumer', { ...client, queues: [orders] }],
    [
      'a producer whose container has no credentials, and a consumer that is no server',
      { queues: [{ ...orders, consumers: ['worker'] }] },
      'dev.queues[0].consumers[0]: "worker" is not a server; accepted: devloop-server, elk-server, jenkins-server [REFERENCE_UNKNOWN]',
      'dev.queues[0].producers[0]: "devloop-server" cannot reach queue orders: its container has no credentials of AWS; accepted: container.awsAccess: true on devloop-server, or no such client [CONFIG_INVALID]',
    ],
    [
      'a queue of the name of a dead-letter queue',
      {
        queues: [
          { name: 'a', producers: [], consumers: [] },
          { name: 'a-dead-letters', producers: [], consumers: [] },
        ],
      },
      'dev.queues[1].name: "a-dead-letters" is a duplicate; accepted: a name for each queue [NAME_DUPLICATE]',
    ],
    [
      'mail of a domain outside of its zone, of a client without credentials',
      { mail: { domain: 'shop.example.org', zone: 'example.com', clients: ['devloop-server'] } },
      'dev.mail.domain: "shop.example.org" is not in the zone example.com; accepted: example.com or a name that ends in .example.com [CONFIG_INVALID]',
      'dev.mail.clients[0]: "devloop-server" cannot reach SES: its container has no credentials of AWS; accepted: container.awsAccess: true on devloop-server, or no such client [CONFIG_INVALID]',
    ],
  ]);
});

describe('Cache', () => {
  const cache = { version: '8.0', clients: ['devloop-server'] };
  testProblems([
    ['a cache of a client without awsAccess', { cache }],
    [
      'a version of another engine, and a node type that is none',
      { cache: { ...cache, engine: 'redis', nodeType: 't4g.micro' } },
      'dev.cache.nodeType: "t4g.micro" is not a node type; accepted: cache, family and size, e.g. cache.t4g.micro [CONFIG_INVALID]',
      'dev.cache.version: "8.0" is not a version that ElastiCache offers for redis; accepted: 7.0, 7.1 [CONFIG_INVALID]',
    ],
    [
      'replicas in one zone',
      {
        'network.zones': ['a'],
        loadBalancer: undefined,
        database: undefined,
        'servers.1.zones': ['a'],
        cache: { ...cache, replicas: 1 },
      },
      'dev.network.zones: ["a"] is one zone, but cache needs two; accepted: at least two zones, or no cache [CONFIG_INVALID]',
    ],
    [
      'a server of its name, and a variable of its own that the platform sets',
      {
        'servers.2.name': 'cache',
        'servers.0.container.environment': { SPRING_DATA_REDIS_HOST: 'mine' },
        cache,
      },
      'dev.servers[0].container.environment.SPRING_DATA_REDIS_HOST: "mine" is a variable that the server sets itself; accepted: another name [CONFIG_INVALID]',
      'dev.servers[2].name: "cache" is the name of the cache; accepted: another name, e.g. cache-server [NAME_INVALID]',
    ],
  ]);
});
