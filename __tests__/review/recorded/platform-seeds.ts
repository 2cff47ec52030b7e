import { dev } from '../../support/fixtures/configured';
import type { Changes } from '../../support/fixtures/environments';

/** A change of an environment that is deployed. */
export interface PlatformSeed {
  readonly name: string;
  readonly of: 'dev' | 'prod';
  readonly changes?: Changes;
  /** Variables of Terraform that change. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Options of `terraform plan`. @default none */
  readonly options?: readonly string[];
}

const plainServer = { name: 'plain-server', zones: ['c'] };

export const PLATFORM_SEEDS: readonly PlatformSeed[] = [
  { name: 'changes nothing', of: 'dev' },
  { name: 'has a NAT gateway in each zone', of: 'dev', changes: { 'network.nat': { mode: 'per-zone' } } },
  { name: 'has a NAT instance', of: 'dev', changes: { 'network.nat': { mode: 'instance', zone: 'a' } } },
  { name: 'moves the NAT gateway', of: 'dev', changes: { 'network.nat': { mode: 'single', zone: 'c' } } },
  { name: 'adds a zone', of: 'dev', changes: { 'network.zones': ['a', 'b', 'c'] } },
  { name: 'adds a server', of: 'dev', changes: { 'servers.3': plainServer } },
  { name: 'removes a server', of: 'dev', changes: { servers: dev.servers.slice(0, 2) } },
  { name: 'changes an instance type', of: 'dev', changes: { 'servers.0.instanceType': 't3.medium' } },
  { name: 'enlarges a data volume', of: 'dev', changes: { 'servers.1.dataVolume.size': 100 } },
  {
    name: 'opens a port of a server',
    of: 'dev',
    changes: { traffic: [{ from: 'jenkins-server', to: 'elk-server', port: 9200 }] },
  },
  { name: 'closes the internet to a server', of: 'dev', changes: { 'servers.0.internetPorts': [443] } },
  {
    name: 'opens SSH to more administrators',
    of: 'dev',
    variables: { TF_VAR_admin_cidrs: '["203.0.113.7/32","198.51.100.0/24"]' },
  },
  {
    name: 'closes the load balancer to the internet',
    of: 'dev',
    changes: { 'loadBalancer.allowFrom': ['198.51.100.0/24'] },
  },
  {
    name: 'has a certificate',
    of: 'dev',
    changes: { 'loadBalancer.domain': { name: 'shop.example.com', zone: 'example.com' } },
  },
  {
    name: 'has another application image',
    of: 'dev',
    variables: { TF_VAR_app_image: '123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:2.0.0' },
  },
  {
    name: 'changes the class of the database',
    of: 'dev',
    changes: { 'database.instanceClass': 'db.t3.small' },
  },
  {
    name: 'has another database engine',
    of: 'dev',
    changes: { 'database.engine': 'postgres', 'database.version': '17' },
  },
  { name: 'enlarges the database', of: 'dev', changes: { 'database.allocatedStorage': 40 } },
  { name: 'removes the database', of: 'dev', changes: { database: undefined } },
  { name: 'destroys dev', of: 'dev', options: ['-destroy'] },
  {
    name: 'has a larger group',
    of: 'prod',
    changes: { 'servers.0.autoScaling': { min: 3, max: 8, targetCpu: 60 } },
  },
  { name: 'has a single NAT gateway', of: 'prod', changes: { 'network.nat': { mode: 'single', zone: 'a' } } },
  { name: 'takes the standby away', of: 'prod', changes: { 'database.multiAz': false } },
  { name: 'moves the database to the private tier', of: 'prod', changes: { 'database.tier': 'private' } },
  { name: 'has no deletion protection', of: 'prod', changes: { deletionProtection: false } },
  {
    name: 'has a firewall, flow logs and endpoints',
    of: 'prod',
    changes: {
      'loadBalancer.firewall': { mode: 'block' },
      'network.flowLogs': 'all',
      'network.endpoints': ['ssm'],
    },
  },
];
