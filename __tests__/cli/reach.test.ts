import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesFolder, runReach as run } from '../support/run-reach';
import { WEB_AND_APP, terraform } from '../topology/support/network';

const ROOT = join(__dirname, '../..');
const { folder, write } = filesFolder('reach');
const file = write('stack.json', terraform(WEB_AND_APP));

const query = (from: string, to: string, port: string, of = file): string[] => [
  ...['--file', of],
  ...['--from', from, '--to', to, '--port', port],
];
const ask = (from: string, to: string, port: string, ...more: string[]) =>
  run([...query(from, to, port), ...more]);

describe('reach with a query', () => {
  it('prints the path to a reachable destination', async () => {
    const { status, stdout, stderr } = await ask('internet', 'aws_instance.web', '80');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'yes: internet to aws_instance.web, tcp 80, over IPv4',
      '  1. aws_internet_gateway.main: internet gateway, answered by a route of aws_subnet.public',
    ]);
  });

  it('prints the reason for an unreachable destination', async () => {
    expect((await ask('internet', 'aws_instance.app', '8080')).stdout).toBe(
      'no: internet to aws_instance.app, tcp 8080\n  no route: aws_nat_gateway.main lets nothing in from outside',
    );
  });

  it('prints the answer as JSON', async () => {
    const { stdout } = await ask('internet', 'aws_instance.web', '22', '--json', '--protocol', 'udp');
    expect(JSON.parse(stdout)).toEqual({
      from: 'internet',
      to: 'aws_instance.web',
      protocol: 'udp',
      port: 22,
      verdict: 'no',
      reason: 'ingress rule',
      detail: 'aws_security_group.web has no ingress rule for udp 22 from internet',
    });
  });

  it.each([
    ['yes', 80, 0],
    ['no', 80, 2],
    ['unknown', 80, 2],
    ['no', 22, 0],
  ] as const)('with --expect %s on port %i exits with status %i', async (expect_, port, status) => {
    expect((await ask('internet', 'aws_instance.web', String(port), '--expect', expect_)).status).toBe(
      status,
    );
  });
});

it('reach reads a UTF-16 file as PowerShell writes it', async () => {
  const utf16 = join(folder, 'utf16.json');
  writeFileSync(utf16, `\uFEFF${JSON.stringify(terraform(WEB_AND_APP))}`, 'utf16le');
  const { stdout } = await run(query('internet', 'aws_instance.web', '80', utf16));
  expect(stdout).toMatch(/^yes: /);
});

it('reach rejects a file of more than 256 MB', async () => {
  const vast = join(folder, 'vast.json');
  writeFileSync(vast, '{');
  truncateSync(vast, 700_000_000);
  const { status, stderr } = await run(['--file', vast]);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `${vast}: is too large; accepted: a file of at most 256 MB`,
  });
});

describe('reach without a query', () => {
  it('prints the matrix of a file', async () => {
    const { stdout } = await run(['--file', file]);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'FROM              TO                PORTS',
      'internet          aws_instance.web  tcp 80',
    ]);
    expect(stdout).toContain('Everything else: no.');
  });

  it('prints the matrix of an environment by role', async () => {
    const { status, stdout } = await run(['--environment', 'prod']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^administrators +bastion +tcp 22$/m);
    expect(stdout).toMatch(/^devloop-server +database +tcp 3306$/m);
  });

  it('prints the matrix of dev as JSON when no environment is given', async () => {
    const matrix = JSON.parse((await run(['--json'])).stdout) as { ends: unknown[] };
    expect(matrix.ends).toContainEqual({
      name: 'devloop-server',
      members: ['aws_instance.servers_devloop_server'],
    });
  });
});

describe('reach --against', () => {
  const before = write('before.json', terraform(WEB_AND_APP, { 'aws_instance.web': null }));

  it('lists new connections with their paths', async () => {
    const { status, stdout } = await run(['--plan', file, '--against', before]);
    expect(status).toBe(0);
    expect(stdout).toContain('Reachable afterwards:\n');
    expect(stdout).toContain(
      'internet to aws_instance.web, tcp 80 (no before)\n  1. aws_internet_gateway.main: internet gateway',
    );
  });

  it('lists connections that are no longer possible', async () => {
    const { stdout } = await run(['--file', before, '--against', file]);
    expect(stdout).toContain(
      'No longer reachable:\ninternet to aws_instance.web, tcp 80 (yes before)\n  one of them is gone',
    );
  });

  it('reports that nothing changes', async () => {
    expect((await run(['--file', file, '--against', file])).stdout).toBe('No change in who reaches whom.');
  });

  it('prints the changes as JSON', async () => {
    const { stdout } = await run(['--plan', file, '--against', before, '--json']);
    expect((JSON.parse(stdout) as { changes: unknown[] }).changes).toContainEqual(
      expect.objectContaining({
        from: 'internet',
        to: 'aws_instance.web',
        protocol: 'tcp',
        ports: [{ from: 80, to: 80 }],
        before: 'no',
        after: 'yes',
        others: 0,
      }),
    );
  });
});

describe('reach with an invalid query', () => {
  it.each([
    ['an unknown end', query('nobody', 'aws_instance.web', '80')],
    ['port 0', query('internet', 'aws_instance.web', '0')],
    ['port 65536', query('internet', 'aws_instance.web', '65536')],
    ['a port by name', query('internet', 'aws_instance.web', 'ssh')],
    ['another protocol', [...query('internet', 'aws_instance.web', '80'), '--protocol', 'icmp']],
    ['not a range', query('10.0.0.0/40', 'aws_instance.web', '80')],
    ['another expectation', [...query('internet', 'aws_instance.web', '80'), '--expect', 'maybe']],
    ['half a question', ['--file', file, '--from', 'internet']],
    ['an expectation of nothing', ['--file', file, '--expect', 'yes']],
    ['an unknown option', ['--fil', file]],
    ['a file and a plan', ['--file', file, '--plan', file]],
    [
      'a question and a comparison',
      ['--file', file, '--against', file, '--from', 'internet', '--to', 'aws_instance.web', '--port', '80'],
    ],
    ['a file and an environment', ['--file', file, '--environment', 'dev']],
    ['an unknown environment', ['--environment', 'nowhere']],
  ])('exits with status 64 and one message: %s', async (_, args) => {
    const { status, stdout, stderr } = await run(args);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({
      status: 64,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(/; accepted: /);
  });
});

it('reach exits with status 1 for a file that does not exist', async () => {
  const { status, stderr } = await run(['--file', join(folder, 'nowhere.json')]);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(
      /cannot be read: no such file or directory; accepted: a plan or state as terraform show/,
    ),
  });
});

it('reach --file loads neither CDKTF nor zod', () => {
  const args = ['reach', '--file', file, '--from', 'internet', '--to', 'aws_instance.web', '--port', '80'];
  const script = `
    process.on('exit', () => {
      const heavy = Object.keys(require.cache).filter((path) => /node_modules.(cdktf|zod|@cdktf|constructs)/.test(path));
      console.log('heavy', heavy.length);
    });
    require('./src/cli/main.ts').main(${JSON.stringify(args)});`;
  const stdout = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout).toContain('heavy 0');
});
