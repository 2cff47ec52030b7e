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

  describe('--one-by-one', () => {
    /** The same application on two single servers, and so on other addresses. */
    const counted: EnvironmentInput = changed(
      { 'servers.0.autoScaling': undefined, 'servers.0.count': 2 },
      environment,
    );
    const withImage = (tag: string) =>
      new Variant(account, `counted-${tag}`, counted, { TF_VAR_app_image: imageOf(tag) });
    const replaced = (tag: string) => {
      const { env, folder } = account;
      const data = { TF_VAR_app_image: imageOf(tag), TF_DATA_DIR: join(folder, 'variants-of-dev') };
      withImage(tag);
      const args = ['--environment', 'dev', '--synthesized', join(folder, `variant-counted-${tag}`)];
      return new CommandRun('rollout', [...args, '--one-by-one'], { ...process.env, ...env, ...data });
    };
    const address = 'aws_instance.servers_devloop_server_';

    beforeAll(async () => {
      const first = withImage('first');
      await first.plan();
      await first.apply();
    });

    test('replaces servers of a count one after the other, each once those before answer', async () => {
      const fewest = await fewestHealthy(account, async () => {
        const run = replaced('slow');
        expect([await run.status(), run.output]).toEqual([0, expect.any(String)]);
        expect(run.output.split('\n').filter((line) => line.includes('changing'))).toEqual(
          ['a_1', 'c_1'].map((name) => `devloop-server: changing ${address}${name}`),
        );
        expect(run.output.trim().split('\n').at(-1)).toBe('✔ devloop-server: 2 of 2 servers answer');
      });
      expect(fewest).toBe(1);
      expect(await withImage('slow').plan()).toEqual([]);
    });

    test('ends at the first server that does not answer, which comes first in the next run', async () => {
      const fewest = await fewestHealthy(account, async () => {
        const broken = replaced('broken');
        await broken.waitForOutput('does not answer: Target.ResponseCodeMismatch');
        expect(await broken.interrupt()).toBe(130);
        expect(broken.output).not.toContain(`changing ${address}c_1`);
        const mended = replaced('third');
        await mended.succeeded();
        expect(mended.output).toContain(`changing ${address}a_1`);
      });
      expect(fewest).toBe(1);
    });
  });
});
