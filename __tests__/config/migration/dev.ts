import type { EnvironmentInput } from '../../../src/config/schema';

/** Environment for development: one NAT gateway, one application server, no deletion protection. */
export const dev: EnvironmentInput = {
  name: 'dev',
  project: 'devloop',
  region: 'ap-northeast-2',
  state: { backend: 's3', bucket: 'amzn-s3-demo-choose-a-name', region: 'ap-northeast-2' },
  deletionProtection: false,
  network: {
    cidr: '10.0.0.0/16',
    zones: ['a', 'c'],
    nat: { mode: 'single', zone: 'a' },
  },
  bastion: { name: 'bastion-server', instanceType: 't2.micro', zone: 'a', internetPorts: [443] },
  servers: [
    {
      name: 'devloop-server',
      role: 'application',
      instanceType: 't2.medium',
      zones: ['a'],
      container: { port: 8080 },
      internetPorts: [80, 443],
    },
    {
      name: 'elk-server',
      role: 'elk',
      instanceType: 't2.medium',
      volumeSize: 16,
      zones: ['c'],
      dataVolume: { size: 50 },
      internetPorts: [80, 443],
    },
    {
      name: 'jenkins-server',
      role: 'jenkins',
      instanceType: 't2.medium',
      zones: ['a'],
      dataVolume: { size: 20 },
      internetPorts: [80, 443],
    },
  ],
  loadBalancer: {
    target: 'devloop-server',
    port: 8080,
    healthCheckPath: '/actuator/health/liveness',
    allowFrom: ['0.0.0.0/0'],
  },
  database: {
    engine: 'mysql',
    version: '8.4',
    instanceClass: 'db.t3.micro',
    allocatedStorage: 20,
    maxAllocatedStorage: 100,
    databaseName: 'devloop',
    clients: ['devloop-server'],
  },
};
