/** What differs between the database engines. AWS: "Supported DB engines for Amazon RDS". */
export interface DatabaseEngine {
  /** TCP port the engine listens on by default. */
  readonly port: number;
  /** A major version prefix, so that minor upgrades never become downgrades in the next plan. */
  readonly version: RegExp;
  /**
   * Versions past their standard support, as of November 2026; AWS bills Extended Support by the vCPU-hour. AWS: "Supported MySQL
   * engine versions on Amazon RDS", "Release calendars for Amazon RDS for PostgreSQL".
   */
  readonly pastStandardSupport: readonly string[];
  /** An example of a supported version. */
  readonly example: string;
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
    version: /^\d{1,2}\.\d{1,2}$/,
    pastStandardSupport: ['5.7', '8.0'],
    example: '8.4',
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
    version: /^\d{2}$/,
    pastStandardSupport: ['11', '12', '13'],
    example: '17',
    family: (version) => `postgres${version}`,
    parameters: { 'rds.force_ssl': '1' },
    jdbcUrl: (endpoint, database) => `jdbc:postgresql://${endpoint}/${database}?sslmode=require`,
  },
} as const satisfies Record<string, DatabaseEngine>;

export type DatabaseEngineName = keyof typeof DATABASE_ENGINES;
