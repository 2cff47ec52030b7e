import { testProblems } from '../support/fixtures/bad-input';
import { certificateArn, plain } from '../support/fixtures/environments';

const WAYS = 'role "plain", or network.nat of mode "single", "per-zone" or "instance"';

describe('Server role', () => {
  testProblems([
    [
      'unknown',
      { ...plain(1), 'servers.1.role': 'web' },
      'dev.servers[1].role: "web" is not one of the values; accepted: "application", "worker", "jenkins", "elk", "plain" [CONFIG_INVALID]',
    ],
    [
      'that needs a container and a volume, and has neither',
      { 'servers.0.container': undefined, 'servers.1.dataVolume': undefined },
      'dev.servers[0].container: is missing for role "application"; accepted: container with its settings [CONFIG_INVALID]',
      'dev.servers[1].dataVolume: is missing for role "elk"; accepted: dataVolume with its settings [CONFIG_INVALID]',
    ],
    [
      'that does not go with its keys',
      { 'servers.1.container': { port: 80 }, 'servers.2.role': 'plain' },
      'dev.servers[1].container: {"port":80} does not go with role "elk"; accepted: role "application" or "worker", or no container [CONFIG_INVALID]',
      'dev.servers[2].dataVolume: {"size":20} does not go with role "plain"; accepted: role "application" or "worker" or "jenkins" or "elk", or no dataVolume [CONFIG_INVALID]',
    ],
    [
      'that installs from the internet, to which there is no way',
      {
        ...plain(1, 2),
        'network.nat': { mode: 'none' },
        'servers.1.internetPorts': [],
        'servers.2.internetPorts': [],
      },
      'dev.servers[0].internetPorts: [80,443] needs outbound internet access, which network.nat of mode "none" does not give; accepted: [], or network.nat of mode "single", "per-zone" or "instance" [CONFIG_INVALID]',
      `dev.servers[0].role: "application" installs what it runs from the internet, to which network.nat of mode "none" gives no way and no endpoint either; accepted: ${WAYS} [CONFIG_INVALID]`,
    ],
    [
      'that installs from the internet, to which no port is open',
      { 'servers.2.internetPorts': [80] },
      'dev.servers[2].internetPorts: [80] lacks 443, over which role "jenkins" installs what it runs; accepted: 443 among them [CONFIG_INVALID]',
    ],
    [
      'with images that its root volume has no room for',
      { 'servers.1.volumeSize': 15, 'servers.2.volumeSize': 8 },
      'dev.servers[1].volumeSize: 15 leaves no room for the images of role "elk"; accepted: at least 16 [CONFIG_INVALID]',
    ],
    [
      'with images for which the default root volume has no room',
      { 'servers.1.volumeSize': undefined },
      'dev.servers[1].volumeSize: leaves no room for the images of role "elk"; accepted: at least 16 [CONFIG_INVALID]',
    ],
    [
      'that needs more memory than its type has',
      {
        'servers.0.instanceType': 't3.nano',
        'servers.1.instanceType': 'm6g.medium',
        'servers.2.instanceType': 't3.micro',
      },
      'dev.servers[0].instanceType: "t3.nano" has 512 MiB of memory, too little for role "application"; accepted: a type with at least 1024 MiB [CONFIG_INVALID]',
      'dev.servers[2].instanceType: "t3.micro" has 1024 MiB of memory, too little for role "jenkins"; accepted: a type with at least 2048 MiB [CONFIG_INVALID]',
    ],
    [
      'that runs ELK in 2 GiB',
      { 'servers.1.instanceType': 't3.small' },
      'dev.servers[1].instanceType: "t3.small" has 2048 MiB of memory, too little for role "elk"; accepted: a type with at least 4096 MiB [CONFIG_INVALID]',
    ],
    ['of a type whose memory is not known', { 'servers.1.instanceType': 'i4i.large' }],
    [
      'of two servers, of which logs can go to one',
      { 'servers.2.role': 'elk', 'servers.2.volumeSize': 16 },
      'dev.servers[2].role: "elk" collects logs as another server does, and logs go to one; accepted: one server with role "elk" [NAME_DUPLICATE]',
    ],
    [
      'whose opening configuration opens again',
      { traffic: [{ from: 'devloop-server', to: 'elk-server', port: 5044 }] },
      'dev.traffic[0]: {"from":"devloop-server","to":"elk-server","port":5044} is allowed already: role "application" or "worker" sends its logs to role "elk"; accepted: no such entry [NAME_DUPLICATE]',
    ],
  ]);
});

describe('Container', () => {
  testProblems([
    [
      'limit of memory that its server cannot reach',
      { 'servers.0.container.memory': 4096 },
      'dev.servers[0].container.memory: 4096 is not below the 4096 MiB of t2.medium; accepted: less than 4096, or a type with more memory [CONFIG_INVALID]',
    ],
    ['limit of memory below that of its server', { 'servers.0.container.memory': 4095 }],
    [
      'port that the server has taken',
      { 'servers.0.container.port': 22, 'loadBalancer.port': 22 },
      'dev.servers[0].container.port: 22 is already used by SSH on the server; accepted: a port other than 22 [CONFIG_INVALID]',
    ],
    [
      "port that is not the load balancer's",
      { 'servers.0.container.port': 8081 },
      "dev.loadBalancer.port: 8080 is not the container's port of devloop-server; accepted: 8081, or another container.port [CONFIG_INVALID]",
    ],
    [
      'names of which two are equal',
      {
        'servers.0.container.databaseNames': { url: 'DB', username: 'DB_USER', password: 'DB' },
        'servers.0.container.databaseAs': 'environment',
      },
      'dev.servers[0].container.databaseNames.password: "DB" is the name of two of url, username and password; accepted: a name for each [NAME_DUPLICATE]',
    ],
    [
      'name that is the default of another',
      { 'servers.0.container.databaseNames': { url: 'SPRING_DATASOURCE_PASSWORD' } },
      'dev.servers[0].container.databaseNames.url: "SPRING_DATASOURCE_PASSWORD" is the name of two of url, username and password; accepted: a name for each [NAME_DUPLICATE]',
    ],
    [
      'names that are taken',
      {
        'servers.0.container.databaseNames': { url: 'SERVER_PORT', username: 'PATH', password: 'AWS_REGION' },
      },
      'dev.servers[0].container.databaseNames.url: "SERVER_PORT" is a variable that the server itself uses; accepted: another name, as DB_PASSWORD [CONFIG_INVALID]',
      'dev.servers[0].container.databaseNames.username: "PATH" is a variable that the server itself uses; accepted: another name, as DB_PASSWORD [CONFIG_INVALID]',
      'dev.servers[0].container.databaseNames.password: "AWS_REGION" is a variable that the server itself uses; accepted: another name, as DB_PASSWORD [CONFIG_INVALID]',
    ],
    [
      "names of the application's own",
      {
        'servers.0.container.databaseNames': {
          url: 'DATABASE_URL',
          username: 'DB_USER',
          password: 'DB_PASSWORD',
        },
        'servers.0.container.databaseAs': 'environment',
      },
    ],
    [
      'names in files, which Spring alone reads, besides the URL',
      {
        'servers.0.container.databaseNames': {
          url: 'DATABASE_URL',
          username: 'DB_USER',
          password: 'SPRING_DATASOURCE_PASSWORD',
        },
      },
      'dev.servers[0].container.databaseNames.username: "DB_USER" is no variable where databaseAs is files: Spring alone reads those, by its own names; accepted: SPRING_DATASOURCE_USERNAME, or databaseAs: \'environment\' [CONFIG_INVALID]',
    ],
    [
      'names that are none of environment variables, and an unknown way',
      { 'servers.0.container': { port: 8080, databaseNames: { url: 'db-url' }, databaseAs: 'disk' } },
      'dev.servers[0].container.databaseNames.url: "db-url" is not the name of an environment variable; accepted: capitals, digits and _, e.g. SPRING_DATASOURCE_URL [CONFIG_INVALID]',
      'dev.servers[0].container.databaseAs: "disk" is not one of the values; accepted: "files", "environment" [CONFIG_INVALID]',
    ],
  ]);
});

describe('Load balancer with the web page', () => {
  const to = (target: string, port: number) => ({
    'loadBalancer.target': target,
    'loadBalancer.port': port,
  });
  testProblems([
    [
      'of Jenkins, on a port on which nothing listens',
      to('jenkins-server', 9999),
      'dev.loadBalancer.port: 9999 is not the port of Jenkins on jenkins-server; accepted: 8080 [CONFIG_INVALID]',
    ],
    [
      'of Kibana, on the port of its logs',
      to('elk-server', 5044),
      'dev.loadBalancer.port: 5044 is not the port of Kibana on elk-server; accepted: 5601 [CONFIG_INVALID]',
    ],
    ['of Kibana', to('elk-server', 5601)],
    ['of a plain server, of which nothing is known', { ...plain(1), ...to('elk-server', 9999) }],
  ]);
});

describe('Auto scaling', () => {
  const scaling = (more: object = {}) => ({ min: 2, max: 4, targetCpu: 60, ...more });
  testProblems([
    [
      'min above max',
      { 'servers.0.autoScaling': scaling({ min: 5 }) },
      'dev.servers[0].autoScaling.min: 5 is above max of 4; accepted: at most 4, or a larger max [CONFIG_INVALID]',
    ],
    [
      'of a server with a data volume',
      { 'servers.2.autoScaling': scaling() },
      'dev.servers[2].autoScaling: {"min":2,"max":4,"targetCpu":60} does not go with role "jenkins"; accepted: role "application" or "worker", or no autoScaling [CONFIG_INVALID]',
      'dev.servers[2].autoScaling: {"min":2,"max":4,"targetCpu":60} replaces its servers, but a data volume belongs to one server; accepted: no autoScaling, or no dataVolume [CONFIG_INVALID]',
    ],
    [
      'beside a count',
      { 'servers.0.autoScaling': scaling(), 'servers.0.count': 2 },
      'dev.servers[0].count: 2 conflicts with autoScaling; accepted: one of the two [CONFIG_INVALID]',
    ],
    [
      'without a CPU that can be',
      { 'servers.0.autoScaling': scaling({ targetCpu: 101 }) },
      'dev.servers[0].autoScaling.targetCpu: 101 is too large; accepted: at most 100 [CONFIG_INVALID]',
    ],
    [
      'over several zones, with room for the most servers in each',
      {
        'servers.0.autoScaling': scaling({ max: 40 }),
        'servers.0.zones': ['a', 'c'],
        'network.subnetCidrs': { private: { a: '10.0.100.0/28' } },
      },
      'dev.network.subnetCidrs.private.a: "10.0.100.0/28" has 11 addresses for 21 servers (network.subnetCidrs.private.a 10.0.100.0/28); accepted: a larger range, or at most 11 servers in zone a [CIDR_INVALID]',
    ],
    ['over several zones', { 'servers.0.autoScaling': scaling(), 'servers.0.zones': ['a', 'c'] }],
  ]);
});

describe('Host name', () => {
  const tls = { 'loadBalancer.certificateArn': certificateArn };
  testProblems([
    ['of a web page', { ...tls, 'servers.2.hostName': 'jenkins.example.com' }],
    [
      'of a web page without a login',
      { ...tls, 'servers.1.hostName': 'kibana.example.com' },
      'dev.servers[1].hostName: "kibana.example.com" opens Kibana, which has no login, to everyone in admin_cidrs; accepted: no hostName (ssh forwards the page), or withoutLogin: true [CONFIG_INVALID]',
    ],
    [
      'of a web page without a login, accepted by name',
      { ...tls, 'servers.1.hostName': 'kibana.example.com', 'servers.1.withoutLogin': true },
    ],
    [
      'that is none',
      { ...tls, 'servers.1.hostName': 'https://kibana' },
      'dev.servers[1].hostName: "https://kibana" is not a host name; accepted: e.g. jenkins.example.com, in lower case, at most 128 characters, no IP address [CONFIG_INVALID]',
    ],
    [
      'of a server without a web page',
      { ...tls, 'servers.0.hostName': 'shop.example.com' },
      'dev.servers[0].hostName: "shop.example.com" does not go with role "application"; accepted: role "jenkins" or "elk", or no hostName [CONFIG_INVALID]',
      'dev.servers[0].hostName: "shop.example.com" belongs to the load balancer\'s target; accepted: no hostName, or another target [CONFIG_INVALID]',
    ],
    [
      'without TLS for the passwords',
      { 'servers.2.hostName': 'jenkins.example.com' },
      'dev.servers[2].hostName: "jenkins.example.com" requires a load balancer with HTTPS; accepted: no hostName, or a loadBalancer with domain or certificateArn [CONFIG_INVALID]',
    ],
    [
      'of two servers',
      {
        ...tls,
        'servers.1.hostName': 'a.example.com',
        'servers.1.withoutLogin': true,
        'servers.2.hostName': 'a.example.com',
      },
      'dev.servers[2].hostName: "a.example.com" is a duplicate; accepted: a host name for each server [NAME_DUPLICATE]',
    ],
  ]);
});

describe('Data volume', () => {
  testProblems([
    [
      'claimed by two servers, by name',
      { 'servers.1.dataVolume.name': 'home', 'servers.2.dataVolume.name': 'home' },
      'dev.servers[2].dataVolume.name: "home" is the data volume home, which another server claims; accepted: a volume for each server [NAME_DUPLICATE]',
    ],
    [
      'claimed by two servers, one by default',
      { 'servers.1.dataVolume.name': 'jenkins-server-data' },
      'dev.servers[2].dataVolume: {"size":20} is the data volume jenkins-server-data, which another server claims; accepted: a volume for each server [NAME_DUPLICATE]',
    ],
    [
      'claimed by the servers of a group',
      { 'servers.2.count': 2 },
      'dev.servers[2].count: 2 makes several servers claim one data volume; accepted: 1, or no count [CONFIG_INVALID]',
    ],
    ['of a group of one', { 'servers.2.count': 1 }],
    [
      'larger than gp3 can be',
      { 'servers.1.dataVolume.size': 16385 },
      'dev.servers[1].dataVolume.size: 16385 is too large; accepted: at most 16384 [CONFIG_INVALID]',
    ],
  ]);
});
