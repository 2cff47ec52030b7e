import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { COMMANDS } from '../../src/cli/commands';
import { optionsOf } from '../../src/cli/define-command';
import { JSON_SCHEMAS } from '../../src/cli/json-schemas';
import { helpOf } from '../../src/cli/parse';
import { stale } from '../../src/cli/write-documents';
import { PROJECT_DIR } from '../../src/system/paths';
import { ProjectCopy } from '../support/processes/project-copy';
import { terraform, WEB_AND_APP } from '../topology/support/network';

// The first run bundles the source.
jest.setTimeout(120_000);

const NAMES = COMMANDS.map(({ name }) => name);
const folder = mkdtempSync(join(tmpdir(), 'commands-'));
const project = new ProjectCopy(join(folder, 'project'), ['__tests__']);
const BIN = join(project.folder, 'bin', 'devloop.mjs');
const file = join(folder, 'stack.json');
writeFileSync(file, JSON.stringify(terraform(WEB_AND_APP)));
afterAll(() => rmSync(folder, { recursive: true }));

/** The real bin, without a terminal, and with no credentials or network to reach by mistake. */
async function devloop(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [BIN, ...args], {
    cwd: options.cwd ?? project.folder,
    env: {
      ...process.env,
      npm_lifecycle_event: undefined,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_MAX_ATTEMPTS: '1',
      ...options.env,
    },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return { status: exitCode, stdout, stderr };
}

/** Enough for the command to be told something by its options: what it requires. */
const required = (name: string): string[] =>
  COMMANDS.filter((command) => command.name === name).flatMap((command) =>
    Object.entries(command.options)
      .filter(([, option]) => option.required === true)
      .flatMap(([option, { choices }]) => [`--${option}`, choices?.[0] ?? 'nowhere']),
  );

describe('Every command', () => {
  test.each(NAMES)('%s --help prints its options and an example', async (name) => {
    const { status, stdout, stderr } = await devloop([name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const command = COMMANDS.find((one) => one.name === name);
    for (const option of Object.keys(command ? optionsOf(command) : {}))
      expect(stdout).toContain(`--${option}`);
    expect(stdout).toContain(`$ devloop ${command?.examples[0]?.run}`);
    expect(stdout).toContain('Exit status: 0 done, 1 failed');
  });

  test.each(NAMES)('%s rejects an unknown option and does nothing', async (name) => {
    const { status, stdout, stderr } = await devloop([name, ...required(name), '--enviromnent', 'dev']);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(/^devloop \S+: "--enviromnent" is not an option.*; accepted: --\S+.*$/);
  });

  const readers = COMMANDS.filter(({ json }) => json).map(({ name }) => name);
  test.each(readers)(
    '%s --json prints an error as one document that matches the error schema',
    async (name) => {
      const { status, stdout, stderr } = await devloop([name, '--json', '--no-such-option']);
      expect({ status, stderr }).toEqual({ status: 64, stderr: '' });
      expect(JSON_SCHEMAS['error']?.safeParse(JSON.parse(stdout)).error).toBeUndefined();
    },
  );

  test('has a JSON schema if it supports --json; the only other schema is that of errors', () => {
    expect(Object.keys(JSON_SCHEMAS).sort()).toEqual([...readers, 'error'].sort());
  });

  const changing = COMMANDS.filter(({ options }) => options['environment']?.required === true);
  const acting = changing.map(({ name }) => name);
  test.each(acting)('%s has no default environment', async (name) => {
    const { argument } = changing.find((command) => command.name === name) ?? {};
    const { status, stderr } = await devloop([name, ...(argument?.choices?.slice(0, 1) ?? [])]);
    expect(status).toBe(64);
    expect(stderr).toMatch(/^--environment: is required; accepted: /m);
  });
  test('requires an environment if it changes AWS or a state', () => {
    expect(acting).toEqual(
      expect.arrayContaining(['unlock', 'restore-state', 'move-state', 'cloud', 'rescue-state']),
    );
  });

  test.each(NAMES)('%s is an npm script', (name) => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT_DIR, 'package.json'), 'utf8'));
    expect(scripts[name]).toBe(`node bin/devloop.mjs ${name}`);
  });
});

test('An option of a command has the name of one of devloop', async () => {
  expect(await devloop(['restore-state', '--version', 'a-version'])).toMatchObject({
    status: 64,
    stdout: '',
    stderr: '--environment: is required; accepted: environment, a file in src/config/environments',
  });
});

test('devloop --version prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(PROJECT_DIR, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(await devloop(['--version'])).toMatchObject({ status: 0, stdout: version, stderr: '' });
});

describe('Output', () => {
  test.each([
    ['reach', ['--file', file]],
    ['reach', ['--file', file, '--from', 'internet', '--to', 'aws_instance.web', '--port', '80']],
    ['reach', []],
    ['cost', []],
    ['automation', []],
    ['images', []],
    ['prerequisites', []],
  ])('of %s %j --json matches its schema', async (name, args) => {
    const { stdout } = await devloop([name, ...args, '--json']);
    expect(stdout).not.toContain('\n');
    expect(JSON_SCHEMAS[name]?.safeParse(JSON.parse(stdout)).error).toBeUndefined();
  });

  test('has no color with NO_COLOR', async () => {
    const { stdout, stderr } = await devloop(['prerequisites'], { env: { NO_COLOR: '1' } });
    expect(stdout + stderr).not.toContain('\u001b[');
  });

  test('ends without an error when the reader closes the pipe', async () => {
    const command = `"${process.execPath}" "${BIN}" reach --file "${file}" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await execa('bash', ['-c', command], { cwd: project.folder });
    expect({ lines: stdout.split('\n'), stderr }).toEqual({
      lines: ['FROM              TO                PORTS', '0'],
      stderr: '',
    });
  });
});

describe('bin/devloop.mjs', () => {
  test('reads a file outside the project', async () => {
    const { status, stdout, stderr } = await devloop(['reach', '--file', 'stack.json'], { cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('internet');
  });

  test('finds environments from any folder of the project', async () => {
    const { status, stdout } = await devloop(['reach'], { cwd: join(project.folder, 'src', 'cli') });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^administrators +bastion +tcp 22$/m);
  });

  test('calls AWS from the bundle and from the V8 code cache', async () => {
    for (let run = 0; run < 2; run += 1) {
      const { status, stdout } = await devloop(['restore-state', '--environment', 'dev', '--json']);
      expect(status).toBe(1);
      expect(JSON.parse(stdout).error.summary).toContain('connect ECONNREFUSED 127.0.0.1:1');
    }
  });

  test('prints help without a command', async () => {
    const { status, stdout } = await devloop([]);
    expect(status).toBe(0);
    for (const name of NAMES) expect(stdout).toContain(`  ${name}`);
  });
});

test('Help, reference and schemas match the command definitions', () => {
  expect(stale()).toEqual([]);
  for (const command of COMMANDS) expect(helpOf(command)).toContain(command.summary);
});
