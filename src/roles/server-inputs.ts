import type { SecretPlace } from '../core/secret-reference';
import type { DatabaseEngineName } from '../catalog/database-engines';

/**
 * Inputs of a server's user data. Each text may be a Terraform interpolation (a CDKTF token) that evaluates to one line without
 * single quotes and backslashes.
 */
export interface ServerInputs {
  /** Region of the environment. */
  readonly region: string;
  /** Name of an existing CloudWatch Logs log group. Empty for a role without one. */
  readonly logGroup: string;
  /** @default no container */
  readonly container?: ApplicationContainer | undefined;
  /** @default no data volume */
  readonly dataVolume?: DataVolume | undefined;
  /** Host name of the server that collects application logs, which need not exist. @default logs are not sent */
  readonly elkAddress?: string | undefined;
  /** Name of a NAT instance: the Name tag of it and of its network interface, and its Auto Scaling group. @default no NAT instance */
  readonly natName?: string | undefined;
}

/** The application's container. */
export interface ApplicationContainer {
  /** Image reference. Images in Amazon ECR are pulled with the instance's role. */
  readonly image: string;
  /** Name of the parameter that has the image reference, read at each start. @default `image` is the reference */
  readonly imageParameter?: string | undefined;
  /** TCP port on which the application listens. The container gets it as SERVER_PORT. @default none, for a worker */
  readonly port?: number | undefined;
  /** @default no database */
  readonly database?: DatabaseAccess | undefined;
  /** @default no cache */
  readonly cache?: CacheAccess | undefined;
  /** @default those of the image */
  readonly settings?: ContainerSettings | undefined;
  /** Secrets by the variable that they become. @default none */
  readonly secrets?: Readonly<Record<string, ContainerSecret>> | undefined;
  /** Runs by a clock, by name. @default none */
  readonly schedules?: Readonly<Record<string, ContainerRuns>> | undefined;
}

/** Runs of the container, each for a message of a queue. */
export interface ContainerRuns {
  readonly queueUrl: string;
  readonly queueArn: string;
  /** Command with its arguments. */
  readonly command: readonly string[];
  /** Seconds after which a run is ended. */
  readonly timeout: number;
}

/** A secret that the server reads at each start of the container, which a new version restarts. */
export interface ContainerSecret extends SecretPlace {
  /** As those of the database: see `DatabaseAccess`. */
  readonly as: 'files' | 'environment';
}

/** How Docker runs a container. Each text is one line of printable characters. */
export interface ContainerSettings {
  /** Environment variables by name, which may be interpolations. @default none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Command with its arguments. @default the image's */
  readonly command?: readonly string[] | undefined;
  /** Limit of memory in MiB; a container above it is killed. @default the server's memory */
  readonly memory?: number | undefined;
  /** User, as `1000`, `1000:1000` or a name in the image. @default the image's */
  readonly user?: string | undefined;
  /** @default the image's */
  readonly healthCheck?: HealthCheck | undefined;
  /** Directories of the data volume by name, with their paths in the container. @default none */
  readonly volumes?: Readonly<Record<string, string>> | undefined;
}

/** A command in the container that tells whether it is healthy. Docker: "HEALTHCHECK". */
export interface HealthCheck {
  /** Command for the image's shell, which exits with 0 where the application is healthy. */
  readonly command: string;
  /** Seconds between two checks. */
  readonly interval: number;
  /** Seconds after which a check has failed. */
  readonly timeout: number;
  /** Failures in a row that make the container unhealthy. */
  readonly retries: number;
  /** Seconds after the start in which failures do not count. */
  readonly startPeriod: number;
}

/** Connection of the application to the cache. */
export interface CacheAccess {
  /** Host name; connections are over TLS. */
  readonly host: string;
  readonly port: number;
  /** Name and id of the application's user. */
  readonly user: string;
  /** ARN of the user, whose password its servers set. */
  readonly userArn: string;
  /** ARN of the secret with the user's password. The first server makes its first version. It is a secret of the container, too. */
  readonly secretArn: string;
}

/** Database connection of the application. */
export interface DatabaseAccess {
  /** JDBC URL, e.g. `jdbc:mysql://host:3306/name`, without user name and password. */
  readonly url: string;
  readonly engine: DatabaseEngineName;
  /** Name of the application's user in the database, which its server creates. */
  readonly user: string;
  /**
   * ARN of the user's secret in JSON with `username` and `password`. The first server makes its first version. Read at each start; a
   * new version restarts the application, and sets the password in the database.
   */
  readonly secretArn: string;
  /** ARN of the master user's secret, in the same format. Read where the user does not get in. */
  readonly masterSecretArn: string;
  /** SHA-256 of the certificates of the authorities that may have signed the database's, in hexadecimal. */
  readonly authorities: readonly string[];
  /** @default the database of the URL and the one user */
  readonly setup?: DatabaseSetup | undefined;
  /** Names of the environment variables. */
  readonly names: DatabaseNames;
  /**
   * `files`: user name and password are files in memory, a Spring configtree, named after the properties of the variables
   * (`spring.datasource.password` for SPRING_DATASOURCE_PASSWORD). `environment`: they are environment variables, which Docker and
   * containerd store on disk, not only for the lifetime of the container.
   */
  readonly as: 'files' | 'environment';
}

/** What the application's server makes in the database beside its user. Names are letters, digits, _ and -. */
export interface DatabaseSetup {
  /** Further databases of the application's user. */
  readonly databases: readonly string[];
  /** Extensions of PostgreSQL. */
  readonly extensions: readonly { readonly name: string; readonly database: string }[];
  readonly users: readonly DatabaseUser[];
}

/** A further user of the database. */
export interface DatabaseUser {
  readonly name: string;
  readonly access: 'read-only' | 'read-write';
  /** Databases whose tables it may use. */
  readonly databases: readonly string[];
  /** ARN of its secret, in the format of the application's user; named beside it, after the user. */
  readonly secretArn: string;
}

export interface DatabaseNames {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** An EBS volume that outlives its server, mounted at /data. */
export interface DataVolume {
  /** Volume id, e.g. `vol-0123456789abcdef0`. */
  readonly volumeId: string;
  /** Device name of the attachment, e.g. `/dev/sdf`. */
  readonly deviceName: string;
}
