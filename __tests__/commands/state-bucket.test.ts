import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lockOn, ownerOf } from '../../src/commands/state-bucket';

const settings = { bucket: 'devloop-terraform-state', region: 'ap-northeast-2' };

describe('whose the state bucket is', () => {
  let server: Server;
  let answer: { status: number; body?: string };
  let env: Record<string, string>;
  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
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
      'state.bucket: "devloop-terraform-state" belongs to another account, or is closed to your credentials; ' +
        'accepted: a name that nobody has: change the line "bucket: \'devloop-terraform-state\'" in src/config/state.ts [STATE_BUCKET]',
    ],
  ])('S3 answers %i: one sentence', async (status, sentence) => {
    answer = { status };
    await expect(ownerOf(settings, env)).rejects.toThrow(sentence);
  });

  test('nobody answers: one sentence', async () => {
    const nowhere = { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    await expect(ownerOf(settings, nowhere)).rejects.toThrow(
      /^state\.bucket: "devloop-terraform-state" cannot be asked for \(.*ECONNREFUSED.*\); accepted: AWS credentials and a network on which S3 answers \[STATE_BUCKET\]$/,
    );
  });

  test('a lock is read, and there may be none', async () => {
    answer = { status: 200, body: JSON.stringify({ ID: '1', Who: 'me@laptop' }) };
    expect(await lockOn(settings, 'state/terraform.tfstate', env)).toEqual({ ID: '1', Who: 'me@laptop' });
    answer = { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
    expect(await lockOn(settings, 'state/terraform.tfstate', env)).toBeUndefined();
  });
});
