import { dev } from '../../src/config/environments/dev';
import { type EnvironmentInput, parseEnvironment } from '../../src/config/schema';
import { isExplained } from '../../src/core/errors';

/** Values by dotted path, as `{ 'servers.0.name': 'web' }`; undefined takes a key away. */
export type Changes = Readonly<Record<string, unknown>>;

/** A copy of `base` (dev by default) with other values at some paths. */
export function changed(changes: Changes, base: EnvironmentInput = dev): EnvironmentInput {
  const copy = structuredClone(base);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
    (parent as Record<string, unknown>)[last] = value;
  }
  return copy;
}

/** The same, checked and complete. */
export const environment = (changes: Changes = {}, base?: EnvironmentInput) =>
  parseEnvironment(changed(changes, base), base?.name ?? 'dev');

/** The lines in which a failure tells its problems. */
export function messagesOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (isExplained(error)) return error.message.split('\n');
    throw error;
  }
  return [];
}

export const certificateArn =
  'arn:aws:acm:ap-northeast-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef';

/** Changes that make servers of dev plain ones, which keep nothing and need nothing. */
export const plain = (...indices: number[]): Changes =>
  Object.fromEntries(
    indices.flatMap((index) =>
      ['role', 'container', 'dataVolume'].map((key) => [`servers.${index}.${key}`, undefined]),
    ),
  );

/**
 * Every optional key of the shape, set: TLS, PostgreSQL, an isolated tier, NAT and servers in every zone, an Auto Scaling group.
 * `config/shape.test.ts` verifies it.
 */
export const everything: EnvironmentInput = changed({
  name: 'everything',
  deletionProtection: true,
  tags: { Team: 'platform' },
  'network.zones': ['a', 'b', 'c'],
  'network.nat': { mode: 'per-zone', allocationIds: { b: 'eipalloc-0123456789abcdef0' } },
  'network.subnetCidrs': {
    public: { c: '10.0.201.0/24' },
    private: { c: '10.0.202.0/24' },
    isolated: { a: '10.0.200.0/24' },
  },
  'bastion.imageId': 'ami-0123456789abcdef0',
  'bastion.volumeSize': 10,
  sessionManager: true,
  'servers.0': {
    name: 'devloop-server',
    role: 'application',
    instanceType: 'm7g.large',
    zones: ['a', 'b', 'c'],
    count: 4,
    container: { port: 8080, databaseNames: { url: 'DATABASE_URL' }, databaseAs: 'environment' },
    internetPorts: [443],
  },
  'servers.2.dataVolume.name': 'jenkins-home',
  'servers.2.hostName': 'jenkins.example.com',
  'servers.3': { name: 'plain-server', zones: ['b'] },
  'servers.4': {
    name: 'worker-server',
    role: 'application',
    zones: ['a', 'c'],
    autoScaling: { min: 1, max: 3, targetCpu: 70 },
    container: {
      port: 9000,
      databaseNames: { url: 'DB_URL', username: 'DB_USER', password: 'DB_PASSWORD' },
    },
  },
  'servers.1.imageId': 'ami-0123456789abcdef0',
  traffic: [
    { from: 'devloop-server', to: 'jenkins-server', port: 8080 },
    { from: 'jenkins-server', to: 'elk-server', port: 8125, protocol: 'udp' },
  ],
  'loadBalancer.certificateArn': certificateArn,
  'loadBalancer.allowFrom': ['0.0.0.0/0', '198.51.100.0/24'],
  'database.engine': 'postgres',
  'database.version': '17',
  'database.tier': 'isolated',
  'database.multiAz': true,
  'database.backupRetentionDays': 14,
  'database.username': 'owner',
  'database.clients': ['devloop-server', 'jenkins-server'],
});

/** The same with what excludes another part of it: state in a workspace, and one NAT gateway. */
export const everythingElse: EnvironmentInput = changed(
  {
    name: 'everything-else',
    state: {
      backend: 'cloud',
      hostname: 'tfe.example.com',
      organization: 'devloop',
      workspace: 'everything',
      project: 'Platform',
    },
    'network.nat': { mode: 'single', zone: 'a', allocationIds: { a: 'eipalloc-0123456789abcdef0' } },
  },
  everything,
);
