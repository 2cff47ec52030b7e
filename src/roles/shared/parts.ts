import type { DatabaseEngineName } from '../../catalog/database-engines';
import type { Values } from '../fill';
import { REGION_TIME_ZONES } from '../../net/regions';
import { imageValues } from '../images';
import type { DatabaseAccess, DataVolume, ServerInputs } from '../server-inputs';

/** Files of a server, with the packages and services that they need. */
export interface Part {
  /** Directory below `roles`. */
  readonly folder: string;
  /** Packages of Amazon Linux 2023. */
  readonly packages?: readonly string[];
  /** systemd units that are enabled and started. */
  readonly services?: readonly string[];
  /** Values of placeholders in its files. */
  readonly values?: Values;
}

/** Security updates and first-boot setup, on every server. */
export const common = ({ region }: Pick<ServerInputs, 'region'>): Part => ({
  folder: 'shared/common',
  packages: ['dnf-automatic', 'dnf-plugins-core'],
  services: ['dnf-automatic.timer'],
  values: { timeZone: REGION_TIME_ZONES[region] ?? 'UTC' },
});

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
export const databaseUser = ({ url, user, secretArn, masterSecretArn, names, as }: DatabaseAccess): Part => ({
  folder: 'shared/database',
  services: ['database-secret.timer'],
  values: {
    databaseSecret: secretArn,
    databaseUser: user,
    masterSecret: masterSecretArn,
    databaseAs: as,
    databaseUrl: url,
    urlName: names.url,
    usernameName: names.username,
    passwordName: names.password,
  },
});

/** Clients that connect to the engines. AWS: "Connecting to your MySQL DB instance", "Connecting to a DB instance running PostgreSQL". */
export const DATABASE_CLIENTS: Readonly<Record<DatabaseEngineName, Part>> = {
  mysql: { folder: 'shared/database-mysql', packages: ['mariadb105'] },
  postgres: { folder: 'shared/database-postgres', packages: ['postgresql15'] },
};

/** Sends the application's journal to the server that collects logs. */
export const filebeat = (elkAddress: string): Part => ({
  folder: 'shared/filebeat',
  services: ['filebeat.service'],
  values: { elkAddress, ...imageValues('filebeat') },
});
