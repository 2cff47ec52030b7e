import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { stateBackends } from '../../src/config/state';
import { loadEnvironment } from '../../src/config';
import { PROJECT_DIR } from '../../src/system/paths';
import type { EmulatedAccount } from '../../src/emulator/account';
import { readLock, acquireLock } from '../../src/state/lock/s3-lock';
import { readObject } from '../../src/state/s3/object';
import { restoreState, versionsOfState } from '../../src/state/restore';
import { unlockState } from '../../src/state/unlock';
import { CommandRun } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';
import { otherAccount } from '../support/aws/other-account';
import { accountWithProvider } from '../support/aws/own-account';
import { backend, SMALL_ADDRESSES, SmallDeployment } from '../support/fixtures/small-stack';
import { makeStateBucket } from '../support/state/state-backends';

const NAME = 's3://amzn-s3-demo-choose-a-name/devloop/dev/terraform.tfstate';
const dev = loadEnvironment('dev');
const Bucket = backend.bucket;
const Key = backend.key;

describeWith(['terraform', 'python'], 'npm run restore-state', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  let s3: S3Client;
  let deployment: SmallDeployment;
  /** The state after each apply: version and text. */
  let whole: { id: string; text: string };

  const current = async () => {
    const { Body, VersionId = '' } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return { id: VersionId, text: (await Body?.transformToString()) ?? '' };
  };
  const put = async (Body: string): Promise<string> =>
    (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? '';

  beforeAll(async () => {
    account = await accountWithProvider();
    s3 = await makeStateBucket(account);
    deployment = new SmallDeployment(account, 'small');
    await deployment.terraform.init();
    await deployment.terraform.apply();
    whole = await current();
  });
  afterAll(() => account?.stop());

  const folder = () => join(account.folder, 'restore');
  const told: string[] = [];
  const restore = async (version: string, env = account.env, signal?: AbortSignal) => {
    told.length = 0;
    rmSync(folder(), { recursive: true, force: true });
    const report = (sentence: string) => told.push(sentence);
    await restoreState({ environment: dev, version, folder: folder(), env, signal, onProgress: report });
  };
  const unlock = () =>
    unlockState({
      environment: dev,
      id: undefined,
      stack: deployment.folder,
      folder: folder(),
      env: account.env,
      onProgress: () => undefined,
    });
  const serialOf = (text: string): number => (JSON.parse(text) as { serial: number }).serial;

  /** Restores the whole state over something damaged; it has a higher serial, nothing to plan, and no lock. */
  const expectRestored = async (serial: number) => {
    const { text } = await current();
    expect(JSON.parse(text)).toEqual({ ...JSON.parse(whole.text), serial });
    expect(await deployment.terraform.resources()).toEqual(SMALL_ADDRESSES);
    expect(await deployment.terraform.difference()).toBe('');
    expect(await readLock(backend, account.env)).toBeUndefined();
  };

  test.each([
    ['cut off in the middle', (text: string) => text.slice(0, 300), 'is not JSON'],
    ['empty', () => '', 'is empty'],
    ['garbage', () => 'garbage', 'is not JSON'],
    ['deleted', () => undefined, 'is deleted'],
  ])(
    'restores a state that is %s from its previous version, with the same resources',
    async (_, damage, what) => {
      const good = await current();
      const damaged = damage(whole.text);
      if (damaged === undefined) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      else await put(damaged);
      await expect(unlock()).rejects.toThrow(
        `The state in ${NAME} is damaged: it ${what}\nRestore an older version: devloop restore-state --environment dev`,
      );
      const serial = serialOf(good.text) + 1;
      await restore(good.id);
      await expectRestored(serial);
      const kept =
        damaged !== undefined ? [expect.stringMatching(/^Saved the current state to .*\.tfstate$/)] : [];
      expect(told).toEqual([
        ...kept,
        `${NAME} is as in version ${good.id} again: 5 resources, serial ${serial}`,
        'To preview the changes: npx cdktf diff dev',
      ]);
      if (damaged !== undefined) {
        const [file = ''] = readdirSync(folder()).filter((name) => name.endsWith('.tfstate'));
        expect(readFileSync(join(folder(), file), 'utf8')).toBe(damaged);
      }
    },
  );

  test('lists the versions in a table and restores one of them', async () => {
    const good = await current();
    const { resources, ...rest } = JSON.parse(good.text);
    const few = { ...rest, serial: rest.serial + 1, resources: resources.slice(0, 1) };
    const fewer = await put(JSON.stringify(few));
    const broken = await put('{');
    const listed = new CommandRun('restore-state', ['--environment', 'dev'], account.env);
    await listed.succeeded();
    const row = (version: string) => {
      const lines = listed.output.split('\n');
      const from = lines.findIndex((line) => line.includes(version));
      const to = lines.findIndex((line, at) => at > from && line.startsWith('├'));
      return lines.slice(from, to).join('\n').replace(/ +/g, ' ');
    };
    expect(row(broken)).toMatch(/│ 1 │ │ │ │ damaged: it is not JSON │\n│ \(current\) │/);
    expect(row(fewer)).toMatch(new RegExp(`│ \\d+ │ ${few.serial} │ 1\\.\\d+\\.\\d+ │ 1 │ │`));
    const differing = SMALL_ADDRESSES.filter((address) => address !== 'aws_cloudwatch_log_group.after');
    for (const address of differing) expect(row(good.id)).toContain(`+ ${address}`);
    expect(row(good.id)).toContain(`│ ${rest.serial} │`);
    expect(listed.output).toContain('devloop restore-state --environment dev --version ID');

    const restored = new CommandRun(
      'restore-state',
      ['--environment', 'dev', '--version', good.id],
      account.env,
    );
    await restored.succeeded();
    expect(restored.output).toContain(
      `${NAME} is as in version ${good.id} again: 5 resources, serial ${few.serial + 1}`,
    );
    expect(restored.output).toContain(
      'Changes against the previous newest state:\n  + aws_cloudwatch_log_group.before\n',
    );
    await expectRestored(few.serial + 1);
    rmSync(join(PROJECT_DIR, '.local', 'restore-state'), { recursive: true, force: true });
  });

  describe('Rejected restore', () => {
    const refused = async (attempt: Promise<unknown>, sentence: string) => {
      const { id } = await current();
      await expect(attempt).rejects.toThrow(sentence);
      expect((await current()).id).toBe(id);
      expect(await readLock(backend, account.env)).toBeUndefined();
    };

    test('changes nothing for a missing version', () =>
      refused(restore('no-version'), `--version: "no-version" is no version of ${NAME}; accepted: `));

    test('changes nothing for the current version', async () => {
      const { id } = await current();
      await refused(restore(id), `--version: "${id}" is the current version already; accepted: `);
    });

    test('changes nothing for a damaged version', async () => {
      const damaged = await put('{"version": 4');
      await put(whole.text);
      await refused(
        restore(damaged),
        `--version: "${damaged}" is damaged itself: it is not JSON; accepted: `,
      );
    });

    test('changes nothing for a version of another state', async () => {
      const other = await put(JSON.stringify({ ...JSON.parse(whole.text), lineage: 'another' }));
      await put(whole.text);
      const { lineage } = JSON.parse(whole.text);
      await refused(
        restore(other),
        `--version: "${other}" is of another state: its lineage is another; accepted: a version of the lineage ${lineage}`,
      );
    });

    test('changes nothing while the lock is held', async () => {
      const lock = await acquireLock(backend, { operation: 'OperationTypeApply' }, account.env);
      const { id } = await current();
      await expect(restore(whole.id)).rejects.toThrow(
        `is locked with id "${lock.ID}": ${lock.Who} holds the lock, for apply`,
      );
      expect((await current()).id).toBe(id);
      expect(await readLock(backend, account.env)).toEqual(lock);
      await s3.send(new DeleteObjectCommand({ Bucket, Key: `${Key}.tflock` }));
    });

    test('changes nothing when interrupted', async () => {
      const controller = new AbortController();
      controller.abort(new Error('interrupted'));
      await refused(restore(whole.id, account.env, controller.signal), 'interrupted');
    });

    test('changes nothing when S3 does not answer', () =>
      refused(
        restore(whole.id, { ...account.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }),
        'state.bucket: "amzn-s3-demo-choose-a-name" cannot be read (',
      ));

    test('changes nothing without permission', async () => {
      const { accessKeyId, secretAccessKey } = await otherAccount(account.emulator.endpoint);
      const env = { ...account.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
      await refused(
        restore(whole.id, env),
        'state.bucket: "amzn-s3-demo-choose-a-name" does not belong to account 222222222222, or denies access to your credentials\n',
      );
    });

    test.each([
      ['no such bucket', { bucket: 'no-such-bucket' }, '"no-such-bucket" does not exist\n'],
      ['another region', { region: 'eu-west-1' }, `"${Bucket}" is in another region, ap-northeast-2\n`],
    ])('changes nothing and reports %s', async (_, settings, sentence) => {
      const environment = loadEnvironment('dev');
      const elsewhere = { ...environment, state: { ...stateBackends.s3, ...settings } };
      await refused(versionsOfState(elsewhere, account.env), `state.bucket: ${sentence}`);
    });

    test('changes nothing for a bucket without versioning', async () => {
      const versioning = (Status: 'Enabled' | 'Suspended') =>
        s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      await versioning('Suspended');
      await refused(
        restore(whole.id),
        `state.bucket: "${Bucket}" has no versioning, so there are no versions of ${NAME}\nEnable versioning: run devloop bootstrap.`,
      );
      await versioning('Enabled');
    });

    test.each([
      [
        'cloud',
        'app.terraform.io/devloop/devloop-dev',
        "the workspace's own page of states, which rolls back to any of them",
      ],
      [
        'local',
        'terraform.dev.tfstate',
        'the file beside it that ends in .backup, which Terraform leaves: copy it over the state',
      ],
    ] as const)('changes nothing for state in %s', (backend, name, accepted) =>
      refused(
        versionsOfState(loadEnvironment('dev', backend), account.env),
        `dev.state: "${name}" is not in S3: only versions of an S3 object can be restored; accepted: ${accepted}`,
      ),
    );
  });

  test('leaves the old or the new state complete when killed while it holds the lock', async () => {
    // The lock of a command of ours that is gone goes by its id.
    const before = await current();
    const run = new CommandRun('restore-state', ['--environment', 'dev', '--version', whole.id], account.env);
    let lock;
    for (let tries = 0; tries < 600 && !lock; tries += 1) lock = await readLock(backend, account.env);
    await run.kill();
    expect(lock?.Operation).toBe('restore-state');
    const after = await readObject(backend, account.env);
    expect([before.text, after]).toContain(after);
    const unlocked = new CommandRun(
      'unlock',
      ['--environment', 'dev', '--output', deployment.output, '--id', lock?.ID ?? ''],
      account.env,
    );
    const status = await unlocked.status();
    expect({ status, output: unlocked.output.trim() }).toEqual({
      status: 0,
      output: `Released the lock of ${lock?.Who} on ${NAME}`,
    });
    await restore(whole.id);
    expect(await deployment.terraform.difference()).toBe('');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key }))).ContentType).toBe('application/json');
  });
});
