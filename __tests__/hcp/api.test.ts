import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudApi } from '../../src/hcp/api';

/** Statuses and texts of the answers, by turn; the last one again. */
let answers: [status: number, text: string][];
let asked: string[];
let server: Server;
let api: CloudApi;
beforeEach(async () => {
  asked = [];
  server = createServer(({ method = '', url = '' }, response) => {
    asked.push(`${method} ${url}`);
    const [status, text] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [500, ''];
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const base = new URL(`http://127.0.0.1:${port}/api/v2/`);
  api = new CloudApi({ hostname: 'tfc.test', api: base, token: 'secret', tokenFrom: 'TF_TOKEN_tfc_test' });
});
afterEach(() => server.close());

const errors = (...details: string[]) => JSON.stringify({ errors: details.map((detail) => ({ detail })) });

test.each<[number, string, string]>([
  [422, errors('Name is taken', 'Name is long'), 'answered POST runs with 422: Name is taken: Name is long'],
  [422, JSON.stringify({ errors: [{ title: 'invalid' }] }), 'answered POST runs with 422: invalid'],
  [502, '<html>', 'answered POST runs with 502'],
])('CloudApi reports status %i with %s in the words of the API', async (status, text, sentence) => {
  answers = [[status, text]];
  await expect(api.call('POST runs')).rejects.toThrow(`tfc.test ${sentence}`);
  expect(asked).toEqual(['POST /api/v2/runs']);
});

test('CloudApi rejects a response that is not from the API', async () => {
  answers = [[200, '<html>']];
  await expect(api.call('GET runs/run-1')).rejects.toThrow(
    `state.hostname: "tfc.test" does not serve HCP Terraform's API (tfe.v2)\n` +
      'Name a host of HCP Terraform or Terraform Enterprise, e.g. app.terraform.io.',
  );
});

test('CloudApi.withRetries retries reads and no writes', async () => {
  answers = [
    [503, ''],
    [429, ''],
    [200, '{"data":{"id":"run-1"}}'],
  ];
  expect(await api.withRetries().call('GET runs/run-1')).toEqual({ data: { id: 'run-1' } });
  answers = [[503, '']];
  await expect(api.withRetries().call('POST runs')).rejects.toThrow('answered POST runs with 503');
  expect(asked).toEqual([...Array(3).fill('GET /api/v2/runs/run-1'), 'POST /api/v2/runs']);
});

test('CloudApi throws when interrupted, except in uninterrupted()', async () => {
  answers = [[200, '{}']];
  const controller = new AbortController();
  controller.abort(new Error('interrupted'));
  const { host } = api as unknown as { host: ConstructorParameters<typeof CloudApi>[0] };
  const interrupted = new CloudApi(host, controller.signal);
  await expect(interrupted.call('GET runs/run-1')).rejects.toThrow('interrupted');
  expect(await interrupted.uninterrupted().call('GET runs/run-1')).toEqual({});
});
