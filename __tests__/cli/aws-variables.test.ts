import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkAwsVariables } from '../../src/cli/aws-variables';
import { messagesOf } from '../support/fixtures/environments';

const HOME = mkdtempSync(join(tmpdir(), 'aws-variables-'));
afterAll(() => rmSync(HOME, { recursive: true }));
beforeAll(() => {
  mkdirSync(join(HOME, '.aws'));
  writeFileSync(join(HOME, '.aws', 'config'), '[default]\nregion = x\n[profile work]\n');
  writeFileSync(join(HOME, '.aws', 'credentials'), '[home]\naws_access_key_id = x\n');
});

const told = (env: Record<string, string>) => messagesOf(() => checkAwsVariables({ HOME, ...env }));
const FILES = `${join(HOME, '.aws', 'config')} or ${join(HOME, '.aws', 'credentials')}`;

test.each([
  ['no variable at all', {}],
  ['a profile of the configuration file', { AWS_PROFILE: 'work' }],
  ['a profile of the credentials file', { AWS_PROFILE: 'home' }],
  ['a URL', { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000', AWS_ENDPOINT_URL_S3: 'https://s3.example.com' }],
  ['an empty endpoint', { AWS_ENDPOINT_URL: '' }],
])('%s is accepted', (_, env) => {
  expect(told(env)).toEqual([]);
});

test('a profile that does not exist is refused, with those that do', () => {
  expect(told({ AWS_PROFILE: 'wor' })).toEqual([
    `AWS_PROFILE: "wor" is not a profile in ${FILES} (did you mean work?); accepted: default, work, home [USAGE]`,
  ]);
});

test('a profile where none is configured is refused: no file, or a directory', () => {
  const [missing, folder] = [join(HOME, 'missing'), join(HOME, '.aws')];
  const env = { AWS_PROFILE: 'x', AWS_CONFIG_FILE: folder, AWS_SHARED_CREDENTIALS_FILE: missing };
  expect(told(env)).toEqual([
    `AWS_PROFILE: "x" is not a profile in ${folder} or ${missing}; accepted: none: no profile is configured there [USAGE]`,
  ]);
});

test('an endpoint without a scheme is refused, and each one named', () => {
  const accepted =
    'is not a URL; accepted: a URL with its scheme, and a port of at most 65535, e.g. http://127.0.0.1:5000 [USAGE]';
  expect(told({ AWS_ENDPOINT_URL: '127.0.0.1:5000', AWS_ENDPOINT_URL_S3: 'localhost' })).toEqual([
    `AWS_ENDPOINT_URL: "127.0.0.1:5000" ${accepted}`,
    `AWS_ENDPOINT_URL_S3: "localhost" ${accepted}`,
  ]);
});
