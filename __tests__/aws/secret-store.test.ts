import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AwsClients } from '../../src/aws/clients';
import { hasValue, putValue } from '../../src/aws/secret-store';

const LICENSE = 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:license-AbCdEf';
const MISSING = LICENSE.replace('license', 'missing');

/** Answers of AWS by operation. AWS: "AWS JSON 1.1 protocol". */
const ANSWERS: Readonly<Record<string, (input: Record<string, unknown>) => [status: number, body: object]>> =
  {
    'AmazonSSM.DescribeParameters': ({ ParameterFilters }) => {
      const known = JSON.stringify(ParameterFilters).includes('"/devloop/dev/known"');
      return [200, { Parameters: known ? [{ Name: '/devloop/dev/known' }] : [] }];
    },
    'AmazonSSM.PutParameter': () => [200, { Version: 3 }],
    'secretsmanager.DescribeSecret': ({ SecretId }) =>
      SecretId === MISSING
        ? [400, { __type: 'ResourceNotFoundException', Message: 'no secret' }]
        : [200, SecretId === LICENSE ? { VersionIdsToStages: { v1: ['AWSCURRENT'] } } : {}],
    'secretsmanager.PutSecretValue': () => [200, { VersionId: 'v2' }],
  };

describe('Secret store', () => {
  const requests: [operation: string, input: Record<string, unknown>][] = [];
  let server: Server;
  let aws: AwsClients;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const operation = String(request.headers['x-amz-target']);
        const input = JSON.parse(text) as Record<string, unknown>;
        requests.push([operation, input]);
        const [status, body] = ANSWERS[operation]?.(input) ?? [500, {}];
        response.writeHead(status).end(JSON.stringify(body));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    aws = new AwsClients('ap-northeast-2', {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
  });
  beforeEach(() => {
    requests.length = 0;
  });
  afterAll(() => {
    aws.destroy();
    server.close();
  });

  test.each([
    ['parameter', '/devloop/dev/known', true],
    ['parameter', '/devloop/dev/missing', false],
    ['parameter', 'arn:aws:ssm:ap-northeast-2:123456789012:parameter/devloop/dev/known', true],
    ['secret', LICENSE, true],
    ['secret', `${LICENSE}-empty`, false],
    ['secret', MISSING, false],
  ] as const)('tells whether the %s %s has a value: %s', async (kind, id, expected) => {
    expect(await hasValue(aws, { kind, id })).toBe(expected);
    expect(requests.map(([operation]) => operation)).not.toContain('AmazonSSM.GetParameter');
  });

  test('finds a parameter without folders by its ARN under its name', async () => {
    await hasValue(aws, { kind: 'parameter', id: 'arn:aws:ssm:ap-northeast-2:123456789012:parameter/key' });
    expect(requests[0]?.[1]).toEqual({
      ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: ['key'] }],
    });
  });

  test('writes an encrypted parameter, over one that exists', async () => {
    expect(await putValue(aws, { kind: 'parameter', id: '/devloop/dev/key' }, 'value')).toBe('3');
    expect(requests).toEqual([
      [
        'AmazonSSM.PutParameter',
        { Name: '/devloop/dev/key', Value: 'value', Type: 'SecureString', Overwrite: true },
      ],
    ]);
  });

  test('writes a new version of a secret', async () => {
    expect(await putValue(aws, { kind: 'secret', id: LICENSE }, 'value')).toBe('v2');
    expect(requests).toEqual([
      [
        'secretsmanager.PutSecretValue',
        {
          SecretId: LICENSE,
          SecretString: 'value',
          ClientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
      ],
    ]);
  });
});
