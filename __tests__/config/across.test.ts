import { environmentNames, loadConfiguration } from '../../src/config';
import { type ConfigurationFiles, parseBesides, parseConfiguration } from '../../src/config/configuration';
import { prod } from '../support/fixtures/configured';
import { type Changes, changed, messagesOf } from '../support/fixtures/environments';

const BUCKET = { backend: 's3', bucket: 'acme-state', region: 'ap-northeast-2' };
const CERTIFIED = {
  'loadBalancer.certificateArn':
    'arn:aws:acm:ap-northeast-2:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef',
};

const files = (one: Changes, other: Changes, more: Partial<ConfigurationFiles> = {}): ConfigurationFiles => ({
  environments: {
    dev: changed({ state: { ...BUCKET }, ...one }),
    prod: changed({ state: { ...BUCKET }, ...other }, prod),
  },
  stateBucket: BUCKET,
  ...more,
});

/** What is wrong, what of dev and of prod is changed, and the problems. */
type Row = [what: string, dev: Changes, prod: Changes, ...problems: string[]];

const rows: Row[] = [
  [
    'a name',
    {},
    { name: 'dev' },
    'prod.name: "dev" is also the name of dev; accepted: a name for each environment [NAME_DUPLICATE]',
  ],
  [
    'the start of their names in AWS',
    { project: 'shop', name: 'kr-dev' },
    { project: 'shop-kr', name: 'dev' },
    'prod.name: "dev" makes shop-kr-dev the start of its names in AWS, which is also that of dev; accepted: a project and a name that differ in more than where the hyphen stands [NAME_DUPLICATE]',
  ],
  [
    'the name of a server in AWS',
    { 'servers.2.name': 'kr-jenkins' },
    { name: 'dev-kr', 'servers.2.name': 'jenkins' },
    'prod.servers[2].name: "jenkins" makes the name devloop-dev-kr-jenkins in AWS, as dev.servers[2].name does; accepted: another name [NAME_DUPLICATE]',
  ],
  [
    'a workspace, in letters of another case',
    { state: { backend: 'cloud', organization: 'acme', workspace: 'Shop' } },
    { state: { backend: 'cloud', organization: 'acme', workspace: 'shop' } },
    'prod.state.workspace: "shop" also holds the state of dev; accepted: a state for each environment [NAME_DUPLICATE]',
  ],
  [
    'a workspace that one has by default',
    { state: { backend: 'cloud', organization: 'acme' } },
    { state: { backend: 'cloud', organization: 'acme', workspace: 'devloop-dev' } },
    'prod.state.workspace: "devloop-dev" also holds the state of dev; accepted: a state for each environment [NAME_DUPLICATE]',
  ],
  [
    'the region of a bucket',
    {},
    { 'state.region': 'us-east-1' },
    'prod.state.region: "us-east-1" is not the region of bucket acme-state, which is ap-northeast-2 in state.ts; accepted: one region for a bucket [NAME_DUPLICATE]',
  ],
  [
    'an Elastic IP address',
    { 'network.nat.allocationIds': { a: 'eipalloc-0123456789abcdef0' } },
    { 'network.nat.allocationIds': { c: 'eipalloc-0123456789abcdef0' } },
    'prod.network.nat.allocationIds.c: "eipalloc-0123456789abcdef0" is also the address of dev.network.nat.allocationIds.a; accepted: an Elastic IP address for each NAT gateway [NAME_DUPLICATE]',
  ],
  [
    'a host name',
    { ...CERTIFIED, 'servers.2.hostName': 'ci.example.com' },
    { ...CERTIFIED, 'servers.2.hostName': 'ci.example.com' },
    'prod.servers[2].hostName: "ci.example.com" is also the host name of dev.servers[2].hostName; accepted: a host name for each server [NAME_DUPLICATE]',
  ],
];

describe('parseConfiguration', () => {
  test.each(rows.map((row): [string, Row] => [row[0], row]))(
    'rejects environments that share %s',
    (_, [, one, other, ...problems]) => {
      const given = files(one, other);
      expect(messagesOf(() => parseConfiguration(given))).toEqual(problems);
      const { dev, ...others } = given.environments;
      expect(messagesOf(() => parseBesides(others['prod'], 'prod', { dev }))).toEqual(
        problems.map((problem) => problem.replace('state.ts', 'dev')),
      );
    },
  );

  test('accepts environments that share none of these', () => {
    expect(parseConfiguration(files({}, {})).environments.map(({ name }) => name)).toEqual(['dev', 'prod']);
    expect(loadConfiguration().environments.map(({ name }) => name)).toEqual(environmentNames());
  });
});

test('parseConfiguration checks the account, and rejects an environment in its workspace', () => {
  const state = { backend: 'cloud', organization: 'acme' };
  const account = { project: 'devloop', region: 'ap-northeast-2', state };
  expect(parseConfiguration(files({}, {}, { account })).account).toMatchObject({
    project: 'devloop',
    guardDuty: false,
    encryptVolumes: true,
  });
  expect(parseConfiguration(files({}, {})).account).toBeUndefined();
  const given = files({ state: { ...state, workspace: 'devloop-account' } }, {}, { account });
  expect(messagesOf(() => parseConfiguration(given))).toEqual([
    'account.state: "devloop-account" also holds the state of dev; accepted: a state for each environment [NAME_DUPLICATE]',
  ]);
});

test('parseConfiguration rejects an environment in the workspace of the automation', () => {
  const state = { backend: 'cloud', organization: 'acme' };
  const automation = { project: 'devloop', region: 'ap-northeast-2', state };
  const given = files({ state: { ...state, workspace: 'devloop-automation' } }, {}, { automation });
  expect(messagesOf(() => parseConfiguration(given))).toEqual([
    'automation.state: "devloop-automation" also holds the state of dev; accepted: a state for each environment [NAME_DUPLICATE]',
  ]);
});

test('parseConfiguration reports the issues of all files together', () => {
  const given = files(
    { region: 'mars' },
    { 'database.engine': 'oracle', name: 'dev' },
    { stateBucket: { ...BUCKET, bucket: 'B' }, automation: { project: 'x', region: 'mars', state: BUCKET } },
  );
  expect(messagesOf(() => parseConfiguration(given)).map((line) => line.split(': ')[0])).toEqual([
    'dev.region',
    'prod.database.engine',
    'state.bucket',
    'automation.region',
    'prod.name',
  ]);
});

test.each([
  ['nothing', undefined, 'is missing'],
  ['null', null, 'null is of the wrong type'],
  ['a function', () => prod, '[Function (anonymous)] is of the wrong type'],
])('parseConfiguration names a file that exports %s', (_, data, message) => {
  const [line] = messagesOf(() => parseConfiguration({ ...files({}, {}), environments: { staging: data } }));
  expect(line).toMatch(`staging: ${message}; accepted: an object with the keys name, project,`);
});
