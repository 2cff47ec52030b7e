/** Spring Boot's environment variables for the database. */
export const SPRING_DATASOURCE = {
  url: 'SPRING_DATASOURCE_URL',
  username: 'SPRING_DATASOURCE_USERNAME',
  password: 'SPRING_DATASOURCE_PASSWORD',
} as const;

/** Variables that the start script, its shell and the container already use. */
const IN_USE = [
  'APPLICATION_IMAGE',
  'DATABASE_AS',
  'DATABASE_AUTHORITIES',
  'DATABASE_SECRET',
  'DATABASE_USER',
  'EUID',
  'HOME',
  'HOSTNAME',
  'IFS',
  'IMAGE_PARAMETER',
  'LOG_GROUP',
  'MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED',
  'MASTER_SECRET',
  'PASSWORD_NAME',
  'PATH',
  'PORT',
  'PPID',
  'REGION',
  'RUNTIME_DIRECTORY',
  'SERVER_PORT',
  'SHELLOPTS',
  'SPRING_CONFIG_IMPORT',
  'STATE_DIRECTORY',
  'UID',
  'URL_NAME',
  'USERNAME_NAME',
];

/** Prefixes of variables that Bash, Docker, the AWS CLI and the dynamic linker read. */
const FAMILIES = /^(AWS_|BASH|DOCKER_|LD_)/;

/** Whether an environment variable is already in use on the server. */
export const isVariableInUse = (name: string): boolean => IN_USE.includes(name) || FAMILIES.test(name);
