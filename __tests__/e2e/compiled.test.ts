import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/commands';
import { JSON_SCHEMAS } from '../../src/cli/json-schemas';
import { helpOf } from '../../src/cli/parse';
import { environmentNames } from '../../src/config';
import { renderUserData } from '../../src/roles/user-data';
import { PROJECT_DIR } from '../../src/system/paths';
import { runReach } from '../support/run-reach';
import { SERVERS } from '../support/user-data/servers';

// A compilation of the whole project.
jest.setTimeout(300_000);

const local = join(PROJECT_DIR, '.local');
mkdirSync(local, { recursive: true });
const dist = mkdtempSync(join(local, 'dist-'));
const elsewhere = mkdtempSync(join(tmpdir(), 'compiled-'));

beforeAll(() => {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', dist];
  const compiled = spawnSync(process.execPath, tsc, { cwd: PROJECT_DIR, encoding: 'utf8' });
  expect(compiled).toMatchObject({ status: 0, stdout: '' });
});
afterAll(() => {
  for (const folder of [dist, elsewhere]) rmSync(folder, { recursive: true });
});

/** Nothing answers at the endpoint, so commands fail where they first call AWS. */
const env = {
  ...process.env,
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_MAX_ATTEMPTS: '1',
  CDKTF_OUTDIR: join(elsewhere, 'out'),
};

/** Runs a compiled program, in a folder outside of the project. */
function compiled(program: string, args: readonly string[] = [], cwd = elsewhere) {
  const options = { cwd, encoding: 'utf8', env } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, program), ...args], options);
  return { status, stdout, stderr };
}
const devloop = (args: readonly string[], cwd?: string) => compiled('src/cli/devloop.js', args, cwd);

describe('Compiled program', () => {
  // Relative paths in the help are those of the folder that it is asked in.
  test.each(COMMANDS)('prints the help of $name', (command) => {
    const { status, stdout, stderr } = devloop([command.name, '--help'], PROJECT_DIR);
    expect({ status, stdout: stdout.trim(), stderr }).toEqual({
      status: 0,
      stdout: helpOf(command).trim(),
      stderr: '',
    });
  });

  test.each(['reach', 'prerequisites', 'automation'])('prints %s as JSON', (name) => {
    const { stdout } = devloop([name, '--json']);
    expect(JSON_SCHEMAS[name]?.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  });

  test('reads the network of an environment as the source does', async () => {
    const { status, stdout } = devloop(['reach', '--json']);
    const source = await runReach(['--json']);
    expect({ status, network: JSON.parse(stdout) }).toEqual({
      status: 0,
      network: JSON.parse(source.stdout),
    });
  });

  // What needs an argument also needs an image or a secret, which dev does not have.
  const callers = COMMANDS.filter(
    ({ group, json, argument }) => group === 'aws' && json === true && argument === undefined,
  );
  test.each(callers)('gets as far as a call of AWS in $name', ({ name }) => {
    const { status, stdout } = devloop([name, '--environment', 'dev', '--json']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/(connect ECONNREFUSED|Failed to reach) 127\.0\.0\.1:1\b/);
    const document: unknown = JSON.parse(stdout);
    const schemas = [name, 'error'].map((schema) => JSON_SCHEMAS[schema]?.safeParse(document).success);
    expect(schemas).toContain(true);
  });

  test('synthesizes the stack of each environment', () => {
    expect(compiled('main.js')).toEqual({ status: 0, stdout: '', stderr: '' });
    const stacks = readdirSync(join(env.CDKTF_OUTDIR, 'stacks'));
    expect(stacks).toEqual(expect.arrayContaining(environmentNames()));
  });

  test('completes environments', () => {
    expect(devloop(['completion', 'environments']).stdout.trim().split('\n')).toEqual(environmentNames());
  });

  test('finds the files of roles', () => {
    const script = `process.stdout.write(require(process.argv[1]).renderUserData(JSON.parse(process.argv[2])))`;
    const args = ['-e', script, join(dist, 'src', 'roles', 'user-data'), JSON.stringify(SERVERS.elk)];
    expect(spawnSync(process.execPath, args, { cwd: elsewhere, encoding: 'utf8' }).stdout).toBe(
      renderUserData(SERVERS.elk),
    );
  });
});
