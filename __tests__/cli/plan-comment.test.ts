import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { planComment } from '../../src/cli/commands/plan-comment';
import { filesFolder, runCommand } from '../support/run-reach';

const { folder, write } = filesFolder('plan-comment');
const recorded = join(__dirname, '..', 'drift', 'recorded', 'plan.json');
const commit = '0123456789abcdef0123456789abcdef01234567';

const VARIABLES = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_TOKEN: 'ghs_0123456789abcdefghijklmnopqrstuvwxyz',
  GITHUB_SERVER_URL: 'https://github.example.com',
  GITHUB_RUN_ID: '7',
};

/** Runs the command with a pull request without comments, and returns the comment that it creates. */
async function commented(...args: string[]) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      if (request.method === 'POST') bodies.push((JSON.parse(text) as { body: string }).body);
      response.end(request.method === 'GET' ? '[]' : '{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const before = { ...process.env };
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, VARIABLES, { GITHUB_API_URL: `http://127.0.0.1:${port}` });
  try {
    const run = await runCommand(planComment, [
      ...[
        '--environment',
        'dev',
        '--log',
        join(folder, 'plan.txt'),
        '--pull-request',
        '12',
        '--commit',
        commit,
      ],
      ...args,
    ]);
    return { ...run, body: bodies[0] };
  } finally {
    process.env = before;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

describe('devloop plan-comment', () => {
  it('begins with the review of the plan, and links the drawing', async () => {
    write('plan.txt', 'Plan: 1 to add, 0 to change, 0 to destroy.\n');
    const url = 'https://github.example.com/acme/shop/actions/runs/7/artifacts/1';
    const { status, body } = await commented('--plan', recorded, '--drawing', url);
    expect(status).toBe(0);
    expect(body).toMatch(
      /^<!-- [^\n]*\n\*\*dev\*\*: Plan: [^\n]*\n\n- Destroys 2 resources, replaces 3: `aws_ssm_parameter\.deposed`/,
    );
    expect(body).toContain(`[the drawing](${url})`);
  });

  it('comments without the plan, or with one that cannot be read', async () => {
    write('plan.txt', 'Error: no\n');
    const without = await commented('--plan', join(folder, 'none.json'));
    expect(without).toMatchObject({ status: 0, stderr: '' });
    expect(without.body).toContain('**dev**: failed\n\nOf commit ');
    const broken = write('broken.json', '{');
    const { body } = await commented('--plan', broken);
    expect(body).toContain(
      `\n\nThe plan has no review: ${broken}: is not valid JSON; accepted: a plan, as terraform show -json FILE prints it\n`,
    );
  });

  it.each(['', 'http://example.com', 'https://example.com/a)b'])('refuses the address %j', async (url) => {
    const { status, body } = await commented('--drawing', url);
    expect({ status, body }).toEqual({ status: 64, body: undefined });
  });
});
