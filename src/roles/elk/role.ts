import { defineRole, HTTPS_PORT } from '../role';

export const elk = defineRole({
  summary: 'Elasticsearch, Logstash and Kibana in containers, with their data on the data volume',
  keys: { container: 'rejected', autoScaling: 'rejected', dataVolume: 'required', hostName: 'optional' },
  installsFrom: HTTPS_PORT,
  replaceOnChange: false,
  minimumVolumeSize: 16,
  page: { port: 5601, service: 'Kibana', healthCheckPath: '/api/status', hasLogin: false },
  applicationLogs: 'collect',
  logGroup: true,
  runsContainers: true,
  folder: 'elk/files',
  packages: [],
  services: ['elk.service'],
  values: () => ({}),
  sharedParts: () => [],
  statements: () => [],
  boundary: () => [],
});
