import { LABEL_FORM, problemsOf, testProblems } from '../support/fixtures/bad-input';
import type { Changes } from '../support/fixtures/environments';

const BACKENDS = 'an object with backend "s3", "cloud", "local"';
const MODES = 'an object with mode "none", "single", "per-zone", "instance"';

describe('Value without a JSON representation', () => {
  testProblems([
    [
      'NaN',
      { 'database.allocatedStorage': NaN },
      'dev.database.allocatedStorage: NaN is of the wrong type; accepted: a number [CONFIG_INVALID]',
    ],
    [
      'infinity',
      { 'servers.1.volumeSize': Infinity },
      'dev.servers[1].volumeSize: Infinity is of the wrong type; accepted: a number [CONFIG_INVALID]',
    ],
    [
      'a big integer',
      { 'database.allocatedStorage': 20n },
      'dev.database.allocatedStorage: 20n is of the wrong type; accepted: a number [CONFIG_INVALID]',
    ],
    [
      'a big integer within',
      { 'bastion.size': { gib: 20n } },
      'dev.bastion.size: { gib: 20n } is not a known key; accepted: name, instanceType, imageId, volumeSize, internetPorts, zone [CONFIG_INVALID]',
    ],
    [
      'a date',
      { tags: { Since: new Date('2026-01-01') } },
      'dev.tags.Since: "2026-01-01T00:00:00.000Z" is of the wrong type; accepted: a string [CONFIG_INVALID]',
    ],
    [
      'a symbol',
      { 'bastion.zone': Symbol('a') },
      'dev.bastion.zone: Symbol(a) is of the wrong type; accepted: a string [CONFIG_INVALID]',
    ],
  ]);

  test('is rejected when it is circular', () => {
    const circle: Record<string, unknown> = {};
    circle['again'] = circle;
    expect(problemsOf({ 'bastion.zone': circle })).toEqual([
      'dev.bastion.zone: <ref *1> { again: [Circular *1] } is of the wrong type; accepted: a string [CONFIG_INVALID]',
    ]);
  });
});

test('Long value is shortened in the message', () => {
  const name = 'x'.repeat(5000);
  expect(problemsOf({ 'servers.1.name': name })).toEqual([
    `dev.servers[1].name: "${'x'.repeat(239)}… is not a DNS label; accepted: ${LABEL_FORM} [CONFIG_INVALID]`,
  ]);
});

describe('Value of the wrong type', () => {
  testProblems([
    [
      'for NAT',
      { 'network.nat': 'single' },
      `dev.network.nat: "single" is of the wrong type; accepted: ${MODES} [CONFIG_INVALID]`,
    ],
    [
      'for the backend',
      { state: 's3' },
      `dev.state: "s3" is of the wrong type; accepted: ${BACKENDS} [CONFIG_INVALID]`,
    ],
    [
      'for a list',
      { 'database.clients': 'devloop-server' },
      'dev.database.clients: "devloop-server" is of the wrong type; accepted: a list [CONFIG_INVALID]',
    ],
    [
      'for a switch',
      { deletionProtection: 'no' },
      'dev.deletionProtection: "no" is of the wrong type; accepted: true or false, without quotes [CONFIG_INVALID]',
    ],
    [
      'for a whole number',
      { 'servers.0.count': 1.5 },
      'dev.servers[0].count: 1.5 is of the wrong type; accepted: a whole number [CONFIG_INVALID]',
    ],
    [
      'for a number',
      { 'servers.0.container.port': '8080' },
      'dev.servers[0].container.port: "8080" is of the wrong type; accepted: a number, without quotes and unit [CONFIG_INVALID]',
    ],
    [
      'for tags',
      { tags: ['a'] },
      'dev.tags: ["a"] is of the wrong type; accepted: an object [CONFIG_INVALID]',
    ],
    [
      'for a data volume',
      { 'servers.1.dataVolume': 50 },
      'dev.servers[1].dataVolume: 50 is of the wrong type; accepted: an object with the keys name, size, snapshotId [CONFIG_INVALID]',
    ],
  ]);
});

const project = (length: number): Changes => ({ project: 'p'.repeat(length) });

describe('Key that an issue names', () => {
  testProblems([
    [
      'for a ceiling that cannot be: the storage',
      { 'database.allocatedStorage': 60_000, 'database.maxAllocatedStorage': 65_536 },
      'dev.database.allocatedStorage: 60000 leaves no room for maxAllocatedStorage, which is a tenth above it and at most 65536; accepted: at most 59578 [CONFIG_INVALID]',
    ],
    [
      'for a ceiling: nothing, where it is the largest',
      { 'database.allocatedStorage': 59_578, 'database.maxAllocatedStorage': 65_536 },
    ],
    [
      'for names that are all too long: the project',
      project(60),
      `dev.project: "${'p'.repeat(60)}" is too long: it begins the name of every server, which has at most 63 characters; accepted: at most 44 characters with these servers [NAME_INVALID]`,
    ],
    ['for names that just fit: nothing', project(44)],
    [
      'for one name that is too long: that name',
      { 'servers.1.name': 'e'.repeat(52) },
      `dev.servers[1].name: "${'e'.repeat(52)}" is too long: devloop-dev-${'e'.repeat(52)} has 64 characters; accepted: at most 63 characters with the prefix devloop-dev- [NAME_INVALID]`,
    ],
  ]);
});

const TAG_VALUE =
  'is not a tag value; accepted: at most 256 letters, digits, spaces or .:/=+@-_ [CONFIG_INVALID]';

describe('Value that may be a secret', () => {
  testProblems([
    ['in a tag, by its key', { tags: { Password: 'c0rrect#horse' } }, `dev.tags.Password: ${TAG_VALUE}`],
    [
      'in a tag, by its form',
      { tags: { Note: '-----BEGIN PRIVATE KEY-----\nMIIE' } },
      `dev.tags.Note: ${TAG_VALUE}`,
    ],
    [
      'in an id',
      { 'bastion.imageId': 'AKIAIOSFODNN7EXAMPLE' },
      'dev.bastion.imageId: is not an image id; accepted: e.g. ami-0123456789abcdef0 [CONFIG_INVALID]',
    ],
    [
      'in a name',
      { 'state.bucket': 'ghp_abcdefghijklmnop' },
      'dev.state.bucket: is not a valid S3 bucket name; accepted: 3 to 63 lower-case letters, digits, dots and hyphens, starting and ending with a letter or digit, no IP address, without the prefixes and suffixes that S3 reserves [CONFIG_INVALID]',
    ],
    ['that is none is printed', { tags: { Note: 'a#b' } }, `dev.tags.Note: "a#b" ${TAG_VALUE}`],
  ]);
});
