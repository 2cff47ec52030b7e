import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UNNAMED_BUCKET } from '../../../src/core/state-backend';
import { checkBucket, ownerOf } from '../../../src/state/s3/bucket';
import { readObject } from '../../../src/state/s3/object';

const bucket = 'devloop-terraform-state-123456789012';
const settings = { bucket, region: 'ap-northeast-2' };
const LINE = `change the line "bucket: '${bucket}'" in src/config/state.ts`;

/** AWS: "GetCallerIdentity". */
const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  '<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

describe('State bucket', () => {
  let server: Server;
  let answer: { status: number; headers?: Record<string, string> };
  let identity: { status: number; text: string };
  let env: Record<string, string>;
  let owners: (string | undefined)[];
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.method === 'POST') return response.writeHead(identity.status).end(identity.text);
      owners.push(request.headers['x-amz-expected-bucket-owner']?.toString());
      return response.writeHead(answer.status, answer.headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    identity = { status: 200, text: IDENTITY };
    answer = { status: 200 };
    owners = [];
  });
  afterAll(() => server.close());

  test.each([
    [200, 'us'],
    [404, 'nobody'],
  ])('is reported for status %i as owned by %s', async (status, owner) => {
    answer = { status };
    expect(await ownerOf(settings, env)).toBe(owner);
  });

  test('every request names the account of the credentials as the owner that it expects', async () => {
    await ownerOf(settings, env);
    await readObject({ type: 's3', ...settings, key: 'state' }, env);
    expect(owners).toEqual(['123456789012', '123456789012']);
  });

  test.each([
    [
      301,
      `state.bucket: "${bucket}" is in another region\nSet the bucket's own region: ` +
        'change the line "region: \'ap-northeast-2\'" in src/config/state.ts',
    ],
    [
      403,
      `state.bucket: "${bucket}" does not belong to account 123456789012, or denies access to your credentials\n` +
        `Use credentials with access to it, or an unused name, e.g. devloop-terraform-state-123456789012: ${LINE}`,
    ],
  ])('fails with one message on status %i', async (status, sentence) => {
    answer = { status };
    await expect(ownerOf(settings, env)).rejects.toThrow(sentence);
  });

  test('fails with one message when S3 does not answer', async () => {
    const nowhere = { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    await expect(ownerOf(settings, nowhere)).rejects.toThrow(
      /^state\.bucket: "devloop-terraform-state-\d+" cannot be read \(.*ECONNREFUSED.*\)\nUse valid AWS credentials, and a network on which STS and S3 answer\.$/,
    );
  });

  test('credentials that AWS does not know: told as such, and S3 is not asked', async () => {
    const Error = {
      Code: 'InvalidClientTokenId',
      Message: 'The security token included in the request is invalid.',
    };
    const text = `<ErrorResponse><Error><Code>${Error.Code}</Code><Message>${Error.Message}</Message></Error></ErrorResponse>`;
    identity = { status: 403, text };
    await expect(ownerOf(settings, env)).rejects.toThrow(
      `state.bucket: "${bucket}" cannot be read (${Error.Code}: ${Error.Message})\nUse valid AWS credentials`,
    );
    expect(owners).toEqual([]);
  });

  test('fails with one message when it must exist and does not', async () => {
    answer = { status: 404 };
    await expect(checkBucket(settings, env)).rejects.toThrow(
      `state.bucket: "${bucket}" does not exist\nRun devloop bootstrap to create it, or name another bucket: ${LINE}`,
    );
  });

  test.each([200, 301, 400])(
    'fails with its actual region when S3 names it with status %i',
    async (status) => {
      answer = { status, headers: { 'x-amz-bucket-region': 'eu-west-1' } };
      await expect(checkBucket(settings, env)).rejects.toThrow(
        `state.bucket: "${bucket}" is in another region, eu-west-1\nSet the bucket's own region: `,
      );
    },
  );

  describe('of which no name is chosen', () => {
    const unnamed = { ...settings, bucket: UNNAMED_BUCKET };

    test('is taken on the emulator', async () => {
      expect(await ownerOf(unnamed, env)).toBe('us');
    });

    test.each([
      [200, 'devloop-terraform-state-123456789012'],
      [403, 'devloop-terraform-state-<account id>'],
    ])('is refused on AWS, where STS answers %i: %s is proposed', async (status, proposed) => {
      identity = { status, text: status === 200 ? IDENTITY : '' };
      const { AWS_ENDPOINT_URL = '', ...aws } = env;
      process.env['AWS_ENDPOINT_URL_STS'] = AWS_ENDPOINT_URL;
      const refused = ownerOf(unnamed, aws).finally(() => delete process.env['AWS_ENDPOINT_URL_STS']);
      await expect(refused).rejects.toThrow(
        `state.bucket: "${UNNAMED_BUCKET}" is a placeholder, which works on the emulator only\nChoose a name of your own, ` +
          `e.g. ${proposed}: change the line "bucket: '${UNNAMED_BUCKET}'" in src/config/state.ts`,
      );
      expect(owners).toEqual([]);
    });
  });
});
