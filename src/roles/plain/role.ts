import { defineRole, SYSTEM_MEMORY, SYSTEM_VOLUME_SIZE } from '../role';

export const plain = defineRole({
  summary: 'Amazon Linux 2023 with automatic security updates, and nothing else',
  keys: { container: 'rejected', autoScaling: 'rejected', dataVolume: 'rejected', hostName: 'rejected' },
  installsFrom: undefined,
  replaceOnChange: false,
  minimumVolumeSize: SYSTEM_VOLUME_SIZE,
  minimumMemory: SYSTEM_MEMORY,
  page: undefined,
  applicationLogs: 'none',
  logGroup: false,
  runsContainers: false,
  images: [],
  folder: undefined,
  packages: [],
  services: [],
  values: () => ({}),
  sharedParts: () => [],
  statements: () => [],
  boundary: () => [],
});
