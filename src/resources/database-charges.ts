import { DATABASE_ENGINES, type DatabaseEngineName } from '../catalog/database-engines';
import { vcpusOf } from '../catalog/instance-types';
import {
  byUse,
  type Charge,
  cloudWatch,
  hourly,
  monthly,
  type PricedResource,
  publicAddresses,
  rds,
  secretsManager,
} from './charges';

/** Operations of engines. AWS: `operation` in the price list of Amazon RDS. */
const OPERATIONS: Readonly<Record<string, string>> = {
  mysql: 'CreateDBInstance:0002',
  postgres: 'CreateDBInstance:0014',
  mariadb: 'CreateDBInstance:0018',
};

/** Operations of all engines, as a pattern. */
export const ENGINE_OPERATIONS = new RegExp(`^(${Object.values(OPERATIONS).join('|')})$`);

/** Storage types in usage types. AWS: `usagetype` in the price list of Amazon RDS. */
const STORAGE: Readonly<Record<string, string>> = {
  standard: 'StorageUsage',
  gp2: 'GP2-Storage',
  gp3: 'GP3-Storage',
  io1: 'PIOPS-Storage',
  io2: 'PIOPS-Storage-IO2',
};

const isEngine = (name: string): name is DatabaseEngineName => name in DATABASE_ENGINES;

/** Major version, e.g. 8.0 of 8.0.44 and 17 of 17.2. */
function majorVersion(engine: DatabaseEngineName, version: string): string | undefined {
  const numbers = version.split('.');
  const { versions } = DATABASE_ENGINES[engine];
  return [numbers.slice(0, 2).join('.'), numbers[0] ?? ''].find((major) =>
    (versions as readonly string[]).includes(major),
  );
}

/** What the price of gp3 storage includes below 400 GiB, and from there. AWS: "Amazon RDS DB instance storage", gp3 storage. */
const GP3_INCLUDED = [
  { from: 0, iops: 3000, throughput: 125 },
  { from: 400, iops: 12_000, throughput: 500 },
];

/** IOPS that are sold with a storage type: all of io1 and io2, of gp3 those beyond the included ones. */
function performanceCharges(database: PricedResource, type: string, zones: string): Charge[] {
  const iops = database.number('iops');
  if (type === 'io1' || type === 'io2')
    return [monthly('storage IOPS', rds(`RDS:${zones}${type === 'io2' ? 'IO2-' : ''}PIOPS`), iops)];
  const size = database.number('allocated_storage') ?? 0;
  const included = GP3_INCLUDED.filter(({ from }) => size >= from).at(-1);
  if (type !== 'gp3' || !included) return [];
  const beyond = [
    { of: 'storage IOPS', usage: 'GP3-PIOPS', quantity: (iops ?? 0) - included.iops },
    {
      of: 'storage throughput',
      usage: 'GP3-Throughput',
      quantity: (database.number('storage_throughput') ?? 0) - included.throughput,
    },
  ];
  return beyond
    .filter(({ quantity }) => quantity > 0)
    .map(({ of, usage, quantity }) => monthly(of, rds(`RDS:${zones}${usage}`), quantity));
}

/** Storage, which RDS may enlarge to `max_allocated_storage`. */
function storageCharges(database: PricedResource, isMultiAz: boolean): Charge[] {
  const type = database.text('storage_type') ?? (database.number('iops') === undefined ? 'gp2' : 'io1');
  const name = STORAGE[type];
  const zones = isMultiAz ? 'Multi-AZ-' : '';
  const [size, most] = [database.number('allocated_storage'), database.number('max_allocated_storage')];
  return [
    monthly('storage', rds(name && `RDS:${zones}${name}`), size, most || undefined),
    ...performanceCharges(database, type, zones),
  ];
}

/** Per vCPU, the standby's too. AWS: "Amazon RDS Extended Support charges". */
function extendedSupportCharges(database: PricedResource, date: Date, instances: number): Charge[] {
  const [engine, version] = [database.text('engine') ?? '', database.text('engine_version')];
  const isDisabled = database.text('engine_lifecycle_support')?.endsWith('-disabled') ?? false;
  if (isDisabled || !isEngine(engine)) return [];
  const major = version && majorVersion(engine, version);
  const { charges, billedAs } = DATABASE_ENGINES[engine].extendedSupport;
  const year = major && charges(major, date);
  if (!major || year === undefined) return [];
  const vcpus = vcpusOf((database.text('instance_class') ?? '').replace(/^db\./, ''));
  const price = rds(`ExtendedSupport:${year}:${billedAs}${major}`, OPERATIONS[engine]);
  return [hourly('Extended Support', price, vcpus && vcpus * instances)];
}

/** The advanced mode per vCPU; the price list does not say how it names it. AWS: "Amazon CloudWatch pricing", Database Insights. */
function insightsCharges(database: PricedResource, instances: number): Charge[] {
  if (database.text('database_insights_mode') !== 'advanced') return [];
  const vcpus = vcpusOf((database.text('instance_class') ?? '').replace(/^db\./, ''));
  return [hourly('Database Insights', undefined, vcpus && vcpus * instances)];
}

/** Databases run in unlimited mode on burstable classes. AWS: "DB instance class types". */
function creditCharges(instanceClass: string | undefined): Charge[] {
  const [, family] = /^db\.(t3|t4g)\./.exec(instanceClass ?? '') ?? [];
  return family === undefined ? [] : [byUse('cpu-credits', rds(`CPUCredits:db.${family}`))];
}

/** A secret, and the requests for it. AWS: "AWS Secrets Manager pricing". */
export const secretCharges = (): Charge[] => [
  monthly('secret', secretsManager('AWSSecretsManager-Secrets'), 1),
  byUse('secret-requests', secretsManager('AWSSecretsManagerAPIRequest')),
];

/** A database instance with its standby, storage and the secret with its password. */
export function databaseCharges(database: PricedResource, date: Date): Charge[] {
  const [instanceClass, engine] = [database.text('instance_class'), database.text('engine') ?? ''];
  const isMultiAz = database.flag('multi_az') ?? false;
  const usage = isMultiAz ? 'Multi-AZUsage' : 'InstanceUsage';
  const operation = OPERATIONS[engine];
  return [
    hourly(
      'instance',
      operation === undefined ? undefined : rds(instanceClass && `${usage}:${instanceClass}`, operation),
      1,
    ),
    ...storageCharges(database, isMultiAz),
    ...extendedSupportCharges(database, date, isMultiAz ? 2 : 1),
    ...(database.flag('publicly_accessible') === true ? [publicAddresses(1)] : []),
    ...(database.flag('manage_master_user_password') === true ? secretCharges() : []),
    ...insightsCharges(database, isMultiAz ? 2 : 1),
    ...(database.number('monitoring_interval')
      ? [byUse('monitoring-data', cloudWatch('DataProcessing-Bytes'))]
      : []),
    byUse('backup-storage', rds('RDS:ChargedBackupUsage')),
    ...creditCharges(instanceClass),
  ];
}
