import { createHash } from 'node:crypto';

/** DNS label in lower case, for names that become host names, tags and parts of AWS names. RFC 1035. */
export const DNS_LABEL = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Maximum length of load balancer and target group names. AWS: "Elastic Load Balancing: Name". */
export const LOAD_BALANCER_NAME_LENGTH = 32;

/** Maximum length of RDS instance identifiers and DNS labels. Applies to project-environment-server. */
export const PREFIXED_NAME_LENGTH = 63;

/** Prefix of an environment's names that are unique in the account. */
export const namePrefix = ({ project, name }: { readonly project: string; readonly name: string }): string =>
  `${project}-${name}`;

/** Name of the schedule group of an environment and its role. */
export const scheduleName = (prefix: string): string => `${prefix}-schedule`;

/** Name of the schedule group of an environment's containers and its role. */
export const containerSchedulesName = (prefix: string): string => `${prefix}-schedules`;

/** Name of the backup vault, plan and role of an environment. */
export const backupsName = (prefix: string): string => `${prefix}-backups`;

/** Domain of the names that an environment's VPC resolves. ICANN reserves `internal` for private use. */
export const privateDomain = ({
  project,
  name,
}: {
  readonly project: string;
  readonly name: string;
}): string => `${name}.${project}.internal`;

const HASH_LENGTH = 6;

/** Six hexadecimal digits of the text's SHA-256. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);

/** Appends a hash of `distinguisher` to `name`. Truncates the name so that the result has at most `length` characters. */
export function hashedName(name: string, distinguisher: string, length: number): string {
  const room = length - HASH_LENGTH - 1;
  return `${name.slice(0, room).replace(/-+$/, '')}-${shortHash(distinguisher)}`;
}

/** Returns `name` if it fits. Otherwise truncates it and appends a hash, so that two long names stay distinct. */
export const fittingName = (name: string, length: number): string =>
  name.length <= length ? name : hashedName(name, name, length);

/** Terraform identifier of a construct path: `network_public_a` for `network/public-a`. */
export const terraformName = (segments: readonly string[]): string =>
  segments.join('_').replace(/[^A-Za-z0-9_]/g, '_');

/** Name of the endpoint through which administrators reach servers. */
export const INSTANCE_CONNECT_ENDPOINT = 'instance-connect-endpoint';

/** Name of the NAT instance of a zone, below the environment's prefix. */
export const natInstanceName = (zone: string): string => `nat-${zone}`;

/** Name of the repository of an image in ECR. */
export const repositoryName = (prefix: string, image: string): string => `${prefix}/${image}`;

/** Name of the parameter with the reference of the image that servers run. */
export const imageParameterName = (prefix: string, image: string): string => `/${prefix}/images/${image}`;
