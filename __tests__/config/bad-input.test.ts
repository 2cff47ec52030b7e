import { loadEnvironment } from '../../src/config';
import { parseEnvironment } from '../../src/config/schema';
import { environmentShape } from '../../src/config/shape';
import { database } from '../../src/config/shape/database';
import { server } from '../../src/config/shape/servers';
import { messagesOf } from '../support/fixtures/environments';
import { problemsOf, testProblems } from '../support/fixtures/bad-input';

const keysOf = ({ shape }: { readonly shape: object }): string => Object.keys(shape).join(', ');

test('loadEnvironment rejects an unknown environment', () => {
  expect(messagesOf(() => loadEnvironment('staging'))).toEqual([
    'environment: "staging" is not an environment; accepted: dev, prod [ENVIRONMENT_UNKNOWN]',
  ]);
});

describe('Unknown key', () => {
  testProblems([
    [
      'of the environment',
      { colour: 'red' },
      `dev.colour: "red" is not a known key; accepted: ${keysOf(environmentShape)} [CONFIG_INVALID]`,
    ],
    [
      'of a server',
      { 'servers.1.size': 'xl' },
      `dev.servers[1].size: "xl" is not a known key; accepted: ${keysOf(server)} [CONFIG_INVALID]`,
    ],
    [
      'of a form of NAT',
      { 'network.nat': { mode: 'per-zone', zone: 'a' } },
      'dev.network.nat.zone: "a" is not a known key; accepted: mode, allocationIds, keepAddresses [CONFIG_INVALID]',
    ],
    [
      'two in one place',
      { 'database.colour': 1, 'database.size': 2 },
      ...['colour: 1', 'size: 2'].map(
        (key) => `dev.database.${key} is not a known key; accepted: ${keysOf(database)} [CONFIG_INVALID]`,
      ),
    ],
    [
      'a tier of subnets',
      { 'network.subnetCidrs': { secret: { a: '10.0.9.0/24' } } },
      'dev.network.subnetCidrs.secret: {"a":"10.0.9.0/24"} is not a known key; accepted: public, private, isolated [CONFIG_INVALID]',
    ],
  ]);
});

test.each([
  [null, 'null is of the wrong type'],
  [undefined, 'is missing'],
  ['dev', '"dev" is of the wrong type'],
  [[], '[] is of the wrong type'],
])('parseEnvironment rejects %j in place of an environment', (data, message) => {
  expect(messagesOf(() => parseEnvironment(data, 'dev'))).toEqual([
    `dev: ${message}; accepted: an object with the keys ${keysOf(environmentShape)} [CONFIG_INVALID]`,
  ]);
});

describe('parseEnvironment', () => {
  test('reports schema issues and issues between keys together', () => {
    const problems = problemsOf({
      colour: 'red',
      'network.cidr': '10.0.1.0/16',
      'network.zones': ['a', 'c', 'z'],
      'servers.0.instanceType': 'big',
      'servers.1.name': 'devloop-server',
      'loadBalancer.target': 'web',
      'loadBalancer.healthCheckPath': 'health',
      'database.version': '8.4.3',
      'database.allocatedStorage': 120,
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'dev.network.cidr',
      'dev.servers[0].instanceType',
      'dev.loadBalancer.healthCheckPath',
      'dev.colour',
      'dev.network.zones[2]',
      'dev.servers[1].name',
      'dev.loadBalancer.target',
      'dev.database.maxAllocatedStorage',
      'dev.database.version',
    ]);
  });

  const parts = [
    'network',
    'network.nat',
    'bastion',
    'servers',
    'servers.0',
    'loadBalancer',
    'database',
    'tags',
  ];
  test.each(parts)('checks the other keys when %s has the wrong type', (part) => {
    for (const bad of [null, 'none', 7]) {
      const problems = problemsOf({ [part]: bad, 'state.bucket': 'B', project: 'internal' });
      const paths = problems.map((problem) => problem.split(':')[0]);
      expect(paths).toEqual(
        expect.arrayContaining([`dev.${part.replace('.0', '[0]')}`, 'dev.state.bucket', 'dev.project']),
      );
    }
  });
});
