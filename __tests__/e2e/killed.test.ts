import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT_DIR } from '../../src/system/paths';
import { managedAddresses } from '../support/fixtures/recorded-addresses';
import { CommandRun, isUp, processesWith } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';

const LOCAL = join(PROJECT_DIR, '.local');
const DEPLOYING = ` of ${managedAddresses('dev').length} done; waiting for aws_`;

describeWith(['terraform', 'python'], 'devloop local, when killed during a deployment,', () => {
  jest.setTimeout(600_000);

  /** Waits up to a minute, because Terraform gets time to stop. */
  async function expectNothingLeft(endpoint: string): Promise<void> {
    const left = () => processesWith(`AWS_ENDPOINT_URL=${endpoint}`);
    for (let tries = 0; tries < 600 && left().length > 0; tries += 1) await sleep(100);
    expect(left()).toEqual([]);
    expect(await isUp(endpoint)).toBe(false);
  }

  const directoriesOf = (pid: number) => readdirSync(LOCAL).filter((name) => name.startsWith(`run-${pid}-`));

  test('leaves no process, and the next run removes its directory, and none of a process that runs', async () => {
    const killed = new CommandRun('local', []);
    await killed.waitForOutput(DEPLOYING);
    // Afterwards a run of another suite may be the next, and remove it.
    expect(directoriesOf(killed.pid)).toHaveLength(1);
    await killed.killAlone();
    await expectNothingLeft(killed.endpoint);

    const running = join(LOCAL, `run-${process.pid}-other`);
    mkdirSync(running);
    try {
      const next = new CommandRun('local', []);
      await next.waitForOutput('Making the state bucket');
      expect(await next.interrupt()).toBe(130);
      expect(directoriesOf(killed.pid)).toEqual([]);
      expect(existsSync(running)).toBe(true);
    } finally {
      rmSync(running, { recursive: true });
    }
  });

  test('ends by itself if it was npm that was killed', async () => {
    const npm = new CommandRun('npm', ['run', 'local']);
    await npm.waitForOutput(DEPLOYING);
    const { endpoint } = npm;
    await npm.killAlone();
    await expectNothingLeft(endpoint);
    expect(npm.output).toContain('npm was killed: cleaning up');
  });
});
