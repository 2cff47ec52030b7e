import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../src/system/paths';
import type { EmulatedAccount } from '../../src/emulator/account';
import { migrateBetween } from '../../src/state/migration/migrate';
import { pull } from '../../src/state/migration/endpoint';
import type { Variables } from '../../src/core/variables';
import { terraformEnv } from '../../src/terraform/cli-environment';
import type { BackendType } from '../../src/core/state-backend';
import { describeWith } from '../support/processes/describe-with';
import { killTree } from '../support/processes/kill-tree';
import { terraformEndpoint } from '../support/state/migration-endpoint';
import { ownAccount } from '../support/aws/own-account';
import { makeStateBucket } from '../support/state/state-backends';
import { FakeHcp } from '../../testing/fake-hcp/server';

/** Each kind of place once as the old one, and once as the new one. */
const WAYS: [from: BackendType, to: BackendType][] = [
  ['s3', 'local'],
  ['cloud', 's3'],
  ['local', 'cloud'],
];
const STEPS = ['Saved', 'Copying', 'Checking'];
const wordsOf = (told: readonly string[]) => told.map((sentence) => sentence.split(' ')[0]);

describeWith(['terraform', 'python'], 'Stopped migration', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let cloud: FakeHcp;
  let env: Variables;
  beforeAll(async () => {
    account = await ownAccount();
    cloud = await FakeHcp.start({ workerEnv: terraformEnv(account.folder) });
    env = { ...account.env, ...cloud.callerEnv() };
    await makeStateBucket(account);
  });
  afterAll(async () => {
    await cloud?.stop();
    await account?.stop();
  });

  /** A state of its own that is deployed, and what is done with it. */
  async function deployed(name: string, from: BackendType, to: BackendType) {
    const folder = join(account.folder, name);
    mkdirSync(folder, { recursive: true });
    const side = (backend: BackendType, outdir: string, signal?: AbortSignal) =>
      terraformEndpoint({ name, backend, folder, env, signal }, outdir);
    const clone = async (backend: BackendType) => {
      const found = side(backend, `clone-${backend}`);
      await found.terraform.init();
      return found;
    };
    const first = await clone(from);
    await first.terraform.apply();
    const before = await pull(first);
    return {
      folder,
      clone,
      names: { from: first.name, to: side(to, 'to').name },
      /** What a move tells, which is interrupted as soon as it tells a sentence that starts so. */
      move: async (interruptAt?: string) => {
        const told: string[] = [];
        const controller = new AbortController();
        const { signal } = controller;
        const report = (sentence: string) => {
          told.push(sentence);
          if (interruptAt !== undefined && sentence.startsWith(interruptAt))
            controller.abort(new Error('interrupted'));
        };
        await migrateBetween(side(from, 'from', signal), side(to, 'to', signal), name, {
          folder,
          signal,
          onProgress: report,
        });
        return wordsOf(told);
      },
      /** A fresh clone finds the same resources, has nothing to do, and is let in. */
      expectInForce: async (backend: BackendType) => {
        const found = await clone(backend);
        expect((await pull(found))?.content).toBe(before?.content);
        expect(await found.terraform.difference()).toBe('');
        expect(await found.backend.migrationLock()).toBeUndefined();
      },
      /** Nobody goes on in the old backend: it says where the state is, and Terraform refuses or waits. */
      expectOver: async () => {
        const old = side(from, `old-${from}`);
        expect(await old.backend.migrationLock()).toEqual({
          finished: true,
          direction: 'to',
          backend: side(to, 'to').name,
        });
        // A run in a locked workspace waits for the lock.
        if (from === 'cloud') return;
        await expect(old.terraform.init().then(() => old.terraform.apply())).rejects.toThrow(
          /lock|format version 99/,
        );
      },
    };
  }

  describe.each(WAYS)('from %s to %s', (from, to) => {
    const kill = async (step: string): Promise<void> => {
      const name = `${from}-${step.toLowerCase()}`;
      const { folder, names, clone, move, expectInForce, expectOver } = await deployed(name, from, to);
      const script = join(__dirname, '..', 'support', 'processes', 'run-move-state.ts');
      const child = execa(process.execPath, ['--import', 'tsx', script, folder, name, from, to, step], {
        cwd: PROJECT_DIR,
        env: { ...process.env, ...env },
        extendEnv: false,
        reject: false,
        buffer: false,
      });
      for await (const told of createInterface(child.stdout)) if (told.startsWith(step)) break;
      if (from !== 'local')
        await expect(move()).rejects.toThrow(
          `${names.from} is in use: its state is being moved to ${names.to} by move-state (process ${child.pid})`,
        );
      killTree(child.pid ?? 0);
      await child;
      const left = await (await clone(from)).backend.migrationLock();
      // A file is not locked.
      expect(left).toEqual(
        from === 'local' ? undefined : { finished: false, direction: 'to', backend: names.to },
      );
      const copied = step === 'Checking' ? [] : ['Copying'];
      expect(await move()).toEqual(['Planning', 'Saved', ...copied, 'Checking']);
      await expectInForce(to);
      await expectOver();
    };

    test('finishes on the next run when killed at any step', async () => {
      await Promise.all(STEPS.map(kill));
    });

    test('keeps the original backend active when interrupted at any step, and finishes on the next run', async () => {
      const { move, expectInForce, expectOver } = await deployed(`${from}-interrupted`, from, to);
      for (const step of ['Planning', ...STEPS]) {
        await expect(move(step)).rejects.toThrow('interrupted');
        await expectInForce(from);
      }
      await move();
      await expectInForce(to);
      await expectOver();
    });
  });
});
