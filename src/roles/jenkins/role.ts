import { defineRole, HTTPS_PORT, SYSTEM_VOLUME_SIZE } from '../role';

export const jenkins = defineRole({
  summary: 'Jenkins in a container, with its home directory on the data volume',
  keys: { container: 'rejected', autoScaling: 'rejected', dataVolume: 'required', hostName: 'optional' },
  installsFrom: HTTPS_PORT,
  replaceOnChange: false,
  minimumVolumeSize: SYSTEM_VOLUME_SIZE,
  page: { port: 8080, service: 'Jenkins', healthCheckPath: '/login', hasLogin: true },
  applicationLogs: 'none',
  logGroup: true,
  runsContainers: true,
  folder: 'jenkins/files',
  packages: [],
  services: ['jenkins.service'],
  values: () => ({}),
  sharedParts: () => [],
  statements: () => [],
  boundary: () => [],
});
