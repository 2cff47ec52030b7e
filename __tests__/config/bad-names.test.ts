import { parseStateBucket } from '../../src/config/schema';
import { messagesOf } from '../support/fixtures/environments';
import { LABEL_FORM, problemsOf, testProblems } from '../support/fixtures/bad-input';

const regions =
  'ap-east-1, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, eu-central-1, eu-north-1, eu-south-1, eu-west-1, eu-west-2, eu-west-3, me-south-1, sa-east-1, us-east-1, us-east-2, us-west-1, us-west-2';

const bucketForm =
  '3 to 63 lower-case letters, digits, dots and hyphens, starting and ending with a letter or digit, no IP address, without the prefixes and suffixes that S3 reserves';
describe('Project and environment', () => {
  testProblems([
    [
      'no DNS label',
      { project: 'Dev Loop' },
      `dev.project: "Dev Loop" is not a DNS label; accepted: ${LABEL_FORM} [CONFIG_INVALID]`,
    ],
    [
      'a name that RDS refuses',
      { project: 'dev--loop' },
      'dev.project: "dev--loop" has two hyphens in a row; accepted: single hyphens [CONFIG_INVALID]',
    ],
    [
      'a name that load balancers refuse',
      { project: 'internal' },
      'dev.project: "internal" begins with a prefix that AWS reserves; accepted: a name that does not begin with internal or sg [CONFIG_INVALID]',
    ],
    ['a name that begins much like it', { project: 'internals' }],
    [
      'the name of the stack of the state bucket',
      { name: 'state' },
      'dev.name: "state" is the name of the stack of the state bucket; accepted: any other name [CONFIG_INVALID]',
    ],
    [
      'the name of the stack of the roles for automation',
      { name: 'automation' },
      'dev.name: "automation" is the name of the stack of the roles for automation; accepted: any other name [CONFIG_INVALID]',
    ],
    [
      'the name of the stack of the account',
      { name: 'account' },
      'dev.name: "account" is the name of the stack of the account; accepted: any other name [CONFIG_INVALID]',
    ],
    [
      'unknown region',
      { region: 'ap-northeast-9' },
      `dev.region: "ap-northeast-9" is not a known region; accepted: ${regions} [CONFIG_INVALID]`,
    ],
    [
      'a region that is a word of JavaScript',
      { region: 'toString' },
      `dev.region: "toString" is not a known region; accepted: ${regions} [CONFIG_INVALID]`,
    ],
    [
      'tags of the platform, of AWS and of strange letters',
      { tags: { Name: 'x', 'aws:y': 'z', team: '#1', cost: 5 } },
      'dev.tags.Name: "Name" is a tag that the platform sets itself; accepted: any other key [CONFIG_INVALID]',
      'dev.tags.aws:y: "aws:y" is not a tag key; accepted: at most 128 letters, digits, spaces or .:/=+@-_, not starting with aws: or rds: [CONFIG_INVALID]',
      'dev.tags.team: "#1" is not a tag value; accepted: at most 256 letters, digits, spaces or .:/=+@-_ [CONFIG_INVALID]',
      'dev.tags.cost: 5 is of the wrong type; accepted: a string [CONFIG_INVALID]',
    ],
  ]);
});

const badBuckets = [
  'ab',
  'a'.repeat(64),
  'My_Bucket',
  '-bucket',
  'bucket-',
  'a..b',
  '192.168.0.1',
  'xn--bucket',
  'sthree-bucket',
  'amzn-s3-demo-bucket',
  'bucket-s3alias',
  'bucket--ol-s3',
  'bucket.mrap',
  'bucket--x-s3',
  'bucket--table-s3',
];
test.each(badBuckets)('state.bucket rejects a name that S3 rejects: %s', (bucket) => {
  expect(messagesOf(() => parseStateBucket({ backend: 's3', bucket, region: 'ap-northeast-2' }))).toEqual([
    `state.bucket: "${bucket}" is not a valid S3 bucket name; accepted: ${bucketForm} [CONFIG_INVALID]`,
  ]);
  expect(problemsOf({ 'state.bucket': bucket })).toEqual([
    `dev.state.bucket: "${bucket}" is not a valid S3 bucket name; accepted: ${bucketForm} [CONFIG_INVALID]`,
  ]);
});

test.each(['abc', 'a'.repeat(63), 'my.bucket-1', '1bucket', '192.168.0.1a'])(
  'state.bucket accepts a name that S3 accepts: %s',
  (bucket) => {
    const place = { backend: 's3', bucket, region: 'us-east-1' };
    expect(parseStateBucket(place)).toEqual(place);
  },
);
