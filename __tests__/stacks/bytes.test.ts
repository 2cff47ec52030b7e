import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { dev } from '../support/fixtures/configured';
import { ProjectCopy } from '../support/processes/project-copy';
import { everything } from '../support/fixtures/environments';
import { synthText } from '../support/fixtures/synth';

const root = resolve(__dirname, '../..');
const temporary = mkdtempSync(join(tmpdir(), 'bytes-'));
const project = new ProjectCopy(join(temporary, 'project'), ['__tests__']);
afterAll(() => {
  rmSync(temporary, { recursive: true });
});

/** The whole program as `cdktf synth` runs it, elsewhere and as somebody else. */
function synthesizedIn(folder: string, environment: Record<string, string>): Map<string, string> {
  const cwd = join(temporary, folder);
  mkdirSync(cwd);
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', require.resolve('tsx'), join(project.folder, 'main.ts')],
    {
      cwd,
      // Without a PATH: synth runs no other program, not even Terraform.
      env: environment,
      encoding: 'utf8',
    },
  );
  // No deprecation warning either, on any version of Node.js.
  expect(stderr).toBe('');
  const out = join(cwd, 'cdktf.out');
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  return new Map(files.sort().map((file) => [file, readFileSync(join(out, file), 'utf8')]));
}

describe('Synth in two folders, for two users and two endpoints', () => {
  const one = synthesizedIn('one', { HOME: '/home/one', USER: 'one', TZ: 'UTC', LANG: 'C' });
  const other = synthesizedIn('quite-another', {
    HOME: '/home/other',
    USER: 'other',
    TZ: 'Asia/Seoul',
    LANG: 'ko_KR.UTF-8',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_REGION: 'us-east-1',
    AWS_PROFILE: 'somebody',
    TF_VAR_admin_cidrs: '["203.0.113.7/32"]',
  });

  test('writes the same files, byte for byte', () => {
    expect([...one.keys()]).toEqual([
      'manifest.json',
      'stacks/dev/cdk.tf.json',
      'stacks/prod/cdk.tf.json',
      'stacks/state/cdk.tf.json',
    ]);
    expect(other).toEqual(one);
  });

  test('writes no folder, user, endpoint or date', () => {
    // Without the home directories in the containers of Jenkins.
    const text = [...one.values()].join('\n').replaceAll(/\/home\/(jenkins|rootless)\b/g, '');
    const foreign = [
      temporary,
      root,
      tmpdir(),
      homedir(),
      userInfo().homedir,
      '/home/',
      'cdktf.out/stacks/dev/..',
      '127.0.0.1',
      'us-east-1',
      'somebody',
      `${new Date().getFullYear()}-`,
      '203.0.113.7/32"]"',
    ];
    expect(foreign.filter((word) => text.includes(word))).toEqual([]);
  });
});

test.each([dev, everything])('Synth of $name returns the same JSON twice in one process', (environment) => {
  expect(synthText(environment)).toBe(synthText(environment));
});
