import { join } from 'node:path';
import type { EmulatedAccount } from '../../src/emulator/account';
import type { EnvironmentInput } from '../../src/config';
import { dev } from '../../src/config/environments/dev';
import { stateBackends } from '../../src/config/state';
import { fewestHealthy } from '../support/aws/healthy-targets';
import { accountWithProvider } from '../support/aws/own-account';
import { changed } from '../support/fixtures/environments';
import { Variant } from '../support/fixtures/planned-changes';
import { CommandRun } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';

/** Two application servers in an Auto Scaling group of a fixed size, and nothing that they would wait for. */
const environment: EnvironmentInput = changed({
  state: stateBackends.local,
  database: undefined,
  servers: [{ ...dev.servers[0], zones: ['a', 'c'], autoScaling: { min: 2, max: 2, targetCpu: 60 } }],
});

const imageOf = (tag: string): string => `123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/devloop:${tag}`;

describeWith(['terraform', 'python'], 'devloop rollout on the AWS emulator', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  const variant = (tag: string) => new Variant(account, tag, environment, { TF_VAR_app_image: imageOf(tag) });
  const apply = async (tag: string): Promise<void> => {
    const next = variant(tag);
    await next.plan();
    await next.apply();
  };
  const rollout = (...options: readonly string[]) => {
    const synthesized = join(account.folder, 'variant-first');
    const args = ['--environment', 'dev', '--synthesized', synthesized, ...options];
    return new CommandRun('rollout', args, { ...process.env, ...account.env });
  };

  beforeAll(async () => {
    account = await accountWithProvider();
    await apply('first');
  });
  afterAll(() => account?.stop());

  test('ends with 0 once each server of the new image answers, and no moment is without healthy targets', async () => {
    const fewest = await fewestHealthy(account, async () => {
      await apply('second');
      const run = rollout();
      expect(await run.status()).toBe(0);
      expect(run.output.trim().split('\n')).toEqual([
        'devloop-server: 0 of 2 servers of version 2 answer; instance refresh Pending, 0%',
        'devloop-server: 0 of 2 servers of version 2 answer; instance refresh InProgress, 0%',
        'devloop-server: 2 of 2 servers of version 2 answer; instance refresh InProgress, 0%',
        'devloop-server: 2 of 2 servers of version 2 answer',
        `✔ devloop-server: 2 of 2 servers of version 2 answer [${imageOf('second')}]`,
      ]);
    });
    expect(fewest).toBe(2);
  });

  test('interrupted, tells that the refresh goes on, which another run follows to its end', async () => {
    await apply('third');
    const interrupted = rollout();
    await interrupted.waitForOutput('instance refresh InProgress');
    expect(await interrupted.interrupt()).toBe(130);
    expect(interrupted.output).toMatch(
      /\nInterrupted: cleaning up …\nAn instance refresh that has started goes on\. To follow it: devloop rollout --environment dev\n$/,
    );
    const followed = rollout();
    await followed.succeeded();
    expect(followed.output).toContain(`2 of 2 servers of version 3 answer [${imageOf('third')}]`);
  });

  test('ends with 1 for a broken image, with the reason and the end of the log of its container', async () => {
    const fewest = await fewestHealthy(account, async () => {
      await apply('broken');
      const run = rollout();
      expect(await run.status()).toBe(1);
      expect(run.output).toMatch(
        /\ni-\w+ does not answer: Target\.ResponseCodeMismatch \(Health checks failed with these codes: \[500\]\)\n/,
      );
      const lines = run.output.trim().split('\n').slice(-4);
      expect(lines).toEqual([
        expect.stringMatching(
          /^✖ devloop-server: 2 of 2 servers still of version 3, and the instance refresh ended as Failed: Waiting for .* \[.*:broken\]$/,
        ),
        expect.stringMatching(/^ {2}Last lines of ip-[\d-]+\.[\w.-]+\/application:$/),
        '    Starting the application',
        '    java.lang.IllegalStateException: the tag of this image is broken',
      ]);
    });
    expect(fewest).toBe(2);
  });

  test('goes back to the previous image with --rollback, with which Terraform then agrees', async () => {
    const run = rollout('--rollback');
    expect(await run.status()).toBe(0);
    const lines = run.output.trim().split('\n');
    expect([lines[0], ...lines.slice(-2)]).toEqual([
      `devloop-server: going back from version 4 to version 3 [${imageOf('third')}], as version 5`,
      `✔ devloop-server: 2 of 2 servers of version 5 answer [${imageOf('third')}]`,
      `  The next apply goes to the image in app_image again: set it to ${imageOf('third')} before.`,
    ]);
    expect(await variant('third').plan()).toEqual([]);
  });
});
