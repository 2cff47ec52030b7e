import { defineRole, HTTPS_PORT, SYSTEM_MEMORY, SYSTEM_VOLUME_SIZE } from '../role';

/** Not a role for configured servers: each environment has one bastion. */
export const bastion = defineRole({
  summary: 'SSH jump host: keys only, with an audit log of sessions',
  keys: { container: 'rejected', autoScaling: 'rejected', dataVolume: 'rejected', hostName: 'rejected' },
  installsFrom: HTTPS_PORT,
  replaceOnChange: true,
  minimumVolumeSize: SYSTEM_VOLUME_SIZE,
  minimumMemory: SYSTEM_MEMORY,
  page: undefined,
  applicationLogs: 'none',
  logGroup: true,
  runsContainers: false,
  images: [],
  folder: 'bastion/files',
  packages: ['audit', 'amazon-cloudwatch-agent'],
  services: ['bastion.service'],
  values: ({ logGroup }) => ({ logGroup }),
  sharedParts: () => [],
  statements: () => [],
  boundary: () => [],
});
