import type { EnvironmentInput } from '../schema';
import { stateBackends } from '../state';

/** Where customers are: a NAT gateway in each zone, applications that follow the load, a database with a standby, nothing easy to lose. */
export const prod: EnvironmentInput = {
  name: 'prod',
  project: 'devloop',
  region: 'ap-northeast-2',
  state: stateBackends.s3,
  deletionProtection: true,
  logRetentionDays: 365,
  encryption: { key: 'customer-managed' },
  network: {
    cidr: '10.0.0.0/16',
    zones: ['a', 'c'],
    nat: { mode: 'per-zone' },
    acls: true,
    flowLogs: 'rejected',
  },
  bastion: { name: 'bastion-server', instanceType: 't2.micro', zone: 'a', internetPorts: [443] },
  servers: [
    {
      name: 'devloop-server',
      role: 'application',
      instanceType: 't2.medium',
      zones: ['a', 'c'],
      autoScaling: { min: 2, max: 4, targetCpu: 60 },
      container: { port: 8080 },
      internetPorts: [80, 443],
    },
    {
      name: 'elk-server',
      role: 'elk',
      instanceType: 't2.medium',
      volumeSize: 16,
      zones: ['c'],
      dataVolume: { name: 'elk-server-data', size: 50 },
      internetPorts: [80, 443],
    },
    {
      name: 'jenkins-server',
      role: 'jenkins',
      instanceType: 't2.medium',
      zones: ['a'],
      dataVolume: { name: 'jenkins-server-data', size: 20 },
      internetPorts: [80, 443],
    },
  ],
  loadBalancer: {
    target: 'devloop-server',
    port: 8080,
    healthCheckPath: '/actuator/health/liveness',
    // HTTP only, until there is a domain of your own: replace this line by domain: { name, zone }. See docs/domain.md.
    insecure: true,
    accessLogs: {},
    firewall: { mode: 'block' },
    allowFrom: ['0.0.0.0/0'],
  },
  database: {
    engine: 'mysql',
    version: '8.4',
    instanceClass: 'db.t3.micro',
    allocatedStorage: 20,
    maxAllocatedStorage: 100,
    tier: 'isolated',
    multiAz: true,
    monitoringInterval: 60,
    logExports: ['error', 'slowquery'],
    iamAuthentication: true,
    caCertificate: 'rds-ca-rsa2048-g1',
    // In UTC: at night in the region.
    windows: { backup: '17:00-18:00', maintenance: 'sat:18:30-sat:19:30' },
    automaticMinorUpgrades: true,
    databaseName: 'devloop',
    clients: ['devloop-server'],
  },
  // To var.alarm_email.
  alarms: { events: true, dashboard: true },
  backups: {},
};
