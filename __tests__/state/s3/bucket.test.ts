import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkBucket, ownerOf } from '../../../src/state/s3/bucket';

const settings = { bucket: 'devloop-terraform-state', region: 'ap-northeast-2' };

describe('whose the state bucket is', () => {
  let server: Server;
  let answer: { status: number; headers?: Record<string, string> };
  let env: Record<string, string>;
  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(answer.status, answer.headers).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  });
  afterAll(() => server.close());

  test.each([
    [200, 'us'],
    [404, 'nobody'],
  ])('S3 answers %i: %s', async (status, owner) => {
    answer = { status };
    expect(await ownerOf(settings, env)).toBe(owner);
  });

  test.each([
    [
      301,
      'state.bucket: "devloop-terraform-state" is in another region; accepted: the bucket\'s own region: ' +
        'change the line "region: \'ap-northeast-2\'" in src/config/state.ts [STATE_BUCKET]',
    ],
    [
      403,
      'state.bucket: "devloop-terraform-state" belongs to another account, or denies access to your credentials; ' +
        'accepted: credentials with access to it, or an unused name: change the line "bucket: \'devloop-terraform-state\'" in src/config/state.ts [STATE_BUCKET]',
    ],
  ])('S3 answers %i: one sentence', async (status, sentence) => {
    answer = { status };
    await expect(ownerOf(settings, env)).rejects.toThrow(sentence);
  });

  test('nobody answers: one sentence', async () => {
    const nowhere = { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    await expect(ownerOf(settings, nowhere)).rejects.toThrow(
      /^state\.bucket: "devloop-terraform-state" cannot be asked for \(.*ECONNREFUSED.*\); accepted: valid AWS credentials and network access to S3 \[STATE_BUCKET\]$/,
    );
  });

  test('a bucket that must be there, and is not: one sentence', async () => {
    answer = { status: 404 };
    await expect(checkBucket(settings, env)).rejects.toThrow(
      'state.bucket: "devloop-terraform-state" does not exist; accepted: the bucket that devloop bootstrap creates, or another: ' +
        'change the line "bucket: \'devloop-terraform-state\'" in src/config/state.ts [STATE_BUCKET]',
    );
  });

  test.each([200, 301, 400])("S3 answers %i and names the bucket's region: it is told", async (status) => {
    answer = { status, headers: { 'x-amz-bucket-region': 'eu-west-1' } };
    await expect(checkBucket(settings, env)).rejects.toThrow(
      'state.bucket: "devloop-terraform-state" is in another region, eu-west-1; accepted: the bucket\'s own region: ',
    );
  });
});
