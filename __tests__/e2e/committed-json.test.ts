import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';
import { Terraform } from '../../src/terraform/terraform';
import { terraformEnv } from '../../src/terraform/cli-environment';
import { describeWith } from '../support/processes/describe-with';
import { temporaryFolder } from '../support/processes/terraform';
import { stepOf } from '../support/github/workflows';

/** What of the project a synth needs. */
const SOURCE = [
  '.gitignore',
  '.terraform.lock.hcl',
  'bin',
  'cdktf.json',
  'main.ts',
  'package.json',
  'src',
  'tsconfig.json',
];

describeWith(['terraform'], 'Committed JSON', () => {
  jest.setTimeout(300_000);

  const repository = temporaryFolder('committed-json');
  const elsewhere = temporaryFolder('committed-json-dev');
  const GIT = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'somebody',
    GIT_AUTHOR_EMAIL: 'somebody@example.com',
    GIT_COMMITTER_NAME: 'somebody',
    GIT_COMMITTER_EMAIL: 'somebody@example.com',
  };
  const run = async (file: string, ...args: string[]) => {
    const { exitCode, all } = await execa(file, args, {
      cwd: repository,
      env: { ...process.env, ...terraformEnv(elsewhere), ...GIT },
      extendEnv: false,
      all: true,
      reject: false,
    });
    return { exitCode, output: all ?? '' };
  };
  const synth = () => run('npm', 'run', 'synth', '--', '--output', 'terraform');
  const check = () => {
    const script = stepOf('test', 'test', 'The committed JSON is what the source says').run ?? '';
    return run('bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', script);
  };

  beforeAll(async () => {
    for (const name of SOURCE.filter((file) => existsSync(join(PROJECT_DIR, file))))
      cpSync(join(PROJECT_DIR, name), join(repository, name), { recursive: true });
    symlinkSync(join(PROJECT_DIR, 'node_modules'), join(repository, 'node_modules'));
    await run('git', 'init', '--quiet');
  });

  test('has a folder per stack that Terraform accepts, and the same bytes on the next synth', async () => {
    expect(await synth()).toMatchObject({ exitCode: 0 });
    await run('git', 'add', '--all');
    expect(await run('git', 'commit', '--quiet', '--message', 'Synthesize')).toEqual({
      exitCode: 0,
      output: '',
    });
    const stacks = join(repository, 'terraform', 'stacks');
    expect(readdirSync(stacks).sort()).toEqual(['dev', 'prod', 'state']);

    cpSync(join(stacks, 'dev'), elsewhere, { recursive: true });
    const terraform = new Terraform(elsewhere, { env: terraformEnv(elsewhere) });
    await terraform.init('-backend=false');
    const { stdout } = await terraform.run(['validate', '-json']);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, warning_count: 0 });

    expect(await check()).toMatchObject({ exitCode: 0 });
    expect((await run('git', 'status', '--porcelain')).output).toBe('');
  });

  test('fails the check by name when it is older than its source', async () => {
    const dev = join(repository, 'src', 'config', 'environments', 'dev.ts');
    writeFileSync(dev, readFileSync(dev, 'utf8').replace("name: 'elk-server'", "name: 'search-server'"));
    const { exitCode, output } = await check();
    expect(exitCode).toBe(1);
    expect(output).toContain('terraform/stacks/dev/cdk.tf.json');
    expect(output).not.toContain('terraform/stacks/prod/cdk.tf.json');
  });
});
