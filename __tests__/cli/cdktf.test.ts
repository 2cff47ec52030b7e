import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CDKTF_OPTIONS } from '../../src/cli/cdktf-arguments';
import { PROJECT_DIR } from '../../src/system/paths';
import { run } from '../../src/system/processes';

/** Writes each connection that a process, or one that it starts, opens to a host. */
const RECORD = `
const { Socket } = require('node:net');
const { appendFileSync } = require('node:fs');
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
  const [{ host, port } = {}] = args.flat();
  if (port !== undefined) appendFileSync(process.env.CONNECTIONS, host + ':' + port + '\\n');
  return connect.apply(this, args);
};
`;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cdktf-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('npm run synth names the generated stacks, without warnings and without a network connection', async () => {
  const record = join(folder, 'record.cjs');
  const connections = join(folder, 'connections');
  writeFileSync(record, RECORD);
  const env = {
    CI: undefined,
    CHECKPOINT_DISABLE: undefined,
    DISABLE_VERSION_CHECK: undefined,
    TF_CLI_CONFIG_FILE: join(folder, 'missing.tfrc'),
    NODE_OPTIONS: `--require ${record}`,
    CONNECTIONS: connections,
  };
  const args = ['run', '--silent', 'synth', '--', '--output', join(folder, 'out')];
  const { output } = await run('npm', args, { cwd: PROJECT_DIR, env });
  expect(output).toContain('Generated Terraform code for the stacks: dev, prod, state');
  expect(output).not.toMatch(/ERROR|Warning/);
  expect(existsSync(connections) ? readFileSync(connections, 'utf8') : '').toBe('');
}, 120_000);

test('cdktf wrapper exits with status 1 when the CDKTF CLI fails', async () => {
  const args = ['--import', 'tsx', 'src/cli/cdktf.ts', 'no-such-command'];
  const { status } = await run(process.execPath, args, { cwd: PROJECT_DIR, accept: [0, 1] });
  expect(status).toBe(1);
}, 60_000);

test.each(Object.keys(CDKTF_OPTIONS))(
  'cdktf %s has the options that its arguments are checked against',
  async (command) => {
    const { output } = await run(process.execPath, ['bin/cdktf.mjs', command, '--help'], {
      cwd: PROJECT_DIR,
    });
    const listed = [...output.matchAll(/^ +(?:-\w, +)?--([\w-]+) +(.*)$/gm)].map(
      ([, name = '', about = '']) => ({
        name,
        takesValue: !about.includes('[boolean]'),
      }),
    );
    const checked = Object.entries(CDKTF_OPTIONS[command] ?? {});
    expect(listed.sort((one, other) => one.name.localeCompare(other.name))).toEqual(
      checked
        .map(([name, { takesValue }]) => ({ name, takesValue }))
        .sort((one, other) => one.name.localeCompare(other.name)),
    );
  },
  60_000,
);
