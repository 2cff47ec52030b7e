import { startEmulator } from '../../src/emulator/emulator';
import { isSupported } from '../../src/emulator/install';

const region = 'ap-northeast-2';
const start = (env: Record<string, string>) => startEmulator({ region, env });

test.each([
  'https://ec2.ap-northeast-2.amazonaws.com',
  'http://10.0.0.1:5000',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com:5000',
  'not a url',
])('startEmulator rejects the endpoint %s, which is not on this machine', async (endpoint) => {
  await expect(start({ AWS_ENDPOINT_URL: endpoint })).rejects.toThrow(
    `AWS_ENDPOINT_URL: "${endpoint}" is not on this machine, and a test never deploys to a real account; ` +
      'accepted: a loopback address such as http://127.0.0.1:5000, or leave the variable unset',
  );
});

test('startEmulator rejects endpoints of single services and names each', async () => {
  const endpoints = {
    AWS_ENDPOINT_URL_S3: 'https://s3.example.com',
    AWS_ENDPOINT_URL_EC2: 'https://ec2.example.com',
  };
  const refused = start({ ...endpoints, AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' });
  await expect(refused).rejects.toMatchObject({
    issues: [
      { code: 'ENDPOINT_REFUSED', path: 'AWS_ENDPOINT_URL_S3', given: 'https://s3.example.com' },
      { code: 'ENDPOINT_REFUSED', path: 'AWS_ENDPOINT_URL_EC2', given: 'https://ec2.example.com' },
    ],
  });
});

test.each(['http://127.0.0.1:5000', 'http://127.9.9.9:5000/', 'http://[::1]:5000', 'http://localhost:5000'])(
  'startEmulator uses the running emulator %s and does not stop it',
  async (given) => {
    const emulator = await start({ AWS_ENDPOINT_URL: given });
    const endpoint = given.replace(/\/$/, '').replace('localhost', '127.0.0.1');
    expect(emulator.endpoint).toBe(endpoint);
    expect(emulator.description).toBe(`the emulator at ${endpoint}, as AWS_ENDPOINT_URL says`);
    await emulator.stop();
  },
);

test('startEmulator hides the account of the user from child processes', async () => {
  const { env } = await start({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:6000',
    AWS_PROFILE: 'work',
    AWS_SESSION_TOKEN: 'secret',
  });
  expect(env).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:5000',
    AWS_ENDPOINT_URL_S3: undefined,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_MAX_ATTEMPTS: '2',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PROFILE: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_CA_BUNDLE: undefined,
  });
});

test.each([
  ['AWS_S3_ENDPOINT', 's3.example.com'],
  ['AWS_STS_ENDPOINT', 'http://127.0.0.1:6000'],
  ['TF_AWS_DYNAMODB_ENDPOINT', 'http://127.0.0.1:6000'],
  ['AWS_EC2_METADATA_SERVICE_ENDPOINT', 'http://127.0.0.1:6000'],
  ['AWS_USE_FIPS_ENDPOINT', 'true'],
  ['AWS_USE_DUALSTACK_ENDPOINT', 'true'],
  ['AWS_STS_REGIONAL_ENDPOINTS', 'legacy'],
  ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true'],
])('startEmulator drops %s=%s, which would redirect child processes', async (name, value) => {
  const { env } = await start({ AWS_ENDPOINT_URL: 'http://127.0.0.1:5000', [name]: value });
  expect(env).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:5000', [name]: undefined });
});

test.each(['AWS_S3_ENDPOINT', 'AWS_STS_ENDPOINT', 'TF_AWS_S3_ENDPOINT'])(
  'startEmulator rejects %s with an endpoint outside this machine',
  async (name) => {
    const endpoint = 'https://s3.example.com';
    await expect(
      start({ AWS_ENDPOINT_URL: 'http://127.0.0.1:5000', [name]: endpoint }),
    ).rejects.toMatchObject({
      issues: [{ code: 'ENDPOINT_REFUSED', path: name, given: endpoint }],
    });
  },
);

test.each([
  ['5.2.5', true],
  ['5.2.10', true],
  ['5.2.1', false],
  ['5.1.9', false],
  ['5.3.0', false],
  ['6.2.5', false],
  ['', false],
])('a moto %s that Python has serves where 5.2.5 is pinned: %s', (version, expected) => {
  expect(isSupported(version, '5.2.5')).toBe(expected);
});
