import { CIDR_FORM, type Row, SERVERS, testProblems } from '../support/fixtures/bad-input';

const arn = (region: string) =>
  `arn:aws:acm:${region}:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef`;
describe('Load balancer and traffic', () => {
  testProblems([
    [
      'HTTP only where deletion protection is on',
      { deletionProtection: true },
      'dev.loadBalancer.domain: is missing: with deletionProtection on, requests would go over HTTP, unencrypted; accepted: a domain, the certificateArn of an ACM certificate, or loadBalancer.insecure: true [CONFIG_INVALID]',
    ],
    [
      'a domain where deletion protection is on',
      { deletionProtection: true, 'loadBalancer.domain': { name: 'shop.example.com' } },
    ],
    [
      'a domain beside a certificate',
      {
        'loadBalancer.domain': { name: 'shop.example.com' },
        'loadBalancer.certificateArn': arn('ap-northeast-2'),
      },
      `dev.loadBalancer.certificateArn: "${arn('ap-northeast-2')}" stands beside domain, which has a certificate of its own; accepted: one of the two [CONFIG_INVALID]`,
    ],
    [
      'a domain and a host name outside of the zone',
      {
        'loadBalancer.domain': { name: 'shop.example.org', zone: 'example.com' },
        'servers.2.hostName': 'badexample.com',
      },
      'dev.loadBalancer.domain.name: "shop.example.org" is not in the zone example.com; accepted: a name that ends in .example.com [CONFIG_INVALID]',
      'dev.servers[2].hostName: "badexample.com" is not in the zone example.com; accepted: a name that ends in .example.com [CONFIG_INVALID]',
    ],
    ['the apex of the zone', { 'loadBalancer.domain': { name: 'example.com', zone: 'example.com' } }],
    [
      'a domain that is the host name of a server',
      { 'loadBalancer.domain': { name: 'a.example.com' }, 'servers.2.hostName': 'a.example.com' },
      'dev.servers[2].hostName: "a.example.com" is a duplicate; accepted: a host name for each server [NAME_DUPLICATE]',
    ],
    [
      'a domain that is a URL, and a zone in capitals',
      { 'loadBalancer.domain': { name: 'https://example.com', zone: 'Example.com' } },
      'dev.loadBalancer.domain.name: "https://example.com" is not a host name; accepted: e.g. jenkins.example.com, in lower case, at most 128 characters, no IP address [CONFIG_INVALID]',
      'dev.loadBalancer.domain.zone: "Example.com" is not a host name; accepted: e.g. jenkins.example.com, in lower case, at most 128 characters, no IP address [CONFIG_INVALID]',
    ],
    [
      'a domain too long for a certificate',
      { 'loadBalancer.domain': { name: `${'a'.repeat(53)}.example.com` } },
      `dev.loadBalancer.domain.name: "${'a'.repeat(53)}.example.com" is too long for the first name of a certificate; accepted: at most 64 characters [CONFIG_INVALID]`,
    ],
    [
      'access logs in a bucket with too long a name',
      { project: 'a-project-with-a-name-of-forty-two-letters', 'loadBalancer.accessLogs': {} },
      'dev.loadBalancer.accessLogs: {} makes a bucket whose name begins with a-project-with-a-name-of-forty-two-letters-dev, too long for S3; accepted: a project and a name of at most 44 characters together, or no accessLogs [CONFIG_INVALID]',
    ],
    [
      'a retention that CloudWatch Logs does not have, and a rate limit below what WAF takes',
      { logRetentionDays: 100, 'loadBalancer.firewall': { mode: 'block', rateLimit: 1 } },
      'dev.logRetentionDays: 100 is not one of the values; accepted: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 [CONFIG_INVALID]',
      'dev.loadBalancer.firewall.rateLimit: 1 is too small; accepted: at least 10 [CONFIG_INVALID]',
    ],
    [
      'HSTS over HTTP',
      { 'loadBalancer.hsts': true },
      'dev.loadBalancer.hsts: true requires a load balancer with HTTPS; accepted: false, or loadBalancer.domain [CONFIG_INVALID]',
    ],
    ['HTTP only, accepted by name', { deletionProtection: true, 'loadBalancer.insecure': true }],
    [
      'HTTPS where deletion protection is on',
      { deletionProtection: true, 'loadBalancer.certificateArn': arn('ap-northeast-2') },
    ],
    [
      'no load balancer where deletion protection is on',
      { deletionProtection: true, loadBalancer: undefined },
    ],
    [
      'target that is not a server',
      { 'loadBalancer.target': 'web' },
      `dev.loadBalancer.target: "web" is not a server; accepted: ${SERVERS} [REFERENCE_UNKNOWN]`,
    ],
    [
      'certificate of another region',
      { 'loadBalancer.certificateArn': arn('us-east-1') },
      `dev.loadBalancer.certificateArn: "${arn('us-east-1')}" is a certificate of us-east-1; accepted: a certificate of ap-northeast-2, the load balancer's region [CONFIG_INVALID]`,
    ],
    [
      'no certificate at all',
      { 'loadBalancer.certificateArn': 'arn:aws:iam::123456789012:server-certificate/x' },
      `dev.loadBalancer.certificateArn: "arn:aws:iam::123456789012:server-certificate/x" is not the ARN of an ACM certificate; accepted: e.g. ${arn('ap-northeast-2')} [CONFIG_INVALID]`,
    ],
    [
      'port',
      { 'loadBalancer.port': 65536 },
      'dev.loadBalancer.port: 65536 is too large; accepted: at most 65535 [CONFIG_INVALID]',
    ],
    [
      'health check path',
      { 'loadBalancer.healthCheckPath': 'health' },
      'dev.loadBalancer.healthCheckPath: "health" is not a path; accepted: a slash and at most 1023 printable characters [CONFIG_INVALID]',
    ],
    [
      'open to nobody',
      { 'loadBalancer.allowFrom': [] },
      'dev.loadBalancer.allowFrom: [] is too small; accepted: at least 1 entry [CONFIG_INVALID]',
    ],
    [
      'open to IPv6, or to a range twice',
      { 'loadBalancer.allowFrom': ['::/0', '0.0.0.0/0', '0.0.0.0/0'] },
      `dev.loadBalancer.allowFrom[0]: "::/0" is not an IPv4 network in CIDR notation; accepted: ${CIDR_FORM} [CIDR_INVALID]`,
      'dev.loadBalancer.allowFrom[2]: "0.0.0.0/0" is a duplicate; accepted: each CIDR block once [NAME_DUPLICATE]',
    ],
    [
      'traffic of nobody, to a part of the platform, on no port, of no protocol',
      { traffic: [{ from: 'web', to: 'database', port: 0, protocol: 'icmp' }] },
      'dev.traffic[0].port: 0 is too small; accepted: at least 1 [CONFIG_INVALID]',
      'dev.traffic[0].protocol: "icmp" is not one of the values; accepted: "tcp", "udp" [CONFIG_INVALID]',
      `dev.traffic[0].from: "web" is not a server; accepted: ${SERVERS} [REFERENCE_UNKNOWN]`,
      `dev.traffic[0].to: "database" is not a server; accepted: ${SERVERS} [REFERENCE_UNKNOWN]`,
    ],
    [
      'traffic twice, once by default',
      {
        traffic: [
          { from: 'elk-server', to: 'jenkins-server', port: 80 },
          { from: 'elk-server', to: 'jenkins-server', port: 80, protocol: 'tcp' },
        ],
      },
      'dev.traffic[1]: {"from":"elk-server","to":"jenkins-server","port":80,"protocol":"tcp"} is a duplicate; accepted: each opening once [NAME_DUPLICATE]',
    ],
  ]);
});

describe('Database', () => {
  testProblems([
    [
      'engine',
      { 'database.engine': 'oracle' },
      'dev.database.engine: "oracle" is not one of the values; accepted: "mysql", "postgres" [CONFIG_INVALID]',
    ],
    [
      'engine version of the wrong form',
      { 'database.version': '8.4.3' },
      'dev.database.version: "8.4.3" is not a major version that RDS offers for mysql; accepted: 8.0, 8.4 [CONFIG_INVALID]',
    ],
    ...(
      [
        ['mysql', '8.0', '8.4'],
        ['postgres', '13', '17'],
      ] as const
    ).map(([engine, version, supported]): Row => [
      `${engine} ${version}, past its standard support`,
      { 'database.engine': engine, 'database.version': version },
      `dev.database.version: "${version}" is past its standard support: AWS bills Extended Support of ${engine} ${version} by the vCPU-hour; accepted: ${supported}, or extendedSupport: true [CONFIG_INVALID]`,
    ]),
    [
      'version past its standard support, accepted by name',
      { 'database.version': '8.0', 'database.extendedSupport': true },
    ],
    [
      'a snapshot that is none',
      { 'database.restore': { from: 'snapshot', snapshot: 'Final Snapshot' } },
      'dev.database.restore.snapshot: "Final Snapshot" is neither a snapshot nor the ARN of one; accepted: a name in lower case, e.g. devloop-prod-final-1, or arn:aws:rds:REGION:ACCOUNT:snapshot:NAME [CONFIG_INVALID]',
    ],
    [
      'an automated snapshot',
      { 'database.restore': { from: 'snapshot', snapshot: 'rds:devloop-dev-2026-11-27-16-05' } },
    ],
    [
      'a source that is none, and a time without a zone',
      { 'database.restore': { from: 'point-in-time', source: 'ab-1/2', time: '2026-11-27 09:30' } },
      'dev.database.restore.source: "ab-1/2" is neither a database nor the ARN of retained backups; accepted: an identifier in lower case, e.g. devloop-prod-old, or arn:aws:rds:REGION:ACCOUNT:auto-backup:ab-ID [CONFIG_INVALID]',
      'dev.database.restore.time: "2026-11-27 09:30" is not a time in UTC; accepted: e.g. 2026-11-27T09:30:00Z [CONFIG_INVALID]',
    ],
    [
      'to a time that is not yet',
      {
        'database.restore': {
          from: 'point-in-time',
          source: 'devloop-prod-old',
          time: '2999-01-01T00:00:00Z',
        },
      },
      'dev.database.restore.time: "2999-01-01T00:00:00Z" lies in the future; accepted: a moment in UTC that the backups hold, or none for the latest [CONFIG_INVALID]',
    ],
    [
      'version of another engine',
      { 'database.engine': 'postgres' },
      'dev.database.version: "8.4" is not a major version that RDS offers for postgres; accepted: 11, 12, 13, 14, 15, 16, 17, 18 [CONFIG_INVALID]',
    ],
    [
      'instance class',
      { 'database.instanceClass': 't3.micro' },
      'dev.database.instanceClass: "t3.micro" is not a database instance class; accepted: db, family and size, e.g. db.t3.micro [CONFIG_INVALID]',
    ],
    [
      'storage ceiling below the size',
      { 'database.allocatedStorage': 200 },
      'dev.database.maxAllocatedStorage: 100 is not a tenth above allocatedStorage of 200; accepted: 220 or more [CONFIG_INVALID]',
    ],
    [
      'storage ceiling a tenth above',
      { 'database.allocatedStorage': 200, 'database.maxAllocatedStorage': 220 },
    ],
    [
      'storage below the least that gp3 has',
      { 'database.allocatedStorage': 5 },
      'dev.database.allocatedStorage: 5 is too small; accepted: at least 20 [CONFIG_INVALID]',
    ],
    [
      'backups longer than RDS keeps them',
      { 'database.backupRetentionDays': 36 },
      'dev.database.backupRetentionDays: 36 is too large; accepted: at most 35 [CONFIG_INVALID]',
    ],
    [
      'client that is not a server',
      { 'database.clients': ['devloop-server', 'web'] },
      `dev.database.clients[1]: "web" is not a server; accepted: ${SERVERS} [REFERENCE_UNKNOWN]`,
    ],
    [
      'client twice',
      { 'database.clients': ['devloop-server', 'devloop-server'] },
      'dev.database.clients[1]: "devloop-server" is a duplicate; accepted: each server once [NAME_DUPLICATE]',
    ],
    [
      'name of the first database',
      { 'database.databaseName': 'dev-loop' },
      'dev.database.databaseName: "dev-loop" is not a name that mysql accepts; accepted: a letter, then letters, digits or _, at most 64 [CONFIG_INVALID]',
    ],
  ]);
});
