import type { ContainerSettings, HealthCheck } from '../server-inputs';

/** Where the data volume is mounted. */
const DATA_FOLDER = '/data';

const ofHealthCheck = ({ command, interval, timeout, retries, startPeriod }: HealthCheck): string[] => [
  `--health-cmd=${command}`,
  `--health-interval=${interval}s`,
  `--health-timeout=${timeout}s`,
  `--health-retries=${retries}`,
  `--health-start-period=${startPeriod}s`,
];

/** Arguments of `docker run`, and after `--` those of the container's command. Docker: "docker container run". */
export const dockerArguments = ({
  environment,
  command,
  memory,
  user,
  healthCheck,
  volumes,
}: ContainerSettings) => [
  ...Object.entries(environment ?? {}).map(([name, value]) => `--env=${name}=${value}`),
  ...(memory === undefined ? [] : [`--memory=${memory}m`]),
  ...(user === undefined ? [] : [`--user=${user}`]),
  ...(healthCheck ? ofHealthCheck(healthCheck) : []),
  ...Object.entries(volumes ?? {}).map(
    ([name, path]) => `--mount=type=bind,source=${DATA_FOLDER}/${name},target=${path}`,
  ),
  ...(command ? ['--', ...command] : []),
];
