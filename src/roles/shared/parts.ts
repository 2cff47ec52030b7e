import type { DatabaseEngineName } from '../../catalog/database-engines';
import type { Values } from '../fill';
import { REGION_TIME_ZONES } from '../../net/regions';
import { imageValues } from '../images';
import type {
  ApplicationContainer,
  CacheAccess,
  ContainerSettings,
  DatabaseAccess,
  DatabaseSetup,
  DataVolume,
  ServerInputs,
} from '../server-inputs';
import { dockerArguments } from './docker-arguments';

/** Files of a server, with the packages and services that they need. */
export interface Part {
  /** Directory below `roles`. @default no files of its own */
  readonly folder?: string;
  /** Packages of Amazon Linux 2023. */
  readonly packages?: readonly string[];
  /** systemd units that are enabled and started. */
  readonly services?: readonly string[];
  /** Values of placeholders in its files. */
  readonly values?: Values;
  /** Files of lines that are known at synth, by path. A line may be an interpolation. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  /** Lines `#<feature> code` of the server's files that are code with this part. */
  readonly feature?: string;
}

/** Security updates and first-boot setup, on every server. */
export const common = ({ region }: Pick<ServerInputs, 'region'>): Part => ({
  folder: 'shared/common',
  packages: ['dnf-automatic', 'dnf-plugins-core'],
  services: ['dnf-automatic.timer'],
  values: { timeZone: REGION_TIME_ZONES[region] ?? 'UTC' },
});

/** What configuration adds to the application's container. */
export const containerSettings = (settings: ContainerSettings): Part => ({
  folder: 'shared/settings',
  lists: { '/etc/devloop/container.arguments': dockerArguments(settings) },
  feature: 'settings',
});

/** Runs the container once for each message of a schedule's queue, with the command of the schedule. */
export const containerSchedules = (schedules: NonNullable<ApplicationContainer['schedules']>): Part => ({
  folder: 'shared/schedules',
  services: Object.keys(schedules).map((name) => `schedule@${name}.service`),
  lists: Object.fromEntries(
    Object.entries(schedules).map(([name, { queueUrl, timeout, command }]) => [
      `/etc/devloop/schedules/${name}`,
      [queueUrl, String(timeout), ...command],
    ]),
  ),
  feature: 'schedules',
});

/** Makes the directories of the data volume that the container sees, which belong to its user where that is known. */
export const containerVolumes = ({ volumes = {}, user }: ContainerSettings): Part => ({
  folder: 'shared/volumes',
  lists: {
    '/etc/devloop/volumes.list': Object.keys(volumes).map((name) =>
      [name, ...(user ? [user] : [])].join(' '),
    ),
  },
  feature: 'volumes',
});

/** Starts the application anew once its health check has failed: Docker only shows that. */
export const HEALTH_CHECK: Part = { folder: 'shared/health-check', services: ['container-health.timer'] };

/** Reads the container's secrets, and restarts the application after one changes. */
export const containerSecrets = (secrets: NonNullable<ApplicationContainer['secrets']>): Part => ({
  folder: 'shared/secrets',
  services: ['container-secrets.timer'],
  lists: {
    '/etc/devloop/secrets.list': Object.entries(secrets).map(
      ([variable, { as, kind, id }]) => `${variable} ${as} ${kind} ${id}`,
    ),
  },
  feature: 'secrets',
});

/** A worker's container: nobody connects to it. */
export const WITHOUT_PORT: Part = { feature: 'worker' };

/** Docker, with container logs sent to the log group. */
export const docker = ({ region, logGroup }: Pick<ServerInputs, 'region' | 'logGroup'>): Part => ({
  folder: 'shared/docker',
  packages: ['docker', 'awscli-2'],
  services: ['docker.service'],
  values: { region, logGroup },
});

/** Formats the data volume once and mounts it at /data. */
export const dataVolume = ({ volumeId, deviceName }: DataVolume): Part => ({
  folder: 'shared/data-volume',
  packages: ['diffutils', 'xfsprogs'],
  services: ['data-volume.service'],
  values: { volumeId, deviceName },
});

/** Creates the application's database user, and restarts the application after its secret changes. */
export const databaseUser = ({ url, user, names, as, ...access }: DatabaseAccess): Part => ({
  folder: 'shared/database',
  packages: ['python3'],
  services: ['database-secret.timer', 'database-refusal.service'],
  values: {
    databaseSecret: access.secretArn,
    databaseUser: user,
    masterSecret: access.masterSecretArn,
    databaseAs: as,
    databaseUrl: url,
    databaseAuthorities: access.authorities.join(' '),
    urlName: names.url,
    usernameName: names.username,
    passwordName: names.password,
  },
});

/** Reads the image of the application from a parameter, at each start. */
export const imageFrom = (imageParameter: string): Part => ({
  folder: 'shared/image-parameter',
  values: { imageParameter },
});

/** Clients that connect to the engines. AWS: "Connecting to your MySQL DB instance", "Connecting to a DB instance running PostgreSQL". */
export const DATABASE_CLIENTS: Readonly<Record<DatabaseEngineName, Part>> = {
  mysql: { folder: 'shared/database-mysql', packages: ['mariadb105'] },
  postgres: { folder: 'shared/database-postgres', packages: ['postgresql15'] },
};

/** Makes the password of the application's user of the cache, which is a secret of the container. */
export const cacheUser = ({ host, port, user, secretArn }: CacheAccess): Part => ({
  folder: 'shared/cache',
  packages: ['openssl'],
  feature: 'cache',
  values: {
    cacheSecret: secretArn,
    cacheUser: user,
    cacheHost: host,
    cachePort: String(port),
  },
});

/** Makes further databases, extensions and users, one a line. */
export const databaseSetup = (
  engine: DatabaseEngineName,
  { databases, extensions, users }: DatabaseSetup,
): readonly Part[] => [
  {
    folder: 'shared/database-setup',
    feature: 'users',
    lists: {
      '/etc/devloop/database-setup': [
        ...databases.map((name) => `schema ${name}`),
        ...extensions.map(({ name, database }) => `extension ${name} ${database}`),
        ...users.map(({ name, access, databases: names }) => `user ${name} ${access} ${names.join(',')}`),
      ],
    },
  },
  { folder: `shared/database-setup-${engine}` },
];

/** Sends the application's journal to the server that collects logs. */
export const filebeat = (elkAddress: string): Part => ({
  folder: 'shared/filebeat',
  services: ['filebeat.service'],
  values: { elkAddress, ...imageValues('filebeat') },
});
