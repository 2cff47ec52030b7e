import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { EmulatedAccount } from '../../src/emulator/account';
import { environmentTerraform } from '../../src/terraform/environment-stack';
import { migrateState } from '../../src/state/migration/migrate';
import { readSnapshot, type StateSnapshot } from '../../src/terraform/state-snapshot';
import { acquireLock } from '../../src/state/lock/s3-lock';
import type { Terraform } from '../../src/terraform/terraform';
import type { Variables } from '../../src/core/variables';
import { terraformEnv } from '../../src/terraform/cli-environment';
import { unlockState } from '../../src/state/unlock';
import type { Environment, EnvironmentInput } from '../../src/config';
import { parseEnvironment } from '../../src/config/schema';
import { stateBackends } from '../../src/config/state';
import { type S3BackendSettings, type BackendType, backendSettings } from '../../src/core/state-backend';
import { terraformProgram } from '../../src/system/terraform-program';
import { describeWith } from '../support/processes/describe-with';
import { operatorVariables } from '../support/fixtures/operator-variables';
import { accountWithProvider } from '../support/aws/own-account';
import { makeStateBucket, backends, small } from '../support/state/state-backends';
import { FakeHcp } from '../../testing/fake-hcp/server';
import { variable } from '../../testing/fake-hcp/variables';

const IN_S3 = 's3://amzn-s3-demo-choose-a-name/devloop/dev/terraform.tfstate';
const IN_CLOUD = 'tfc.test/acme/devloop-dev';
const IN_FILE = 'terraform.dev.tfstate';
const stateObject = { Bucket: 'amzn-s3-demo-choose-a-name', Key: 'devloop/dev/terraform.tfstate' };
const lockObject = { Bucket: stateObject.Bucket, Key: `${stateObject.Key}.tflock` };

describeWith(['terraform', 'python'], 'npm run move-state', () => {
  jest.setTimeout(900_000);

  let account: EmulatedAccount;
  let cloud: FakeHcp;
  let env: Variables;
  let s3: S3Client;
  let deployed: StateSnapshot;
  beforeAll(async () => {
    account = await accountWithProvider();
    const workerEnv = { ...terraformEnv(account.folder), AWS_EC2_METADATA_DISABLED: 'true' };
    cloud = await FakeHcp.start({ workerEnv });
    env = { ...account.env, ...cloud.callerEnv() };
    s3 = await makeStateBucket(account);
    const terraform = stackIn('s3', 'deployment');
    await terraform.init();
    await terraform.apply();
    deployed = readSnapshot(await terraform.pull(), 'state') as StateSnapshot;
  });
  afterAll(async () => {
    await cloud?.stop();
    await account?.stop();
  });

  const environmentIn = (backend: BackendType, changes: Partial<EnvironmentInput> = {}): Environment =>
    parseEnvironment({ ...small, state: backends[backend], ...changes }, 'dev');

  /** Terraform in a folder that has never been initialized, as a colleague's fresh clone. */
  function stackIn(backend: BackendType, folder: string, changes: Partial<EnvironmentInput> = {}): Terraform {
    const outdir = join(account.folder, folder);
    rmSync(outdir, { recursive: true, force: true });
    return environmentTerraform({
      environment: environmentIn(backend, changes),
      outdir,
      env,
      stateDir: account.folder,
    });
  }

  interface Move {
    readonly changes?: Partial<EnvironmentInput>;
    readonly variables?: Variables;
  }

  /** What a move tells. */
  async function move(from: BackendType, to: BackendType, options: Move = {}): Promise<string[]> {
    const { changes, variables } = options;
    const told: string[] = [];
    await migrateState({
      from: environmentIn(from, changes),
      to: environmentIn(to, changes),
      folder: join(account.folder, 'move-state'),
      env: { ...env, ...variables },
      stateDir: account.folder,
      onProgress: (sentence) => told.push(sentence.replace(account.folder, '')),
    });
    return told;
  }

  const planning = (name: string) => `Planning dev with its state in ${name}`;
  const kept = () =>
    expect.stringMatching(
      new RegExp(`^Saved a backup to /move-state/dev-${deployed.lineage.slice(0, 8)}-\\d+\\.tfstate$`),
    ) as string;
  const copying = (name: string) => `Copying the state of ${deployed.resources.size} resources to ${name}`;
  const CHECKING = 'Checking that the same resources are there, and that a plan is empty';
  // Where the copy that stayed in a place is the same, none is made.
  const sentences = (from: string, to: string) => [planning(from), kept(), copying(to), CHECKING];

  /** A fresh clone finds every resource in the place. That it has nothing to do, the move itself has seen. */
  async function expectWholeIn(backend: BackendType): Promise<void> {
    const terraform = stackIn(backend, 'clone');
    await terraform.init();
    const { lineage, resources } = readSnapshot(await terraform.pull(), backend) as StateSnapshot;
    expect({ lineage, resources }).toEqual({ lineage: deployed.lineage, resources: deployed.resources });
  }

  /** Terraform refuses the original backend and creates nothing. */
  async function expectClosed(backend: BackendType, reason: RegExp): Promise<void> {
    const terraform = stackIn(backend, 'clone');
    await expect(terraform.init().then(() => terraform.apply())).rejects.toThrow(reason);
  }

  const objectIn = async (object: typeof stateObject) =>
    (await s3.send(new GetObjectCommand(object))).Body?.transformToString();
  const expectUnlocked = () => expect(objectIn(lockObject)).rejects.toThrow('does not exist');

  test('migrates state from the bucket to a file that a fresh clone has initialized as empty', async () => {
    const clone = stackIn('local', 'clone');
    await clone.init();
    expect(await clone.resources()).toEqual([]);
    expect(await clone.difference()).toContain(`Plan: ${deployed.resources.size} to add`);
    expect(await move('s3', 'local')).toEqual(sentences(IN_S3, IN_FILE));
    await expectWholeIn('local');
  });

  test('closes the bucket with a lock that names the destination', () =>
    expectClosed('s3', new RegExp(`Error acquiring the state lock[^]*moved[^]*to ${IN_FILE}`)));

  test('migrates state from a file back to the bucket', async () => {
    expect(await move('local', 's3')).toEqual([planning(IN_FILE), kept(), CHECKING]);
    await expectWholeIn('s3');
    await expectUnlocked();
  });

  test('closes the file for Terraform and for another migration', async () => {
    await expectClosed('local', /The state file uses\s+format version 99/);
    const file = readFileSync(join(account.folder, IN_FILE), 'utf8');
    expect(JSON.parse(file)).toEqual({ version: 99, moved_to: IN_S3 });
    await expect(move('local', 's3')).rejects.toThrow(
      `${IN_FILE} is closed. The state was moved to ${IN_S3}.\nChange the configuration to ${IN_S3}.`,
    );
  });

  describe('Rejected migration', () => {
    const file = () => join(account.folder, IN_FILE);
    let before: string | undefined;
    beforeAll(async () => (before = await objectIn(stateObject)));
    afterEach(async () => {
      expect(await objectIn(stateObject)).toBe(before);
      await expectUnlocked();
    });

    test('changes nothing when the lock is held', async () => {
      const lock = {
        ID: 'x',
        Operation: 'OperationTypeApply',
        Who: 'me@elsewhere',
        Created: '2026-01-31T09:30:00Z',
      };
      await s3.send(new PutObjectCommand({ ...lockObject, Body: JSON.stringify(lock) }));
      await expect(move('s3', 'local')).rejects.toThrow(
        /Error acquiring the state lock[^]*me@elsewhere[^]*2026-01-31 09:30:00/,
      );
      await s3.send(new DeleteObjectCommand(lockObject));
    });

    test('changes nothing when the configuration has unapplied changes', async () => {
      await expect(move('s3', 'local', { changes: { tags: { Team: 'platform' } } })).rejects.toThrow(
        /^dev has unapplied changes, or no state in s3:\S+\n[^]*Run npx cdktf deploy dev first, until its plan is empty\.$/,
      );
    });

    test.each([
      [
        'another state',
        { lineage: 'another' },
        /^terraform.dev.tfstate contains another state, with \d+ resources\nMove to a backend without a state, or with an older copy of this one\.$/,
      ],
      [
        'a newer state',
        { serial: 1000, outputs: {} },
        /^terraform.dev.tfstate contains a newer state \(serial 1000 against \d+\): it was moved there before\nName this backend in the configuration: there is nothing to move\.$/,
      ],
    ])('changes nothing when the destination holds %s', async (_, difference, sentence) => {
      const other = JSON.stringify({ ...JSON.parse(deployed.text), ...difference });
      writeFileSync(file(), other);
      await expect(move('s3', 'local')).rejects.toThrow(sentence);
      expect(readFileSync(file(), 'utf8')).toBe(other);
      rmSync(file());
    });

    test('changes nothing when the bucket does not exist', async () => {
      const state = { ...stateBackends.s3, bucket: 'not-there' };
      await expect(move('s3', 'local', { changes: { state } })).rejects.toThrow(
        'state.bucket: "not-there" does not exist\nRun devloop bootstrap to create it, or name another bucket: change the line "bucket: \'not-there\'" in src/config/state.ts',
      );
    });

    test('changes nothing when there is no token for HCP Terraform', async () => {
      await expect(move('s3', 'cloud', { variables: { TF_TOKEN_tfc_test: undefined } })).rejects.toThrow(
        `TF_TOKEN_tfc_test: is not set, and the CLI configuration has no credentials for tfc.test; accepted: the token of a user or a team: set the variable, or run ${terraformProgram()} login tfc.test`,
      );
    });
  });

  test('migrates state to the file again', async () => {
    await move('s3', 'local');
    await expectWholeIn('local');
  });

  test.each([
    ['shown', () => undefined],
    ['asked for by its id', async () => JSON.parse((await objectIn(lockObject)) ?? '').ID as string],
  ])('leaves its final lock in place when unlock runs, %s', async (_, id) => {
    const lock = await objectIn(lockObject);
    const options = { environment: environmentIn('s3'), id: await id(), env, onProgress: () => undefined };
    const folder = join(account.folder, 'unlock');
    await expect(unlockState({ ...options, folder, stack: folder })).rejects.toThrow(
      `${IN_S3} is closed. The state was moved to ${IN_FILE}.\nChange the configuration to ${IN_FILE}.`,
    );
    await expect(
      acquireLock(backendSettings(environmentIn('s3')) as S3BackendSettings, { operation: 'x' }, env),
    ).rejects.toThrow(`${IN_S3} is closed. The state was moved to ${IN_FILE}`);
    expect(await objectIn(lockObject)).toBe(lock);
  });

  describe('with HCP Terraform', () => {
    test('keeps the original backend active and prints the error when the remote plan fails', async () => {
      await expect(move('local', 'cloud')).rejects.toThrow(/No valid credential sources found/);
      await expectWholeIn('local');
    });

    test('migrates state from a file to the workspace of the first attempt, once it has credentials', async () => {
      cloud.workspace('devloop-dev').variables.push(...operatorVariables(account).map(variable));
      expect(await move('local', 'cloud')).toEqual([planning(IN_FILE), kept(), CHECKING]);
      await expectWholeIn('cloud');
      await expectClosed('local', /The state file uses\s+format version 99/);
    });

    const changes = { tags: { Team: 'platform' } };

    test('migrates state from a workspace to an older copy in the bucket, and leaves the workspace locked', async () => {
      const terraform = stackIn('cloud', 'clone', changes);
      await terraform.init();
      await terraform.apply();
      expect(await move('cloud', 's3', { changes })).toEqual(sentences(IN_CLOUD, IN_S3));
      await expectWholeIn('s3');
      expect(cloud.workspace('devloop-dev').lock?.reason).toBe(`moved to ${IN_S3}`);
    });

    test('migrates state from the bucket to the workspace as another user, and on to a file', async () => {
      const variables = { TF_TOKEN_tfc_test: cloud.tokens.bob };
      expect(await move('s3', 'cloud', { changes, variables })).toEqual([planning(IN_S3), kept(), CHECKING]);
      expect(cloud.workspace('devloop-dev').lock).toBeUndefined();
      await expect(move('s3', 'local', { changes })).rejects.toThrow(
        `${IN_S3} is closed. The state was moved to ${IN_CLOUD}.\nChange the configuration to ${IN_CLOUD}.`,
      );
      expect(await move('cloud', 'local', { changes })).toEqual(sentences(IN_CLOUD, IN_FILE));
      await expectWholeIn('local');
    });
  });
});
