import type { Values } from './fill';
import type { ApplicationSettings, DataVolume, ServerRole, SettingsOf } from './settings';

/** Files as they are on the server, with what they need there. */
interface Part {
  /** Their folder below `roles`. */
  readonly folder: string;
  /** Packages of Amazon Linux 2023. */
  readonly packages?: readonly string[];
  /** Units of systemd that run from then on. */
  readonly services?: readonly string[];
  /** Values of the placeholders in its files. */
  readonly values?: Values;
}

const common: Part = {
  folder: 'shared/common',
  packages: ['dnf-automatic'],
  services: ['dnf-automatic.timer'],
};

const docker = ({ region, logGroup }: { region: string; logGroup: string }): Part => ({
  folder: 'shared/docker',
  packages: ['docker'],
  services: ['docker.service'],
  values: { region, logGroup },
});

const dataVolume = ({ volumeId, deviceName }: DataVolume): Part => ({
  folder: 'shared/data-volume',
  services: ['data-volume.service'],
  values: { volumeId, deviceName },
});

function application({ image, port, database }: ApplicationSettings): Part {
  return {
    folder: 'application/files',
    packages: ['jq'],
    services: ['application.service'],
    values: {
      image,
      port: String(port),
      databaseSecret: database?.secretArn ?? '',
      databaseAs: database?.as ?? '',
      databaseUrl: database?.url ?? '',
      urlName: database?.names.url ?? '',
      usernameName: database?.names.username ?? '',
      passwordName: database?.names.password ?? '',
    },
  };
}

const database: Part = { folder: 'shared/database', services: ['database-secret.timer'] };

const filebeat = (elkAddress: string): Part => ({
  folder: 'shared/filebeat',
  services: ['filebeat.service'],
  values: { elkAddress },
});

const PARTS: { readonly [Role in ServerRole]: (settings: SettingsOf<Role>) => readonly Part[] } = {
  plain: () => [],
  bastion: ({ logGroup }) => [
    {
      folder: 'bastion/files',
      packages: ['audit', 'amazon-cloudwatch-agent'],
      services: ['bastion.service'],
      values: { logGroup },
    },
  ],
  application: (settings) => [
    docker(settings),
    application(settings),
    ...(settings.database ? [database] : []),
    ...(settings.elkAddress === undefined ? [] : [filebeat(settings.elkAddress)]),
  ],
  jenkins: (settings) => [
    docker(settings),
    dataVolume(settings.dataVolume),
    { folder: 'jenkins/files', services: ['jenkins.service'] },
  ],
  elk: (settings) => [
    docker(settings),
    dataVolume(settings.dataVolume),
    { folder: 'elk/files', services: ['elk.service'] },
  ],
};

/** The folders that make up a server's user data, and the values of all their placeholders. */
export function composeRole<Role extends ServerRole>(
  settings: SettingsOf<Role> & { readonly role: Role },
): { folders: string[]; values: Values } {
  const parts = [common, ...PARTS[settings.role](settings)];
  return {
    folders: parts.map(({ folder }) => folder),
    values: {
      packages: parts.flatMap(({ packages = [] }) => packages).join(' '),
      services: parts.flatMap(({ services = [] }) => services).join(' '),
      ...Object.assign({}, ...parts.map(({ values = {} }) => values)),
    },
  };
}
