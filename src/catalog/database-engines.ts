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
  /** RDS Extended Support, which is charged per vCPU-hour after the end of standard support. */
  readonly extendedSupport: ExtendedSupport;
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
  /** Logs that RDS sends to CloudWatch Logs, with the parameters without which they are empty. */
  readonly logs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Bytes of memory for each connection that the engine allows by default. AWS: "Maximum number of database connections". */
  readonly bytesPerConnection: number;
  /** JDBC URL of a database at `host:port`, with TLS. */
  readonly jdbcUrl: (endpoint: string, database: string) => string;
}

/** Years of Extended Support with a price of their own, as usage types name them. */
export type ExtendedSupportYear = 'Yr1-Yr2' | 'Yr3';

/** Extended Support of an engine. */
export interface ExtendedSupport {
  /** Name of the engine in usage types. */
  readonly billedAs: string;
  /** First day of charges by major version, the day after standard support ends: ISO 8601 in UTC. */
  readonly chargedFrom: Readonly<Record<string, string>>;
  /** Years that a major version is charged for on a date. Undefined before the first charge, and for versions without a date. */
  readonly charges: (version: string, date: Date) => ExtendedSupportYear | undefined;
}

/** Years of Extended Support before the price of the third one. */
const YEARS_AT_FIRST_PRICE = 2;

function extendedSupport(billedAs: string, chargedFrom: Readonly<Record<string, string>>): ExtendedSupport {
  return {
    billedAs,
    chargedFrom,
    charges: (version, date) => {
      const start = chargedFrom[version];
      if (start === undefined || date < new Date(start)) return undefined;
      const third = new Date(start);
      third.setUTCFullYear(third.getUTCFullYear() + YEARS_AT_FIRST_PRICE);
      return date < third ? 'Yr1-Yr2' : 'Yr3';
    },
  };
}

/** `engine_lifecycle_support` with and without RDS Extended Support. AWS: "CreateDBInstance". */
export const lifecycleSupport = (extended: boolean): string =>
  `open-source-rds-extended-support${extended ? '' : '-disabled'}`;

/** Seconds from which a statement is logged as slow. */
const SLOW_SECONDS = '2';

/** Directory in the container with the authorities of RDS, which `run-application` mounts. */
const AUTHORITIES = '/run/database';

export const DATABASE_ENGINES = {
  mysql: {
    port: 3306,
    pastStandardSupport: ['8.0'],
    // AWS: "Supported MySQL engine versions on Amazon RDS".
    extendedSupport: extendedSupport('MySQL', { '8.0': '2026-08-01', '8.4': '2029-08-01' }),
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
    // AWS: "Publishing MySQL logs to Amazon CloudWatch Logs". The audit log needs an option group with a plugin.
    logs: {
      error: {},
      general: { general_log: '1', log_output: 'FILE' },
      slowquery: { slow_query_log: '1', long_query_time: SLOW_SECONDS, log_output: 'FILE' },
      'iam-db-auth-error': {},
    },
    bytesPerConnection: 12_582_880,
    jdbcUrl: (endpoint, database) =>
      `jdbc:mysql://${endpoint}/${database}?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreUrl=file:${AUTHORITIES}/ca.jks`,
  },
  postgres: {
    port: 5432,
    pastStandardSupport: ['11', '12', '13'],
    // AWS: "Release calendars for Amazon RDS for PostgreSQL". The first month of 11 was not charged.
    extendedSupport: extendedSupport('PostgreSQL', {
      '11': '2024-04-01',
      '12': '2025-03-01',
      '13': '2026-03-01',
      '14': '2027-03-01',
      '15': '2028-03-01',
      '16': '2029-03-01',
      '17': '2030-03-01',
      '18': '2031-03-01',
    }),
    example: '17',
    versions: ['11', '12', '13', '14', '15', '16', '17', '18'],
    nameLength: { user: 63, database: 63 },
    // PostgreSQL reserves role names that start with pg_, and RDS those that start with rds.
    isReservedUser: (name) =>
      POSTGRES_RESERVED.has(name) || /^(admin|public|none|root|(pg_|rds).*)$/.test(name),
    isReservedDatabase: (name) => POSTGRES_RESERVED.has(name) || /^(rdsadmin|template[01])$/.test(name),
    family: (version) => `postgres${version}`,
    parameters: { 'rds.force_ssl': '1' },
    // AWS: "Publishing PostgreSQL logs to Amazon CloudWatch Logs".
    logs: {
      // No log_statement: it would log the passwords of ALTER ROLE.
      postgresql: { log_min_duration_statement: `${SLOW_SECONDS}000` },
      upgrade: {},
      'iam-db-auth-error': {},
    },
    bytesPerConnection: 9_531_392,
    jdbcUrl: (endpoint, database) =>
      `jdbc:postgresql://${endpoint}/${database}?sslmode=verify-full&sslrootcert=${AUTHORITIES}/ca.pem`,
  },
} as const satisfies Record<string, DatabaseEngine>;

export type DatabaseEngineName = keyof typeof DATABASE_ENGINES;
