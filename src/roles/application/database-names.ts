/** Environment variables for the database as Spring Boot calls them, in the order in which they are told. */
export const SPRING_DATASOURCE = {
  url: 'SPRING_DATASOURCE_URL',
  username: 'SPRING_DATASOURCE_USERNAME',
  password: 'SPRING_DATASOURCE_PASSWORD',
} as const;

/** Variables of the script that starts the application, of its shell, and of the container beside the database's. */
const TAKEN = [
  'APPLICATION_IMAGE',
  'DATABASE_AS',
  'DATABASE_SECRET',
  'EUID',
  'HOME',
  'HOSTNAME',
  'IFS',
  'LOG_GROUP',
  'MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED',
  'PASSWORD_NAME',
  'PATH',
  'PORT',
  'PPID',
  'REGION',
  'RUNTIME_DIRECTORY',
  'SERVER_PORT',
  'SHELLOPTS',
  'SPRING_CONFIG_IMPORT',
  'UID',
  'URL_NAME',
  'USERNAME_NAME',
];

/** Whole families that Bash, Docker, the AWS CLI and the loader of programs look at. */
const FAMILIES = /^(AWS_|BASH|DOCKER_|LD_)/;

/** Whether an environment variable of that name means something to the server already. */
export const isTakenVariable = (name: string): boolean => TAKEN.includes(name) || FAMILIES.test(name);
