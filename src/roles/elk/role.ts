import { type ImageName, imageValues } from '../images';
import { defineRole, HTTPS_PORT } from '../role';

const IMAGES = ['docker', 'elasticsearch', 'kibana', 'logstash'] as const satisfies readonly ImageName[];

export const elk = defineRole({
  summary: 'Elasticsearch, Logstash and Kibana in containers, with their data on the data volume',
  keys: { container: 'rejected', autoScaling: 'rejected', dataVolume: 'required', hostName: 'optional' },
  installsFrom: HTTPS_PORT,
  replaceOnChange: false,
  minimumVolumeSize: 16,
  // Elasticsearch, Logstash and Kibana take 1 GiB each, and Docker and the system the rest.
  minimumMemory: 4096,
  page: { port: 5601, service: 'Kibana', healthCheckPath: '/api/status', hasLogin: false },
  applicationLogs: 'collect',
  logGroup: true,
  runsContainers: true,
  images: IMAGES,
  folder: 'elk/files',
  packages: [],
  services: ['elk.service'],
  values: () => imageValues(...IMAGES),
  sharedParts: () => [],
  statements: () => [],
  boundary: () => [],
});
