import { AWS_ACTIONS } from '../aws-actions';
import { defineRole, HTTPS_PORT, SYSTEM_VOLUME_SIZE } from '../role';
import { secretStatements } from './secret-permissions';
import {
  cacheUser,
  containerSecrets,
  containerSchedules,
  containerSettings,
  containerVolumes,
  DATABASE_CLIENTS,
  databaseSetup,
  databaseUser,
  filebeat,
  HEALTH_CHECK,
  imageFrom,
} from '../shared/parts';

export const application = defineRole({
  summary: "A container of the application's image, with access to the database",
  keys: { container: 'required', autoScaling: 'optional', dataVolume: 'optional', hostName: 'rejected' },
  installsFrom: HTTPS_PORT,
  replaceOnChange: true,
  minimumVolumeSize: SYSTEM_VOLUME_SIZE,
  minimumMemory: 1024,
  page: undefined,
  applicationLogs: 'send',
  logGroup: true,
  runsContainers: true,
  images: ['filebeat'],
  folder: 'application/files',
  packages: ['jq'],
  services: ['application.service'],
  values: ({ container: { image, port } }) => ({ image, port: port === undefined ? '' : String(port) }),
  sharedParts: ({ container, elkAddress }) => [
    ...(container.database
      ? [databaseUser(container.database), DATABASE_CLIENTS[container.database.engine]]
      : []),
    ...(container.cache ? [cacheUser(container.cache)] : []),
    ...(container.database?.setup ? databaseSetup(container.database.engine, container.database.setup) : []),
    ...(container.secrets ? [containerSecrets(container.secrets)] : []),
    ...(container.imageParameter === undefined ? [] : [imageFrom(container.imageParameter)]),
    ...(container.settings ? [containerSettings(container.settings)] : []),
    ...(container.settings?.healthCheck ? [HEALTH_CHECK] : []),
    ...(container.schedules ? [containerSchedules(container.schedules)] : []),
    ...(container.settings?.volumes ? [containerVolumes(container.settings)] : []),
    ...(elkAddress === undefined ? [] : [filebeat(elkAddress)]),
  ],
  statements: ({ container: { database, cache, secrets = {}, schedules } }) => [
    ...(schedules
      ? [{ actions: AWS_ACTIONS.runs, resources: Object.values(schedules).map(({ queueArn }) => queueArn) }]
      : []),
    ...(database
      ? [
          {
            actions: AWS_ACTIONS.userSecret,
            resources: [
              database.secretArn,
              ...(database.setup?.users ?? []).map(({ secretArn }) => secretArn),
            ],
          },
          { actions: AWS_ACTIONS.masterSecret, resources: [database.masterSecretArn] },
        ]
      : []),
    ...(cache
      ? [
          { actions: AWS_ACTIONS.userSecret, resources: [cache.secretArn] },
          { actions: AWS_ACTIONS.cacheUser, resources: [cache.userArn] },
        ]
      : []),
    ...secretStatements(Object.values(secrets)),
  ],
  // RDS generates the name of the master user's secret and tags it with its database. The image may be in any account's registry.
  boundary: ({ region, account, prefix }) => [
    {
      Effect: 'Allow',
      Action: AWS_ACTIONS.userSecret,
      Resource: [`arn:aws:secretsmanager:${region}:${account}:secret:${prefix}/*`],
    },
    {
      Effect: 'Allow',
      Action: AWS_ACTIONS.masterSecret,
      Resource: [`arn:aws:secretsmanager:${region}:${account}:secret:rds!db-*`],
      Condition: {
        StringEquals: {
          'aws:ResourceTag/aws:rds:primaryDBInstanceArn': `arn:aws:rds:${region}:${account}:db:${prefix}`,
        },
      },
    },
    {
      Effect: 'Allow',
      Action: AWS_ACTIONS.imageParameter,
      Resource: [`arn:aws:ssm:${region}:${account}:parameter/${prefix}/images/*`],
    },
    {
      Effect: 'Allow',
      Action: AWS_ACTIONS.cacheUser,
      Resource: [`arn:aws:elasticache:${region}:${account}:user:${prefix}*`],
    },
    { Effect: 'Allow', Action: AWS_ACTIONS.imageRegistry, Resource: ['*'] },
    { Effect: 'Allow', Action: AWS_ACTIONS.imageRepository, Resource: ['arn:aws:ecr:*:*:repository/*'] },
  ],
});
