import { certificateArn } from '../support/fixtures/environments';
import { problemsOf, testProblems } from '../support/fixtures/bad-input';
import type { Changes } from '../support/fixtures/environments';

// What AWS would refuse in the middle of an apply, and what it takes although it looks odd.

const TAG_KEY = 'at most 128 letters, digits, spaces or .:/=+@-_, not starting with aws: or rds:';
const HOST_NAME = 'e.g. jenkins.example.com, in lower case, at most 128 characters, no IP address';
const manyTags = (count: number): Changes => ({
  tags: Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v'])),
});
const page = (hostName: string): Changes => ({
  'loadBalancer.certificateArn': certificateArn,
  'servers.2.hostName': hostName,
});

describe('Instance types', () => {
  testProblems([
    [
      'of a zone that lacks the family',
      { 'network.zones': ['a', 'b', 'c'], 'servers.1.zones': ['b'] },
      'dev.servers[1].instanceType: "t2.medium" is not offered in zone b of ap-northeast-2; accepted: e.g. t3.medium, or zone a or c [CONFIG_INVALID]',
    ],
    [
      'of zones of which some lack it',
      {
        'network.zones': ['a', 'b', 'd'],
        'servers.0.zones': ['a', 'b', 'd'],
        'servers.0.count': 3,
        'servers.1.zones': ['a'],
      },
      'dev.servers[0].instanceType: "t2.medium" is not offered in zone b and d of ap-northeast-2; accepted: e.g. t3.medium, or zone a or c [CONFIG_INVALID]',
    ],
    [
      'of a region that lacks the family',
      {
        region: 'eu-north-1',
        'servers.0.instanceType': undefined,
        'servers.1.instanceType': 't4g.medium',
        'servers.2.instanceType': 'c7i-flex.large',
      },
      'dev.bastion.instanceType: "t2.micro" is not offered in eu-north-1; accepted: e.g. t3.micro [CONFIG_INVALID]',
    ],
    [
      'whose volumes cannot be encrypted',
      { 'bastion.instanceType': 't1.micro' },
      'dev.bastion.instanceType: "t1.micro" is of a family whose volumes cannot be encrypted; accepted: a current family, e.g. t3.micro [CONFIG_INVALID]',
    ],
    [
      'of the first Graviton',
      { 'bastion.instanceType': 'a1.medium' },
      'dev.bastion.instanceType: "a1.medium" is of a family on which Amazon Linux 2023 does not run; accepted: a current family, e.g. t4g.micro [CONFIG_INVALID]',
    ],
    [
      'that run macOS',
      { 'servers.1.instanceType': 'mac2.metal' },
      'dev.servers[1].instanceType: "mac2.metal" runs macOS alone, for which there is no Amazon Linux 2023; accepted: family and size, e.g. t3.micro [CONFIG_INVALID]',
    ],
    [
      'of a size that a family has not',
      { 'servers.1.instanceType': 't3.16xlarge' },
      'dev.servers[1].instanceType: "t3.16xlarge" is a size that the family does not have; accepted: nano to 2xlarge [CONFIG_INVALID]',
    ],
  ]);
});

const CURRENT = 'a class of a current family, e.g. db.t3.micro or db.m7g.large';
const version = (engine: string, given: string, accepted: string): [string, Changes, string] => [
  `${engine} ${given}`,
  { 'database.engine': engine, 'database.version': given },
  `dev.database.version: "${given}" is not a major version that RDS offers for ${engine}; accepted: ${accepted} [CONFIG_INVALID]`,
];

describe('Database versions and classes', () => {
  testProblems([
    ...['5.6', '5.7', '9.0', '99', '8'].map((given) => version('mysql', given, '8.0, 8.4')),
    ...['9', '10', '99', '17.2'].map((given) => version('postgres', given, '11, 12, 13, 14, 15, 16, 17, 18')),
    ...['db.t2.micro', 'db.m4.large', 'db.r3.large'].map((instanceClass): [string, Changes, string] => [
      instanceClass,
      { 'database.instanceClass': instanceClass },
      `dev.database.instanceClass: "${instanceClass}" cannot be ordered with mysql 8.4; accepted: ${CURRENT} [CONFIG_INVALID]`,
    ]),
    ...['db.m7g.small', 'db.t3.4xlarge'].map((instanceClass): [string, Changes, string] => [
      instanceClass,
      { 'database.instanceClass': instanceClass },
      `dev.database.instanceClass: "${instanceClass}" is a size that the family does not have; accepted: e.g. db.t3.micro or db.m7g.large [CONFIG_INVALID]`,
    ]),
    ['db.r8g.2xlarge', { 'database.instanceClass': 'db.r8g.2xlarge' }],
  ]);
});

const ofPostgres: Changes = { 'database.engine': 'postgres', 'database.version': '17' };

describe('Names in a database', () => {
  testProblems([
    ...['root', 'rdsadmin', 'SELECT'].map((username): [string, Changes, string] => [
      `user ${username} of mysql`,
      { 'database.username': username },
      `dev.database.username: "${username}" is reserved in mysql on RDS; accepted: another name [CONFIG_INVALID]`,
    ]),
    ...['admin', 'user', 'pg_owner', 'rds_superuser'].map((username): [string, Changes, string] => [
      `user ${username} of postgres`,
      { ...ofPostgres, 'database.username': username },
      `dev.database.username: "${username}" is reserved in postgres on RDS; accepted: another name [CONFIG_INVALID]`,
    ]),
    ['user admin of mysql, which RDS proposes', { 'database.username': 'admin' }],
    ['user postgres of postgres, which RDS proposes', { ...ofPostgres, 'database.username': 'postgres' }],
    [
      'a user of mysql with 17 letters',
      { 'database.username': 'u'.repeat(17) },
      `dev.database.username: "${'u'.repeat(17)}" is not a name that mysql accepts; accepted: a letter, then letters, digits or _, at most 16 [CONFIG_INVALID]`,
    ],
    ['a user of postgres with 63 letters', { ...ofPostgres, 'database.username': 'u'.repeat(63) }],
    [
      'a database that mysql has itself',
      { 'database.databaseName': 'sys' },
      'dev.database.databaseName: "sys" is reserved in mysql on RDS; accepted: another name [CONFIG_INVALID]',
    ],
    [
      'a database that postgres has itself',
      { ...ofPostgres, 'database.databaseName': 'template1' },
      'dev.database.databaseName: "template1" is reserved in postgres on RDS; accepted: another name [CONFIG_INVALID]',
    ],
  ]);
});

describe('Tags', () => {
  testProblems([
    ['in Korean', { tags: { 팀: '플랫폼 1팀', Überblick: 'año' } }],
    [
      'whose keys differ in case alone',
      { tags: { Team: 'a', team: 'b' } },
      'dev.tags.team: "b" has a key that differs from another in case alone; accepted: keys that differ in more than upper and lower case [NAME_DUPLICATE]',
    ],
    [
      'of the platform in lower case',
      { tags: { environment: 'b' } },
      'dev.tags.environment: "environment" is a tag that the platform sets itself; accepted: any other key [CONFIG_INVALID]',
    ],
    ...['rds:team', 'aws:team', 'AWS:team', 'Rds:team', '', 'a#b', 'k'.repeat(129)].map(
      (key): [string, Changes, string] => [
        `with key "${key.slice(0, 20)}"`,
        { tags: { [key]: 'v' } },
        `dev.tags.${key}: "${key}" is not a tag key; accepted: ${TAG_KEY} [CONFIG_INVALID]`,
      ],
    ),
    [
      'with a long value',
      { tags: { key: 'v'.repeat(257) } },
      `dev.tags.key: "${'v'.repeat(239)}… is not a tag value; accepted: at most 256 letters, digits, spaces or .:/=+@-_ [CONFIG_INVALID]`,
    ],
    ['as many as AWS takes', manyTags(46)],
  ]);

  test('more than AWS takes', () => {
    const [line, ...others] = problemsOf(manyTags(47));
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^dev\.tags: \{"k0":"v".*… are too many; accepted: at most 46: AWS takes 50, and the platform sets Name, Project, Environment, ManagedBy \[CONFIG_INVALID\]$/,
    );
  });
});

describe('Host names', () => {
  testProblems([
    ...[
      '203.0.113.7',
      `${'l'.repeat(60)}.${'m'.repeat(60)}.example`,
      'Jenkins.example.com',
      'jenkins',
      '*.example.com',
      'https://a.example.com',
    ].map((hostName): [string, Changes, string] => [
      hostName.slice(0, 30),
      page(hostName),
      `dev.servers[2].hostName: "${hostName}" is not a host name; accepted: ${HOST_NAME} [CONFIG_INVALID]`,
    ]),
    ['at its longest', page(`${'l'.repeat(60)}.${'m'.repeat(59)}.example`)],
  ]);
});
