import { MYSQL_RESERVED, POSTGRES_RESERVED } from './reserved-words';

/** What differs between the database engines. AWS: "Supported DB engines for Amazon RDS", "CreateDBInstance". */
export interface DatabaseEngine {
  /** TCP port the engine listens on by default. */
  readonly port: number;
  /**
   * Versions past their standard support, as of November 2026; AWS bills Extended Support by the vCPU-hour. AWS: "Supported MySQL
   * engine versions on Amazon RDS", "Release calendars for Amazon RDS for PostgreSQL".
   */
  readonly pastStandardSupport: readonly string[];
  /** An example of a supported version. */
  readonly example: string;
  /**
   * Major versions, as RDS offers them in November 2026 for what is synthesized here (families, character sets). Prefixes alone, so that
   * minor upgrades never become downgrades in the next plan.
   */
  readonly versions: readonly string[];
  /** Longest name of a user and of a database. */
  readonly nameLength: { readonly user: number; readonly database: number };
  /** Whether RDS refuses a name for the master user, in lower case. */
  readonly isReservedUser: (name: string) => boolean;
  /** Whether RDS refuses a name for the first database, in lower case. */
  readonly isReservedDatabase: (name: string) => boolean;
  /** Name of the parameter group family for a version. */
  readonly family: (version: string) => string;
  /** TLS required and UTF-8, said in the engine's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What its JDBC driver calls a database at `host:port`, over TLS. */
  readonly jdbcUrl: (endpoint: string, database: string) => string;
}

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
    // PostgreSQL keeps roles that begin with pg_ to itself, and RDS those that begin with rds.
    isReservedUser: (name) =>
      POSTGRES_RESERVED.has(name) || /^(admin|public|none|root|(pg_|rds).*)$/.test(name),
    isReservedDatabase: (name) => POSTGRES_RESERVED.has(name) || /^(rdsadmin|template[01])$/.test(name),
    family: (version) => `postgres${version}`,
    parameters: { 'rds.force_ssl': '1' },
    jdbcUrl: (endpoint, database) => `jdbc:postgresql://${endpoint}/${database}?sslmode=require`,
  },
} as const satisfies Record<string, DatabaseEngine>;

export type DatabaseEngineName = keyof typeof DATABASE_ENGINES;
