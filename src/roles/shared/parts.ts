import type { Values } from '../fill';
import { imageValues } from '../images';
import type { DataVolume, ServerInputs } from '../server-inputs';

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
export const common: Part = {
  folder: 'shared/common',
  packages: ['dnf-automatic'],
  services: ['dnf-automatic.timer'],
};

/** Docker, with container logs sent to the log group. */
export const docker = ({ region, logGroup }: Pick<ServerInputs, 'region' | 'logGroup'>): Part => ({
  folder: 'shared/docker',
  packages: ['docker'],
  services: ['docker.service'],
  values: { region, logGroup },
});

/** Formats the data volume once and mounts it at /data. */
export const dataVolume = ({ volumeId, deviceName }: DataVolume): Part => ({
  folder: 'shared/data-volume',
  services: ['data-volume.service'],
  values: { volumeId, deviceName },
});

/** Restarts the application after the database secret is rotated. */
export const databaseSecret: Part = { folder: 'shared/database', services: ['database-secret.timer'] };

/** Sends the application's journal to the server that collects logs. */
export const filebeat = (elkAddress: string): Part => ({
  folder: 'shared/filebeat',
  services: ['filebeat.service'],
  values: { elkAddress, ...imageValues('filebeat') },
});
