import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudApi } from '../../src/hcp/api';
import { readLog } from '../../src/hcp/log';

/** Answers of a log's address by turn, to requests that it keeps: a text, or a status. */
let answers: (string | number)[];
let asked: string[];
let server: Server;
beforeEach(async () => {
  asked = [];
  server = createServer(({ url = '', headers }, response) => {
    asked.push(`${url}${headers.authorization === undefined ? '' : ' with a token'}`);
    const answer = answers.shift() ?? '';
    if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

const host = {
  hostname: 'tfc.test',
  api: new URL('http://127.0.0.1/'),
  token: 'secret',
  tokenFrom: 'TF_TOKEN',
};

async function read(isOver = false): Promise<string> {
  let text = '';
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log?key=1`;
  await readLog(
    new CloudApi(host),
    address,
    (more) => (text += more),
    async () => isOver,
  );
  return text;
}

test('readLog reads by byte offsets to the end, without the frame and without sending a token', async () => {
  answers = ['\x02Plän', '', 'ning\n\x03'];
  expect(await read()).toBe('Plänning\n');
  expect(asked).toEqual([
    '/log?key=1&limit=65536&offset=0',
    '/log?key=1&limit=65536&offset=6',
    '/log?key=1&limit=65536&offset=6',
  ]);
});

test('readLog ends with the phase when the log never starts', async () => {
  answers = [''];
  expect(await read(true)).toBe('');
});

test('readLog reports a log that cannot be read', async () => {
  answers = [403];
  await expect(read()).rejects.toThrow('tfc.test answered GET of data with 403');
});
