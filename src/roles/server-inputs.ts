/**
 * What a server's user data refers to. Every text may be a Terraform interpolation (a CDKTF token), which must give one line
 * without single quotes and backslashes.
 */
export interface ServerInputs {
  /** The environment's region. */
  readonly region: string;
  /** Name of an existing log group in CloudWatch Logs; empty for a role without one. */
  readonly logGroup: string;
  /** @default no container of the application's image */
  readonly container?: ApplicationContainer | undefined;
  /** @default no data volume */
  readonly dataVolume?: DataVolume | undefined;
  /** Host name or address of the server that collects application logs. @default none */
  readonly elkAddress?: string | undefined;
}

/** The application's container. */
export interface ApplicationContainer {
  /** Image reference. An image in Amazon ECR is pulled with the role of the instance. */
  readonly image: string;
  /** TCP port that the application listens on; passed to it as SERVER_PORT. */
  readonly port: number;
  /** @default no database */
  readonly database?: DatabaseAccess | undefined;
}

/** How the application reaches its database. */
export interface DatabaseAccess {
  /** E.g. `jdbc:mysql://host:3306/name`, without user name and password. */
  readonly url: string;
  /** ARN of a secret in JSON with `username` and `password`. It is read at each start; after a rotation the application restarts. */
  readonly secretArn: string;
  /** Names of the environment variables for each. */
  readonly names: DatabaseNames;
  /**
   * `files`: user name and password are files in memory, a configtree for Spring, named as Spring names the variables
   * (SPRING_DATASOURCE_PASSWORD is spring.datasource.password). `environment`: they are environment variables, which Docker
   * keeps on disk as long as the container exists.
   */
  readonly as: 'files' | 'environment';
}

export interface DatabaseNames {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/** An EBS volume that outlives its server, mounted at /data. */
export interface DataVolume {
  /** E.g. `vol-0123456789abcdef0`. */
  readonly volumeId: string;
  /** Device name of the attachment, e.g. `/dev/sdf`. */
  readonly deviceName: string;
}
