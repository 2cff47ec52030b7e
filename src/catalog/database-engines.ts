import { MYSQL_RESERVED, POSTGRES_RESERVED } from './reserved-words';

/** Properties of a database engine. AWS: "Supported DB engines for Amazon RDS", "CreateDBInstance". */
export interface DatabaseEngine {
  /** TCP port the engine listens on by default. */
  readonly port: number;
  /**
   * Versions after the end of standard support, as of November 2026. AWS charges Extended Support per vCPU-hour. AWS: "Supported MySQL
   * engine versions on Amazon RDS", "Release calendars for Amazon RDS for PostgreSQL".
   */
  readonly pastStandardSupport: readonly string[];
  /** Example of a supported version. */
  readonly example: string;
  /**
   * Major versions that RDS offers in November 2026 for the synthesized parameters (families, character sets). Minor versions are left
   * out, so that a minor upgrade never becomes a downgrade in the next plan.
   */
  readonly versions: readonly string[];
  /** Maximum lengths of user and database names, in characters. */
  readonly nameLength: { readonly user: number; readonly database: number };
  /** Whether RDS rejects a master user name, given in lower case. */
  readonly isReservedUser: (name: string) => boolean;
  /** Whether RDS rejects a name for the first database, given in lower case. */
  readonly isReservedDatabase: (name: string) => boolean;
  /** Parameter group family of a version. */
  readonly family: (version: string) => string;
  /** Parameters that require TLS and set UTF-8. */
  readonly parameters: Readonly<Record<string, string>>;
  /** JDBC URL of a database at `host:port`, with TLS. */
  readonly jdbcUrl: (endpoint: string, database: string) => string;
}

/** `engine_lifecycle_support` with and without RDS Extended Support. AWS: "CreateDBInstance". */
export const lifecycleSupport = (extended: boolean): string =>
  `open-source-rds-extended-support${extended ? '' : '-disabled'}`;

export const DATABASE_ENGINES = {
  mysql: {
    port: 3306,
    pastStandardSupport: ['8.0'],
    example: '8.4',
    versions: ['8.0', '8.4'],
    nameLength: { user: 16, database: 64 },
    isReservedUser: (name) => MYSQL_RESERVED.has(name) || /^(root|rdsadmin|rdsrepladmin|mysql)$/.test(name),
    isReservedDatabase: (name) =>
      MYSQL_RESERVED.has(name) || /^(mysql|sys|innodb|information_schema|performance_schema)$/.test(name),
    family: (version) => `mysql${version}`,
    parameters: {
      require_secure_transport: '1',
      character_set_server: 'utf8mb4',
      collation_server: 'utf8mb4_0900_ai_ci',
    },
    jdbcUrl: (endpoint, database) => `jdbc:mysql://${endpoint}/${database}?sslMode=REQUIRED`,
  },
  postgres: {
    port: 5432,
    pastStandardSupport: ['11', '12', '13'],
    example: '17',
    versions: ['11', '12', '13', '14', '15', '16', '17', '18'],
    nameLength: { user: 63, database: 63 },
    // PostgreSQL reserves role names that start with pg_, and RDS those that start with rds.
    isReservedUser: (name) =>
      POSTGRES_RESERVED.has(name) || /^(admin|public|none|root|(pg_|rds).*)$/.test(name),
    isReservedDatabase: (name) => POSTGRES_RESERVED.has(name) || /^(rdsadmin|template[01])$/.test(name),
    family: (version) => `postgres${version}`,
    parameters: { 'rds.force_ssl': '1' },
    jdbcUrl: (endpoint, database) => `jdbc:postgresql://${endpoint}/${database}?sslmode=require`,
  },
} as const satisfies Record<string, DatabaseEngine>;

export type DatabaseEngineName = keyof typeof DATABASE_ENGINES;
