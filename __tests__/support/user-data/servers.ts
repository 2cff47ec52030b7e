import { DATABASE_AUTHORITIES } from '../../../src/catalog/database-authorities';
import { DATABASE_ENGINES, type DatabaseEngineName } from '../../../src/catalog/database-engines';
import { type RoleName, type UserDataSettings } from '../../../src/roles';
import type { DatabaseSetup } from '../../../src/roles/server-inputs';
import { SPRING_DATASOURCE } from '../../../src/roles/application/database-names';

const REGION = 'ap-northeast-2';
const ENDPOINT = 'devloop-dev.c0123456789a.ap-northeast-2.rds.amazonaws.com';
const dataVolume = { volumeId: 'vol-0123456789abcdef0', deviceName: '/dev/sdf' };

/** Each role with all of its optional parts, with values of realistic length. */
export const SERVERS = {
  plain: { role: 'plain', region: REGION, logGroup: '' },
  bastion: { role: 'bastion', region: REGION, logGroup: '/devloop/dev/bastion-server' },
  nat: { role: 'nat', region: REGION, logGroup: '', natName: 'devloop-dev-nat-a' },
  application: {
    role: 'application',
    region: REGION,
    logGroup: '/devloop/dev/devloop-server',
    container: {
      image: '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:1.0.0',
      port: 8080,
      database: {
        url: DATABASE_ENGINES.mysql.jdbcUrl(`${ENDPOINT}:3306`, 'devloop'),
        engine: 'mysql',
        user: 'application',
        secretArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:devloop-dev/application-AbCdEf',
        masterSecretArn:
          'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:rds!db-01234567-89ab-cdef-0123-456789abcdef-AbCdEf',
        authorities: DATABASE_AUTHORITIES[REGION] ?? [],
        names: SPRING_DATASOURCE,
        as: 'files',
      },
    },
    elkAddress: 'elk.dev.devloop.internal',
  },
  worker: {
    role: 'worker',
    region: REGION,
    logGroup: '/devloop/dev/worker-server',
    container: { image: '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:1.0.0' },
    elkAddress: 'elk.dev.devloop.internal',
  },
  jenkins: { role: 'jenkins', region: REGION, logGroup: '/devloop/dev/jenkins-server', dataVolume },
  elk: { role: 'elk', region: REGION, logGroup: '/devloop/dev/elk-server', dataVolume },
} satisfies { [Name in RoleName]: UserDataSettings<Name> };

const { container } = SERVERS.application;

/** The application on the other engine. */
export const POSTGRES_APPLICATION = {
  ...SERVERS.application,
  container: {
    ...container,
    database: {
      ...container.database,
      engine: 'postgres',
      url: DATABASE_ENGINES.postgres.jdbcUrl(`${ENDPOINT}:5432`, 'devloop'),
    },
  },
} satisfies UserDataSettings<'application'>;

const SETUP: DatabaseSetup = {
  databases: ['shop_reports'],
  extensions: [],
  users: [
    {
      name: 'bi',
      access: 'read-only',
      databases: ['dev_loop', 'shop_reports'],
      secretArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:devloop-dev/bi',
    },
    {
      name: 'batch',
      access: 'read-write',
      databases: ['shop_reports'],
      secretArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:devloop-dev/batch',
    },
  ],
};

const withSetup = (
  application: typeof SERVERS.application | typeof POSTGRES_APPLICATION,
  setup: DatabaseSetup,
): UserDataSettings<'application'> => ({
  ...application,
  container: { ...application.container, database: { ...application.container.database, setup } },
});

/** The application with further databases and users, on each engine. */
export const SETUP_APPLICATIONS: Readonly<Record<DatabaseEngineName, UserDataSettings<'application'>>> = {
  mysql: withSetup(SERVERS.application, SETUP),
  postgres: withSetup(POSTGRES_APPLICATION, {
    ...SETUP,
    extensions: [{ name: 'hstore', database: 'shop_reports' }],
  }),
};

/** The application with every setting of its container. */
export const SETTINGS_APPLICATION = {
  ...POSTGRES_APPLICATION,
  container: {
    ...POSTGRES_APPLICATION.container,
    secrets: {
      STRIPE_KEY: {
        kind: 'parameter',
        id: '/devloop/dev/stripe-key',
        arn: 'arn:aws:ssm:ap-northeast-2:123456789012:parameter/devloop/dev/stripe-key',
        as: 'files',
      },
      LICENSE: {
        kind: 'secret',
        id: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:license-AbCdEf',
        arn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:license-AbCdEf',
        as: 'files',
      },
    },
    settings: {
      environment: { SPRING_PROFILES_ACTIVE: 'prod', GREETING: `it's "안녕" \\ 100%` },
      command: ['java', '-jar', 'app.jar', ' --spaced '],
      memory: 1024,
      user: '1000:1000',
      healthCheck: {
        command: 'wget --spider http://localhost:8080/',
        interval: 30,
        timeout: 10,
        retries: 3,
        startPeriod: 60,
      },
    },
  },
} satisfies UserDataSettings<'application'>;

/** A worker with directories of a data volume. */
export const VOLUMES_WORKER = {
  ...SERVERS.worker,
  dataVolume,
  container: {
    ...SERVERS.worker.container,
    settings: { user: '1000:1000', volumes: { uploads: '/var/lib/uploads', index: '/srv/index' } },
  },
} satisfies UserDataSettings<'worker'>;

/** The application with every setting, which runs once more by a schedule. */
export const SCHEDULED_APPLICATION = {
  ...SETTINGS_APPLICATION,
  container: {
    ...SETTINGS_APPLICATION.container,
    schedules: {
      report: {
        queueUrl:
          'https://sqs.ap-northeast-2.amazonaws.com/123456789012/devloop-dev-devloop-server-report.fifo',
        queueArn: 'arn:aws:sqs:ap-northeast-2:123456789012:devloop-dev-devloop-server-report.fifo',
        timeout: 1800,
        command: ['java', '-jar', 'app.jar', 'report of  yesterday'],
      },
    },
  },
} satisfies UserDataSettings<'application'>;

export const ROLES = Object.keys(SERVERS) as RoleName[];
