import { inspect } from 'node:util';
import { parseConfiguration } from '../../src/config/configuration';
import { prod } from '../support/fixtures/configured';
import { environmentShape } from '../../src/config/shape';
import { CIDR_FORM, LABEL_FORM, problemsOf, SERVERS } from '../support/fixtures/bad-input';
import { type Changes, changed, messagesOf } from '../support/fixtures/environments';

const keysOf = (shape: object) => Object.keys(shape).join(', ');
const KEYS = keysOf(environmentShape.shape);
const SERVER_KEYS =
  'name, instanceType, imageId, volumeSize, internetPorts, formerly, role, zones, count, autoScaling, container, canary, dataVolume, hostName, privateName, withoutLogin';
const DATABASE_KEYS =
  'engine, version, instanceClass, allocatedStorage, maxAllocatedStorage, tier, multiAz, backupRetentionDays, databaseName, username, applicationUsername, clients, applyImmediately, allowMajorVersionUpgrade, extendedSupport, monitoringInterval, logExports, iamAuthentication, caCertificate, windows, automaticMinorUpgrades, insights, databases, extensions, users, restore';

const wrongType = (accepted: string) => `is of the wrong type; accepted: ${accepted}`;
const NUMBER = wrongType('a number');
const QUOTED = wrongType('a number, without quotes and unit');
const SWITCH = wrongType('true or false, without quotes');
const [LIST, STRING, OBJECT] = ['a list', 'a string', 'an object'].map(wrongType);
const LABEL = `is not a DNS label; accepted: ${LABEL_FORM}`;
const CIDR = `is not an IPv4 network in CIDR notation; accepted: ${CIDR_FORM}`;
const INSTANCE_TYPE = 'is not an instance type; accepted: family and size, e.g. t2.micro';
const HOST_NAME =
  'is not a host name; accepted: e.g. jenkins.example.com, in lower case, at most 128 characters, no IP address';
const ARN =
  'is not the ARN of an ACM certificate; accepted: e.g. arn:aws:acm:ap-northeast-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef';
const CLASS = 'is not a database instance class; accepted: db, family and size, e.g. db.t3.micro';
const NO_SERVER = `is not a server; accepted: ${SERVERS}`;
const REGION = /^is not a known region; accepted: ap-east-1, .*, us-west-2$/;
const noSubnet = (zone: string) =>
  `names zone ${zone}, which has no subnet; accepted: a, c, or add the zone to network.zones`;
const unknown = (keys: string, meant = '') => `is not a known key${meant}; accepted: ${keys}`;

/** A list with a hole. */
const sparse = ['a'];
sparse[2] = 'c';

/** Path of the key, what a person wrote, and the sentence after both. */
type Mistake = readonly [path: string, given: unknown, sentence: string | RegExp | undefined];

const TYPES: readonly Mistake[] = [
  ['deletionProtection', 'yes', SWITCH],
  ['deletionProtection', 1, wrongType('true or false')],
  ['sessionManager', 'on', SWITCH],
  ['database.multiAz', 'true', SWITCH],
  ['database.allocatedStorage', '20GB', QUOTED],
  ['servers.1.dataVolume.size', '50 GiB', QUOTED],
  ['servers.0.volumeSize', '20', QUOTED],
  ['database.backupRetentionDays', '7 days', QUOTED],
  ['loadBalancer.port', '8080', QUOTED],
  ['bastion.internetPorts.0', '443', QUOTED],
  ['servers.1.volumeSize', NaN, NUMBER],
  ['servers.1.volumeSize', 20n, NUMBER],
  ['servers.0.container.port', Infinity, NUMBER],
  ['servers.0.internetPorts.0', 80.5, wrongType('a whole number')],
  ['servers.0.internetPorts', '80,443', LIST],
  ['servers.0.zones', 'a', LIST],
  ['servers.0.zones', new Set(['a']), LIST],
  ['network.zones', { a: true }, LIST],
  ['loadBalancer.allowFrom', '0.0.0.0/0', LIST],
  ['traffic', 'all', LIST],
  ['network.cidr', ['10.0.0.0/16'], STRING],
  ['database.version', 8.4, STRING],
  ['loadBalancer.target', ['devloop-server'], STRING],
  ['project', 7, STRING],
  ['region', null, STRING],
  ['tags', new Map([['a', 'b']]), OBJECT],
  ['network.nat', true, wrongType('an object with mode "none", "single", "per-zone", "instance"')],
  [
    'servers.0.autoScaling',
    true,
    wrongType('an object with the keys min, max, targetCpu, targetQueueLength, cpuCredits'),
  ],
  ['servers.3', 'web', wrongType(`an object with the keys ${SERVER_KEYS}`)],
  ['database.restore', 'snapshot-1', wrongType('an object with from "snapshot", "point-in-time"')],
];

const KEY_NAMES: readonly Mistake[] = [
  ['DeletionProtection', true, unknown(KEYS, ' (did you mean deletionProtection?)')],
  ['deletion_protection', true, unknown(KEYS, ' (did you mean deletionProtection?)')],
  ['loadbalancer', {}, unknown(KEYS, ' (did you mean loadBalancer?)')],
  ['servers.0.instancetype', 't3.small', unknown(SERVER_KEYS, ' (did you mean instanceType?)')],
  ['database.multiAZ', true, unknown(DATABASE_KEYS, ' (did you mean multiAz?)')],
  ['cidr', '10.0.0.0/16', unknown(KEYS)],
  ['natGateways', 2, unknown(KEYS)],
];

const VALUES: readonly Mistake[] = [
  ['name', 'Stage', LABEL],
  ['name', 'dev ', LABEL],
  ['project', '샵', LABEL],
  ['bastion.name', 'bastion server', LABEL],
  [
    'project',
    'sg-shop',
    'begins with a prefix that AWS reserves; accepted: a name that does not begin with internal or sg',
  ],
  ['region', 'seoul', REGION],
  ['region', 'ap-northeast-2a', REGION],
  ['state.region', 'AP-NORTHEAST-2', REGION],
  ['network.cidr', '10.0.0.0', CIDR],
  ['network.cidr', '2001:db8::/56', CIDR],
  ['network.cidr', '10.0.0.9/16', 'has host bits set; accepted: 10.0.0.0/16'],
  ['network.cidr', '10.0.0.0/8', 'is too large; accepted: /16 to /28'],
  ['loadBalancer.allowFrom.0', 'internet', CIDR],
  ['bastion.zone', 'b', noSubnet('b')],
  ['servers.2.zones.0', 'd', noSubnet('d')],
  ['bastion.instanceType', 't2micro', INSTANCE_TYPE],
  ['bastion.instanceType', 'T2.micro', INSTANCE_TYPE],
  ['bastion.internetPorts.0', 70_000, 'is too large; accepted: at most 65535'],
  [
    'servers.0.role',
    'web',
    'is not one of the values; accepted: "application", "worker", "jenkins", "elk", "plain"',
  ],
  ['servers.0.imageId', 'ami-12', 'is not an image id; accepted: e.g. ami-0123456789abcdef0'],
  ['servers.0.count', 0, 'is too small; accepted: at least 1'],
  ['servers.2.hostName', '10.0.0.1', HOST_NAME],
  ['servers.2.hostName', 'ci_1.example.com', HOST_NAME],
  ['loadBalancer.certificateArn', 'my-certificate', ARN],
  [
    'loadBalancer.port',
    9090,
    "is not the container's port of devloop-server; accepted: 8080, or another container.port",
  ],
  ['loadBalancer.target', 'web', NO_SERVER],
  ['database.clients.0', 'web', NO_SERVER],
  ['database.engine', 'MySQL', 'is not one of the values; accepted: "mysql", "postgres"'],
  ['database.version', '8.4.5', 'is not a major version that RDS offers for mysql; accepted: 8.0, 8.4'],
  ['database.instanceClass', 't3.micro', CLASS],
  ['database.allocatedStorage', 5, 'is too small; accepted: at least 20'],
  ['database.maxAllocatedStorage', 21, 'is not a tenth above allocatedStorage of 20; accepted: 22 or more'],
  [
    'database.databaseName',
    'my-db',
    'is not a name that mysql accepts; accepted: a letter, then letters, digits or _, at most 64',
  ],
  ['database.tier', 'public', 'is not one of the values; accepted: "private", "isolated"'],
];

/** What is changed, and the sentences: nothing or more than one key is given, or its value is not printed. */
const SENTENCES: readonly [changes: Changes, ...sentences: string[]][] = [
  [{ 'database.password': 'hunter2' }, `dev.database.password: ${unknown(DATABASE_KEYS)}`],
  [{ dbSecret: 'hunter2' }, `dev.dbSecret: ${unknown(KEYS)}`],
  [{ 'network.zones': sparse }, 'dev.network.zones[1]: is missing; accepted: a string'],
  [
    { tags: { Since: new Date('2026-03-01'), Paid: true } },
    `dev.tags.Since: "2026-03-01T00:00:00.000Z" ${STRING}`,
    `dev.tags.Paid: true ${STRING}`,
  ],
  [
    { 'servers.0.name': 'elk-server', 'database.clients': ['web'], loadBalancer: undefined },
    'dev.servers[1].name: "elk-server" is a duplicate; accepted: a name that no other server or bastion has',
    'dev.database.clients[0]: "web" is not a server; accepted: elk-server, jenkins-server',
  ],
  [{ name: undefined }, 'dev.name: is missing; accepted: a string'],
  [
    { 'network.zones': ['a', 'c', 'a'], 'bastion.zone': 'b' },
    'dev.network.zones[2]: "a" is a duplicate; accepted: each zone once',
    `dev.bastion.zone: "b" ${noSubnet('b')}`,
  ],
];

const BUCKET = { backend: 's3', bucket: 'acme-state', region: 'ap-northeast-2' };

/** What of dev and of prod is changed, and the sentence. */
const ACROSS: readonly [dev: Changes, prod: Changes, sentence: string][] = [
  [
    { project: 'a', name: 'b-c' },
    { project: 'a-b', name: 'c' },
    'prod.name: "c" makes a-b-c the start of its names in AWS, which is also that of dev; accepted: a project and a name that differ in more than where the hyphen stands',
  ],
  [
    { 'network.nat.allocationIds': { a: 'eipalloc-00000000000000001' } },
    { 'network.nat.allocationIds': { a: 'eipalloc-00000000000000001' } },
    'prod.network.nat.allocationIds.a: "eipalloc-00000000000000001" is also the address of dev.network.nat.allocationIds.a; accepted: an Elastic IP address for each NAT gateway',
  ],
  [
    { state: { backend: 'cloud', organization: 'acme', workspace: 'web' } },
    { state: { backend: 'cloud', organization: 'acme', workspace: 'web' } },
    'prod.state.workspace: "web" also holds the state of dev; accepted: a state for each environment',
  ],
];

const mistakes = [...TYPES, ...KEY_NAMES, ...VALUES];
const counted = [...mistakes, ...SENTENCES, ...ACROSS].length;

test(`Configuration has ${counted} mistakes, each another`, () => {
  expect(counted).toBeGreaterThanOrEqual(60);
  const given = mistakes.map(([path, value]) => `${path} ${inspect(value)}`);
  expect(new Set(given).size).toBe(given.length);
});

const quoted = (given: unknown): string =>
  typeof given === 'bigint' || typeof given === 'number' || given instanceof Map || given instanceof Set
    ? inspect(given)
    : JSON.stringify(given);

/** Without the codes, which only `--json` prints. */
const withoutCode = (line: string) => line.replace(/ \[[A-Z_]+\]$/, '');
const sentencesOf = (changes: Changes) => problemsOf(changes).map(withoutCode);

describe('A mistake in configuration', () => {
  test.each(mistakes.map(([path, given, sentence]) => [`${path}: ${inspect(given)}`, path, given, sentence]))(
    'is refused: %s',
    (_, path, given, sentence) => {
      const key = String(path).replace(/\.(\d+)/g, '[$1]');
      const start = `dev.${key}: ${quoted(given)} `;
      const [line = '', ...others] = sentencesOf({ [String(path)]: given });
      expect(others).toEqual([]);
      expect(line.slice(0, start.length)).toBe(start);
      const rest = line.slice(start.length);
      if (sentence instanceof RegExp) expect(rest).toMatch(sentence);
      else expect(rest).toBe(sentence);
    },
  );

  test.each(
    SENTENCES.map(
      ([changes, ...sentences]) => [Object.keys(changes).join(', '), changes, sentences] as const,
    ),
  )('is refused: %s', (_, changes, sentences) => {
    expect(sentencesOf(changes)).toEqual(sentences);
  });

  test.each(ACROSS)('is refused: %j in dev and %j in prod', (ofDev, ofProd, sentence) => {
    const environments = {
      dev: changed({ state: BUCKET, ...ofDev }),
      prod: changed({ state: BUCKET, ...ofProd }, prod),
    };
    const lines = messagesOf(() => parseConfiguration({ environments, stateBucket: BUCKET }));
    expect(lines.map(withoutCode)).toEqual([sentence]);
  });
});
