import fc from 'fast-check';
import { environmentNames, loadEnvironment, loadStateBucket } from '../../src/config';
import { parseEnvironment } from '../../src/config/schema';
import { containsCidr, formatCidr, overlapsCidr, parseCidr } from '../../src/net/cidr';
import { allocateSubnets, TIERS } from '../../src/net/subnets';
import { environments, statedCidrs } from '../support/fixtures/arbitraries';
import { changed, environment, everything, messagesOf } from '../support/fixtures/environments';

test('environmentNames returns dev, then prod', () => {
  expect(environmentNames()).toEqual(['dev', 'prod']);
});

test.each(environmentNames())('%s is valid and has its state in the state bucket', (name) => {
  const loaded = loadEnvironment(name);
  expect(loaded.name).toBe(name);
  expect(loaded.state).toEqual(loadStateBucket());
});

test('loadEnvironment replaces the state backend', () => {
  const state = { backend: 'cloud', hostname: 'app.terraform.io', organization: 'devloop' };
  expect(loadEnvironment('dev', 'cloud')).toEqual({ ...loadEnvironment('dev'), state });
});

test('parseEnvironment applies defaults to omitted keys', () => {
  const { tags, deletionProtection, sessionManager, traffic, network, bastion, servers, database } =
    environment({
      deletionProtection: undefined,
      'loadBalancer.insecure': true,
      bastion: { zone: 'a' },
      servers: [{ name: 'app', zones: ['a'] }],
      'loadBalancer.target': 'app',
      database: { engine: 'mysql', version: '8.4', databaseName: 'main', clients: [] },
    });
  expect({ tags, deletionProtection, sessionManager, traffic, network, bastion, servers, database }).toEqual({
    tags: {},
    deletionProtection: true,
    sessionManager: false,
    traffic: [],
    network: {
      cidr: '10.0.0.0/16',
      zones: ['a', 'c'],
      nat: { mode: 'single', zone: 'a', allocationIds: {}, keepAddresses: [] },
      acls: false,
      endpoints: [],
      subnetCidrs: {},
    },
    bastion: {
      name: 'bastion-server',
      instanceType: 't3.micro',
      zone: 'a',
      volumeSize: 8,
      internetPorts: [443],
    },
    servers: [
      {
        name: 'app',
        role: 'plain',
        instanceType: 't3.medium',
        zones: ['a'],
        volumeSize: 8,
        withoutLogin: false,
        internetPorts: [443],
      },
    ],
    database: {
      engine: 'mysql',
      version: '8.4',
      databaseName: 'main',
      applicationUsername: 'application',
      clients: [],
      allowMajorVersionUpgrade: false,
      extendedSupport: false,
      databases: [],
      extensions: [],
      users: [],
      iamAuthentication: false,
      logExports: [],
      instanceClass: 'db.t3.micro',
      allocatedStorage: 20,
      maxAllocatedStorage: 100,
      tier: 'private',
      multiAz: false,
      backupRetentionDays: 7,
      username: 'dbadmin',
    },
  });
});

test('parseEnvironment does not modify its input', () => {
  const before = structuredClone(everything);
  parseEnvironment(everything, 'everything');
  expect(everything).toEqual(before);
});

test('parseEnvironment accepts every generated environment', () => {
  fc.assert(fc.property(environments, (input) => expect(parseEnvironment(input, 'any').name).toBe('any')));
});

const zones = ['a', 'c'];
const secure = changed({ 'database.tier': 'isolated' });

test('Configured CIDR blocks that fit and do not overlap are accepted, and so allocated', () => {
  fc.assert(
    fc.property(statedCidrs(zones), (stated) => {
      const subnetCidrs = Object.fromEntries(
        TIERS.map((tier) => [
          tier,
          Object.fromEntries(
            stated.filter((subnet) => subnet.tier === tier).map(({ zone, cidr }) => [zone, cidr]),
          ),
        ]),
      );
      const { network } = environment({ 'network.subnetCidrs': subnetCidrs }, secure);
      const vpc = parseCidr(network.cidr);
      const planned = allocateSubnets(vpc, TIERS, network.zones, network.subnetCidrs);
      expect(planned.filter(({ cidr }) => !containsCidr(vpc, cidr))).toEqual([]);
      const pairs = planned.flatMap((one, at) =>
        planned.slice(at + 1).map((other) => [one.cidr, other.cidr]),
      );
      expect(pairs.filter(([one, other]) => one && other && overlapsCidr(one, other))).toEqual([]);
      expect(planned.map(({ cidr }) => formatCidr(cidr))).toEqual(
        expect.arrayContaining(stated.map(({ cidr }) => cidr)),
      );
    }),
    { numRuns: 50 },
  );
});

test('A configured CIDR block that overlaps another subnet is rejected, and both are named', () => {
  const others = allocateSubnets(parseCidr('10.0.0.0/16'), TIERS, zones);
  fc.assert(
    fc.property(fc.constantFrom(...others), fc.constantFrom(...others), (one, other) => {
      fc.pre(one !== other);
      const cidr = formatCidr(other.cidr);
      const changes = { 'network.subnetCidrs': { [one.tier]: { [one.zone]: cidr } } };
      expect(messagesOf(() => environment(changes, secure))).toEqual([
        `dev.network.subnetCidrs.${one.tier}.${one.zone}: "${cidr}" overlaps the slot of ${other.tier} ${other.zone}, ${cidr}; accepted: a range that no other subnet shares [CIDR_OVERLAP]`,
      ]);
    }),
    { numRuns: 50 },
  );
});
