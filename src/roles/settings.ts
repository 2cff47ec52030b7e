/**
 * What a server does. Every text may be a Terraform interpolation (a CDKTF token), which must give one line without quotes
 * or backslashes.
 */
export type UserDataSettings =
  PlainSettings | BastionSettings | ApplicationSettings | JenkinsSettings | ElkSettings;

export type ServerRole = UserDataSettings['role'];

/** Settings of one role. */
export type SettingsOf<Role extends ServerRole> = Extract<UserDataSettings, { role: Role }>;

/** Nothing but security updates, which every role has. */
export interface PlainSettings {
  readonly role: 'plain';
}

/** SSH for keys alone, jumps, and sessions in a log group. */
export interface BastionSettings {
  readonly role: 'bastion';
  /** Name of a log group in CloudWatch Logs, which exists. */
  readonly logGroup: string;
}

/** What every server has that runs containers. */
interface ContainerSettings {
  /** The region of the log group and of the database's secret. */
  readonly region: string;
  /** Name of a log group in CloudWatch Logs, which exists. */
  readonly logGroup: string;
}

/** A container of the application's image. */
export interface ApplicationSettings extends ContainerSettings {
  readonly role: 'application';
  /** Image reference. One in ECR is pulled with the role of the instance. */
  readonly image: string;
  /** TCP port that the application listens on, told it as SERVER_PORT. */
  readonly port: number;
  /** @default no database */
  readonly database?: DatabaseAccess | undefined;
  /** Host name or address of an elk server, which gets the application's log too. @default none */
  readonly elkAddress?: string | undefined;
}

/** How the application reaches its database. */
export interface DatabaseAccess {
  /** As `jdbc:mysql://host:3306/name`; no user name or password in it. */
  readonly url: string;
  /** ARN of a secret that is JSON with `username` and `password`. Read at each start; after a rotation the application starts anew. */
  readonly secretArn: string;
  /** Names of the environment variables for each. */
  readonly names: DatabaseNames;
  /**
   * `files`: user name and password are files in memory, a configtree for Spring, named as Spring calls the variables
   * (SPRING_DATASOURCE_PASSWORD is spring.datasource.password). `environment`: they are environment variables, which Docker
   * keeps on disk while the container is there.
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
  /** As `vol-0123456789abcdef0`. */
  readonly volumeId: string;
  /** The name it is attached by, as `/dev/sdf`. */
  readonly deviceName: string;
}

/** Jenkins, its home on the data volume. */
export interface JenkinsSettings extends ContainerSettings {
  readonly role: 'jenkins';
  readonly dataVolume: DataVolume;
}

/** Elasticsearch, Logstash and Kibana, their data on the data volume. */
export interface ElkSettings extends ContainerSettings {
  readonly role: 'elk';
  readonly dataVolume: DataVolume;
}
