import fc from 'fast-check';
import type { EnvironmentInput } from '../../src/config/schema';
import { REGION_ZONES } from '../../src/net/regions';
import { roleOf } from '../../src/roles';
import { TIERS } from '../../src/net/subnets';
import { certificateArn } from './environments';

type ServerInput = EnvironmentInput['servers'][number];
type TrafficInput = NonNullable<EnvironmentInput['traffic']>[number];

const NAMES = ['app', 'build', 'cache', 'docs', 'edge', 'feed', 'gate', 'hub'];
const INSTANCE_TYPES = ['t2.medium', 't3.large', 'm7g.large', 'c7gn.xlarge'];
const VPCS = ['10.0.0.0/16', '10.64.0.0/18', '172.20.0.0/16', '192.168.32.0/19'];

/** Two or more zones of a region, in any order. */
const locations = fc.constantFrom(...Object.keys(REGION_ZONES)).chain((region) =>
  fc.record({
    region: fc.constant(region),
    zones: fc.shuffledSubarray([...(REGION_ZONES[region] ?? '')], { minLength: 2 }),
  }),
);

/** No way out at all, or one for updates too. */
const ports = fc
  .option(fc.uniqueArray(fc.constantFrom(53, 80, 8443), { maxLength: 2 }))
  .map((others) => (others ? [...others, 443] : []));

/** What an application has, beside its zones. */
const application = {
  role: fc.constant('application' as const),
  container: fc.record({
    port: fc.constantFrom(80, 8080),
    databaseAs: fc.constantFrom('files' as const, 'environment' as const),
  }),
  internetPorts: fc.constantFrom<number[]>([443], [443, 80]),
};

/** A server, or a group of them, in some of the zones. */
export const serversNamed = (name: string, zones: readonly string[]): fc.Arbitrary<ServerInput> =>
  fc.oneof(
    fc.record({
      ...application,
      name: fc.constant(name),
      zones: fc.shuffledSubarray([...zones], { minLength: 1 }),
      autoScaling: fc.record({
        min: fc.constant(1),
        max: fc.integer({ min: 1, max: 5 }),
        targetCpu: fc.integer({ min: 1, max: 100 }),
      }),
    }),
    fc.record({
      ...application,
      name: fc.constant(name),
      zones: fc.shuffledSubarray([...zones], { minLength: 1 }),
      count: fc.integer({ min: 1, max: 5 }),
    }),
    fc.record({
      name: fc.constant(name),
      role: fc.constant('jenkins' as const),
      zones: fc.constantFrom(...zones).map((zone) => [zone]),
      dataVolume: fc.record({ size: fc.integer({ min: 1, max: 100 }) }),
      internetPorts: fc.constant<number[]>([443]),
    }),
    fc.record({
      name: fc.constant(name),
      instanceType: fc.constantFrom(...INSTANCE_TYPES),
      zones: fc.constantFrom(...zones).map((zone) => [zone]),
      internetPorts: ports,
    }),
    fc.record({
      name: fc.constant(name),
      zones: fc.shuffledSubarray([...zones], { minLength: 1 }),
      count: fc.integer({ min: 1, max: 5 }),
      internetPorts: ports,
    }),
  );

const trafficAmong = (names: readonly string[]): fc.Arbitrary<TrafficInput[]> =>
  fc.uniqueArray(
    fc.record({
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names),
      port: fc.constantFrom(5044, 9200, 9300),
      protocol: fc.constantFrom('tcp', 'udp'),
    }),
    { maxLength: 4, selector: ({ from, to, port, protocol }) => [from, to, port, protocol].join() },
  );

const natIn = (zones: readonly string[]): fc.Arbitrary<EnvironmentInput['network']['nat']> => {
  const allocationIds = fc.constantFrom({}, { [zones[0] ?? '']: 'eipalloc-0123456789abcdef0' });
  return fc.oneof(
    fc.constantFrom(...zones).map((zone) => ({ mode: 'single' as const, zone })),
    fc.record({ mode: fc.constant('per-zone' as const), allocationIds }),
  );
};

const loadBalancerTo = (names: readonly string[]): fc.Arbitrary<EnvironmentInput['loadBalancer']> =>
  fc.record({
    target: fc.constantFrom(...names),
    port: fc.constantFrom(80, 8080),
    healthCheckPath: fc.constant('/health'),
    allowFrom: fc.shuffledSubarray(['0.0.0.0/0', '198.51.100.0/24', '203.0.113.0/24'], { minLength: 1 }),
  });

const databaseFor = (names: readonly string[]): fc.Arbitrary<EnvironmentInput['database']> =>
  fc.record({
    engine: fc.constant('mysql' as const),
    version: fc.constant('8.4'),
    databaseName: fc.constant('main'),
    tier: fc.constantFrom('private' as const, 'isolated' as const),
    clients: fc.shuffledSubarray([...names]),
  });

/** Any valid environment over some zones of some region, with several servers. */
export const environments: fc.Arbitrary<EnvironmentInput> = fc
  .record({
    location: locations,
    names: fc.shuffledSubarray(NAMES, { minLength: 1, maxLength: 5 }),
  })
  .chain(({ location: { region, zones }, names }) =>
    fc.record({
      name: fc.constant('any'),
      project: fc.constantFrom('devloop', 'a-project-with-quite-a-long-name'),
      region: fc.constant(region),
      state: fc.constant({ backend: 's3' as const, bucket: 'a-bucket', region }),
      tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.stringMatching(/^[a-z]{0,5}$/), {
        maxKeys: 3,
      }),
      deletionProtection: fc.boolean(),
      sessionManager: fc.boolean(),
      network: fc.record({
        cidr: fc.constantFrom(...VPCS),
        zones: fc.constant(zones),
        nat: natIn(zones),
      }),
      bastion: fc.constantFrom(...zones).map((zone) => ({ zone })),
      servers: fc.tuple(...names.map((name) => serversNamed(name, zones))),
      traffic: trafficAmong(names),
      loadBalancer: fc.option(loadBalancerTo(names), { nil: undefined }),
      database: fc.option(databaseFor(names), { nil: undefined }),
    }),
  )
  .map((environment) => {
    const { loadBalancer, servers } = environment;
    const target = servers.find(({ name }) => name === loadBalancer?.target);
    const port = target?.container?.port ?? roleOf(target?.role ?? 'plain').page?.port;
    return loadBalancer && port !== undefined
      ? { ...environment, loadBalancer: { ...loadBalancer, port } }
      : environment;
  })
  .map((environment) => ({
    ...environment,
    sessionManager:
      environment.sessionManager &&
      environment.servers.every(({ internetPorts }) => internetPorts?.includes(443)),
  }))
  .map((environment) =>
    environment.loadBalancer && environment.region === 'ap-northeast-2'
      ? { ...environment, loadBalancer: { ...environment.loadBalancer, certificateArn } }
      : environment,
  );

/** CIDRs stated for some subnets of a /16, each apart from the others and from every slot. */
export const statedCidrs = (zones: readonly string[]) =>
  fc
    .shuffledSubarray(TIERS.flatMap((tier) => zones.map((zone) => ({ tier, zone }))))
    .map((subnets) => subnets.map((subnet, at) => ({ ...subnet, cidr: `10.0.${48 + at}.0/24` })));

/** The same environment with every list in another order. */
export function shuffled(environment: EnvironmentInput): fc.Arbitrary<EnvironmentInput> {
  const order = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
  const { network, servers, traffic = [], loadBalancer, database, tags = {} } = environment;
  return fc
    .record({
      zones: order(network.zones),
      servers: order(servers).chain((list) =>
        fc.tuple(
          ...list.map((server) =>
            fc
              .record({ zones: order(server.zones), internetPorts: order(server.internetPorts ?? []) })
              .map((lists) => ({ ...server, ...lists })),
          ),
        ),
      ),
      traffic: order(traffic),
      allowFrom: order(loadBalancer?.allowFrom ?? []),
      clients: order(database?.clients ?? []),
      tags: order(Object.entries(tags)).map((entries) => Object.fromEntries(entries)),
    })
    .map(({ zones, allowFrom, clients, ...lists }) => ({
      ...environment,
      ...lists,
      network: { ...network, zones },
      loadBalancer: loadBalancer && { ...loadBalancer, allowFrom },
      database: database && { ...database, clients },
    }));
}
