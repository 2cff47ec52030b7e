import { type ImageName, imageValues } from '../images';
import { defineRole, HTTPS_PORT, SYSTEM_VOLUME_SIZE } from '../role';

const IMAGES = ['docker', 'dind', 'jenkins'] as const satisfies readonly ImageName[];

export const jenkins = defineRole({
  summary:
    'Jenkins in a container, with its home directory on the data volume, and an agent with Docker for builds',
  keys: { container: 'rejected', autoScaling: 'rejected', dataVolume: 'required', hostName: 'optional' },
  installsFrom: HTTPS_PORT,
  replaceOnChange: false,
  minimumVolumeSize: SYSTEM_VOLUME_SIZE,
  // The controller, its agent, and builds.
  minimumMemory: 2048,
  page: { port: 8080, service: 'Jenkins', healthCheckPath: '/login', hasLogin: true },
  applicationLogs: 'none',
  logGroup: true,
  runsContainers: true,
  images: IMAGES,
  folder: 'jenkins/files',
  packages: [],
  services: ['jenkins.service', 'jenkins-docker.service', 'jenkins-agent.service'],
  values: () => imageValues(...IMAGES),
  sharedParts: () => [],
  statements: () => [],
  boundary: () => [],
});
