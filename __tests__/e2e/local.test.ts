import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';
import { terraformProgram } from '../../src/system/terraform-program';
import { managedAddresses } from '../support/fixtures/recorded-addresses';
import { describeWith } from '../support/processes/describe-with';
import { isUp, CommandRun, processesWith } from '../support/processes/command-run';

describeWith(['terraform', 'python'], 'npm run local', () => {
  jest.setTimeout(900_000);

  let running: CommandRun | undefined;
  afterEach(async () => {
    await running?.interrupt();
    running = undefined;
  });

  const local = (...args: string[]): CommandRun => (running = new CommandRun('local', args));

  const expectNothingLeft = async ({ endpoint }: CommandRun): Promise<void> => {
    expect(endpoint).toMatch(/^http/);
    expect(await isUp(endpoint)).toBe(false);
    expect(processesWith(`AWS_ENDPOINT_URL=${endpoint}`)).toEqual([]);
  };

  test('keeps the emulator running until Ctrl-C with --keep, and prints the exports for another shell', async () => {
    const run = local('--keep');
    await run.waitForOutput('Up until Ctrl-C.');
    const exports = run.output.split('\n').filter((line) => /^(export|unset) /.test(line));
    const folder = join(PROJECT_DIR, /^cd (\S+)/m.exec(run.output)?.[1] ?? '');
    const shell = (line: string, cwd = PROJECT_DIR) =>
      execa('bash', ['-c', [...exports, line].join('\n')], { cwd, reject: false, all: true });

    expect((await shell(`${terraformProgram()} plan -detailed-exitcode`, folder)).exitCode).toBe(0);
    const output = join(folder, '..', '..', '..', 'another.out');
    const diff = await shell(`npx cdktf diff dev --no-color --output ${output}`);
    expect(diff.all.replace(/\s+/g, ' ')).toContain(
      'No changes. Your infrastructure matches the configuration.',
    );
    expect(diff.exitCode).toBe(0);
    const buckets = await shell('npx tsx __tests__/support/aws/list-buckets.ts');
    expect(buckets.stdout).toBe('amzn-s3-demo-choose-a-name');

    expect(await run.interrupt()).toBe(0);
    expect(run.output).toContain('Nothing is left running.');
    await expectNothingLeft(run);
    expect(existsSync(dirname(output))).toBe(false);
  });

  test('leaves nothing running when interrupted during a deployment', async () => {
    const run = local();
    await run.waitForOutput(` of ${managedAddresses('dev').length} done; waiting for aws_`);
    expect(await run.interrupt()).toBe(130);
    await expectNothingLeft(run);
  });

  test.each([
    [['--environment', 'staging'], 'environment: "staging" is not an environment; accepted: dev, prod'],
    [['--colour'], 'devloop local: "--colour" is not an option; accepted: --environment, --keep, --help'],
  ])('rejects %p before it starts anything', async (args, sentence) => {
    const run = local(...args);
    expect(await run.status()).toBe(64);
    expect(run.output.trim()).toBe(sentence);
  });

  test('reports a failed deployment and leaves nothing running', async () => {
    const run = (running = new CommandRun('local', [], { TF_VAR_admin_cidrs: '["0.0.0.0/0"]' }));
    expect(await run.status()).toBe(1);
    expect(run.output.replace(/\s+/g, ' ')).toContain(
      'admin_cidrs: "0.0.0.0/0" is too wide; accepted: /16 to /32, so never the whole internet.',
    );
    await expectNothingLeft(run);
  });
});
