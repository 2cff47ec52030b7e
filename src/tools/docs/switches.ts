import type { EnvironmentInput } from '../../config';

type Change = (environment: EnvironmentInput) => EnvironmentInput;

/** A key of the configuration that switches something on. */
export interface Switch {
  readonly key: string;
  /** What it is switched on in. */
  readonly off: EnvironmentInput;
  readonly on: Change;
}

const network =
  (keys: Partial<EnvironmentInput['network']>): Change =>
  (environment) => ({ ...environment, network: { ...environment.network, ...keys } });

const loadBalancer =
  (keys: Partial<NonNullable<EnvironmentInput['loadBalancer']>>): Change =>
  (environment) =>
    environment.loadBalancer
      ? { ...environment, loadBalancer: { ...environment.loadBalancer, ...keys } }
      : environment;

const database =
  (keys: Partial<NonNullable<EnvironmentInput['database']>>): Change =>
  (environment) =>
    environment.database ? { ...environment, database: { ...environment.database, ...keys } } : environment;

const top =
  (keys: Partial<EnvironmentInput>): Change =>
  (environment) => ({ ...environment, ...keys });

/** An application in two zones with a load balancer and a database, and nothing switched on. */
const WITHOUT_SWITCHES: EnvironmentInput = {
  name: 'prod',
  project: 'devloop',
  region: 'ap-northeast-2',
  state: { backend: 'local' },
  network: { cidr: '10.0.0.0/16', zones: ['a', 'c'], nat: { mode: 'single', zone: 'a' } },
  bastion: { zone: 'a' },
  servers: [
    {
      name: 'web',
      role: 'application',
      zones: ['a', 'c'],
      count: 2,
      container: { port: 8080 },
    },
  ],
  loadBalancer: { target: 'web', port: 8080, insecure: true, allowFrom: ['0.0.0.0/0'] },
  database: { engine: 'mysql', version: '8.4', databaseName: 'app', clients: ['web'] },
};

const alarms = top({ alarms: {} });
const WITH_ALARMS = alarms(WITHOUT_SWITCHES);

const BY_THEMSELVES: readonly Omit<Switch, 'off'>[] = [
  { key: "network.nat.mode: 'per-zone' instead of 'single'", on: network({ nat: { mode: 'per-zone' } }) },
  { key: 'network.acls', on: network({ acls: true }) },
  { key: "network.endpoints: ['logs'], for each service", on: network({ endpoints: ['logs'] }) },
  { key: 'network.flowLogs', on: network({ flowLogs: 'rejected' }) },
  { key: 'loadBalancer.accessLogs', on: loadBalancer({ accessLogs: {} }) },
  { key: 'loadBalancer.firewall', on: loadBalancer({ firewall: { mode: 'block' } }) },
  { key: 'database.multiAz', on: database({ multiAz: true }) },
  { key: 'database.monitoringInterval', on: database({ monitoringInterval: 60 }) },
  { key: 'database.logExports', on: database({ logExports: ['error', 'slowquery'] }) },
  { key: 'database.iamAuthentication', on: database({ iamAuthentication: true }) },
  { key: 'alarms', on: alarms },
  { key: 'backups', on: top({ backups: {} }) },
  { key: "encryption: { key: 'customer-managed' }", on: top({ encryption: { key: 'customer-managed' } }) },
];

const BESIDE_ALARMS: readonly Omit<Switch, 'off'>[] = [
  { key: 'alarms.events', on: top({ alarms: { events: true } }) },
  { key: 'alarms.dashboard', on: top({ alarms: { dashboard: true } }) },
  { key: 'alarms.anomalyDetection', on: top({ alarms: { anomalyDetection: true } }) },
  { key: 'budget', on: top({ budget: { monthly: 500 } }) },
];

/** Switches of an environment for production. */
export const SWITCHES: readonly Switch[] = [
  ...BY_THEMSELVES.map((one) => ({ ...one, off: WITHOUT_SWITCHES })),
  ...BESIDE_ALARMS.map((one) => ({ ...one, off: WITH_ALARMS })),
];
