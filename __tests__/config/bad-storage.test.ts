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
