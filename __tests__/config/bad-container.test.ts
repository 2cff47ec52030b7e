import { testProblems } from '../support/fixtures/bad-input';
import { environment } from '../support/fixtures/environments';

const at = 'dev.servers[0].container';
const VISIBLE = 'and environment is visible in plans and in the state';
const SECRETS = 'accepted: a name below container.secrets [CONFIG_INVALID]';

describe('Environment variable of a container', () => {
  const variables = (values: Record<string, string>) => ({ 'servers.0.container.environment': values });
  testProblems([
    ['of any name', variables({ SPRING_PROFILES_ACTIVE: 'prod', PORT: '8080', AWS_REGION: 'eu-west-1' })],
    [
      'with a name that is none',
      variables({ 'spring.profiles': 'prod' }),
      `${at}.environment.spring.profiles: "spring.profiles" is not the name of an environment variable; accepted: capitals, digits and _, e.g. SPRING_DATASOURCE_URL [CONFIG_INVALID]`,
    ],
    [
      'with several lines',
      variables({ MOTD: 'a\nb' }),
      `${at}.environment.MOTD: "a\\nb" has characters that are not printable; accepted: one line of text [CONFIG_INVALID]`,
    ],
    [
      'that the server sets itself',
      variables({ SERVER_PORT: '80', SPRING_DATASOURCE_URL: 'jdbc:mysql://elsewhere/db' }),
      `${at}.environment.SERVER_PORT: "80" is a variable that the server sets itself; accepted: another name [CONFIG_INVALID]`,
      `${at}.environment.SPRING_DATASOURCE_URL: "jdbc:mysql://elsewhere/db" is a variable that the server sets itself; accepted: another name [CONFIG_INVALID]`,
    ],
    [
      'with a database of its own, where the server is no client of the database',
      { ...variables({ SPRING_DATASOURCE_URL: 'jdbc:mysql://elsewhere/db' }), 'database.clients': [] },
    ],
    [
      'that is a secret',
      variables({ SMTP_PASSWORD: 'hunter2', LICENSE: '9f86d081884c7d659a2feaa0c55ad015' }),
      `${at}.environment.SMTP_PASSWORD: has the name of a secret, ${VISIBLE}; ${SECRETS}`,
      `${at}.environment.LICENSE: looks like a random key, ${VISIBLE}; ${SECRETS}`,
    ],
  ]);
});

describe('Secret of a container', () => {
  const secrets = (values: Record<string, string>) => ({ 'servers.0.container.secrets': values });
  testProblems([
    [
      'by the name of a parameter, or an ARN of either service',
      secrets({
        STRIPE_KEY: 'stripe-key',
        MAIL_KEY: 'mail/key_1.2',
        SHARED_KEY: 'arn:aws:ssm:ap-northeast-2:123456789012:parameter/shared/key',
        LICENSE: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:a/license-AbCdEf',
      }),
    ],
    [
      'in another region',
      secrets({ SHARED_KEY: 'arn:aws:ssm:eu-west-1:123456789012:parameter/shared/key' }),
      `${at}.secrets.SHARED_KEY: "arn:aws:ssm:eu-west-1:123456789012:parameter/shared/key" is in another region than its server; accepted: a secret in ap-northeast-2 [CONFIG_INVALID]`,
    ],
    [
      'that is neither',
      secrets({ ONE_KEY: '/devloop/prod/key', TWO_KEY: 'arn:aws:s3:::bucket/key' }),
      ...['ONE_KEY: "/devloop/prod/key"', 'TWO_KEY: "arn:aws:s3:::bucket/key"'].map(
        (given) =>
          `${at}.secrets.${given} is neither the name of a parameter nor an ARN; accepted: e.g. stripe-key, arn:aws:ssm:REGION:ACCOUNT:parameter/NAME or arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-AbCdEf [CONFIG_INVALID]`,
      ),
    ],
    [
      'with a name that the server uses, sets, or is given otherwise',
      {
        ...secrets({ AWS_KEY: 'key', SPRING_DATASOURCE_PASSWORD: 'key', MODE: 'key' }),
        'servers.0.container.environment': { MODE: 'x' },
      },
      `${at}.secrets.AWS_KEY: "AWS_KEY" is a variable that the server itself uses; accepted: another name [CONFIG_INVALID]`,
      `${at}.secrets.SPRING_DATASOURCE_PASSWORD: "key" is a variable that the server sets itself; accepted: another name [CONFIG_INVALID]`,
      `${at}.secrets.MODE: "key" is a variable of container.environment too; accepted: one of the two [CONFIG_INVALID]`,
    ],
  ]);
});

describe('Container', () => {
  testProblems([
    [
      'with settings that Docker refuses',
      {
        'servers.0.container.command': [],
        'servers.0.container.memory': 16,
        'servers.0.container.user': 'a b',
        'servers.0.container.healthCheck': { command: '', interval: 1 },
      },
      `${at}.command: [] is too small; accepted: at least 1 entry [CONFIG_INVALID]`,
      `${at}.memory: 16 is too small; accepted: at least 32 [CONFIG_INVALID]`,
      `${at}.user: "a b" is not a user; accepted: a name or number, and after a colon a group, e.g. 1000:1000 [CONFIG_INVALID]`,
      `${at}.healthCheck.command: "" is too small; accepted: at least 1 [CONFIG_INVALID]`,
      `${at}.healthCheck.interval: 1 is too small; accepted: at least 5 [CONFIG_INVALID]`,
    ],
  ]);

  test('has a health check of 30 seconds, with 3 failures after the first minute, where only its command is given', () => {
    const { servers } = environment({ 'servers.0.container.healthCheck': { command: 'true' } });
    const defaults = { interval: 30, timeout: 10, retries: 3, startPeriod: 60 };
    expect(servers[0]?.container?.healthCheck).toEqual({ command: 'true', ...defaults });
  });
});

describe('Worker', () => {
  const worker = {
    name: 'worker-server',
    role: 'worker',
    zones: ['a'],
    container: { environment: { MODE: 'worker' } },
  };
  testProblems([
    ['with a container without a port', { 'servers.3': worker }],
    [
      'in an Auto Scaling group',
      { 'servers.3': { ...worker, autoScaling: { min: 1, max: 3, targetCpu: 60 } } },
    ],
    [
      'with a port',
      { 'servers.3': { ...worker, container: { port: 8080 } } },
      'dev.servers[3].container.port: 8080 does not go with role "worker"; accepted: role "application", or no port [CONFIG_INVALID]',
    ],
    [
      'as the target of the load balancer',
      { 'servers.3': worker, 'loadBalancer.target': 'worker-server' },
      'dev.loadBalancer.target: "worker-server" is a worker, which has no port; accepted: a server with a port [CONFIG_INVALID]',
    ],
    [
      'that is an application without a port',
      { 'servers.0.container.port': undefined },
      'dev.servers[0].container.port: is missing for role "application"; accepted: a port, or role "worker" [CONFIG_INVALID]',
    ],
  ]);
});

describe('Volumes of a container', () => {
  const dataVolume = { size: 20 };
  const volumes = (values: Record<string, string>, more = {}) => ({
    'servers.0.count': 1,
    'servers.0.zones': ['a'],
    'servers.0.dataVolume': dataVolume,
    'servers.0.container.volumes': values,
    ...more,
  });
  testProblems([
    ['on a data volume', volumes({ uploads: '/var/lib/uploads', index: '/srv/index-1' })],
    [
      "at paths that are none, or the system's",
      volumes({ one: 'var/lib', two: '/srv/../etc', three: '/run/secrets/a', four: '/a,readonly' }),
      ...Object.entries({
        one: 'var/lib',
        two: '/srv/../etc',
        three: '/run/secrets/a',
        four: '/a,readonly',
      }).map(
        ([name, path]) =>
          `${at}.volumes.${name}: "${path}" is not a path for a volume in the container; accepted: an absolute path, e.g. /var/lib/uploads; not below /proc, /sys, /dev, /run/secrets or /run/database [CONFIG_INVALID]`,
      ),
    ],
    [
      'at one path',
      volumes({ one: '/srv', two: '/srv' }),
      `${at}.volumes.two: "/srv" is the path of another volume; accepted: a path for each volume [NAME_DUPLICATE]`,
    ],
    [
      'without a data volume',
      volumes({ uploads: '/srv' }, { 'servers.0.dataVolume': undefined }),
      `${at}.volumes: {"uploads":"/srv"} are directories of a data volume, which the server does not have; accepted: a dataVolume, or no volumes [CONFIG_INVALID]`,
    ],
    [
      'that are missing',
      volumes({}, { 'servers.0.container.volumes': undefined }),
      'dev.servers[0].dataVolume: {"size":20} is mounted nowhere in the container; accepted: container.volumes, or no dataVolume [CONFIG_INVALID]',
    ],
    [
      'of a user that only the image knows',
      volumes({ uploads: '/srv' }, { 'servers.0.container.user': 'app' }),
      `${at}.user: "app" is a name in the image, to which the server cannot give the directories of volumes; accepted: a number, and after a colon a group, e.g. 1000:1000 [CONFIG_INVALID]`,
    ],
    [
      'of a server with a canary',
      volumes({ uploads: '/srv' }, { 'servers.0.canary': { image: 'next' } }),
      'dev.servers[0].canary: {"image":"next"} is a second server, but a data volume belongs to one; accepted: no canary, or no dataVolume [CONFIG_INVALID]',
    ],
  ]);
});

describe('Auto Scaling target of a worker', () => {
  const path = 'dev.servers[3].autoScaling';
  const queues = [{ name: 'orders', producers: [], consumers: ['worker-server'] }];
  const scaling = (target: object, more = {}) => ({
    queues,
    'servers.3': {
      name: 'worker-server',
      role: 'worker',
      zones: ['a'],
      container: { awsAccess: true },
      autoScaling: { min: 1, max: 3, ...target },
    },
    ...more,
  });
  const orders = { targetQueueLength: { queue: 'orders', messages: 10 } };
  testProblems([
    ['that is the length of a queue', scaling(orders)],
    ['that is the CPU', scaling({ targetCpu: 60 })],
    [
      'that is missing',
      scaling({}),
      `${path}.targetCpu: is missing; accepted: 1 to 100, or targetQueueLength [CONFIG_INVALID]`,
    ],
    [
      'that is both',
      scaling({ targetCpu: 60, ...orders }),
      `${path}.targetCpu: 60 conflicts with targetQueueLength; accepted: one of the two [CONFIG_INVALID]`,
    ],
    [
      'of a queue that is none',
      scaling({ targetQueueLength: { queue: 'order', messages: 10 } }),
      `${path}.targetQueueLength.queue: "order" is the name of no queue; accepted: orders [CONFIG_INVALID]`,
    ],
    [
      'of a queue where there is none',
      scaling(orders, { queues: [] }),
      `${path}.targetQueueLength.queue: "orders" is the name of no queue; accepted: one of queues, which has none [CONFIG_INVALID]`,
    ],
    [
      'of a queue of others',
      scaling(orders, { queues: [{ ...queues[0], consumers: [] }] }),
      `${path}.targetQueueLength.queue: "orders" is a queue of which worker-server is no consumer, so more servers do not shorten it; accepted: a queue with worker-server among its consumers [CONFIG_INVALID]`,
    ],
  ]);
});

describe('Schedule of a container', () => {
  const report = { cron: '0 3 * * ? *', command: ['report'] };
  const schedule = (changes: object) => ({
    'servers.0.container.schedules': { report: { ...report, ...changes } },
  });
  const path = `${at}.schedules.report`;
  testProblems([
    ['with its own time zone and timeout', schedule({ timeZone: 'Asia/Seoul', timeout: 60 })],
    [
      'at a time that is none',
      schedule({ cron: '0 3 * * *' }),
      `${path}.cron: "0 3 * * *" is not a cron expression of EventBridge Scheduler; accepted: minutes, hours, day of month, month, day of week and year, with ? in one of the days, e.g. 0 3 * * ? * [CONFIG_INVALID]`,
    ],
    [
      'in a time zone that is none',
      schedule({ timeZone: 'Seoul' }),
      `${path}.timeZone: "Seoul" is not a time zone; accepted: an IANA name, e.g. Europe/Berlin [CONFIG_INVALID]`,
    ],
    [
      'that runs longer than a message can be hidden',
      schedule({ timeout: 43_200 }),
      `${path}.timeout: 43200 is too large; accepted: at most 42000 [CONFIG_INVALID]`,
    ],
  ]);
});
