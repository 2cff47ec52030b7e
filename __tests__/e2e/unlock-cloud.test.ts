import { loadEnvironment } from '../../src/config';
import { CloudWorkspace } from '../../src/hcp/workspace';
import { unlockState } from '../../src/state/unlock';
import { type CloudBackendSettings, backendSettings } from '../../src/core/state-backend';
import { describeWith } from '../support/processes/describe-with';
import { temporaryFolder } from '../support/processes/terraform';
import { beginRun } from '../../testing/fake-hcp/caller';
import { FakeHcp } from '../../testing/fake-hcp/server';

describeWith(['terraform'], 'npm run unlock with state outside S3', () => {
  const folder = temporaryFolder('unlock');
  let cloud: FakeHcp;
  beforeAll(async () => {
    cloud = await FakeHcp.start();
  });
  afterAll(() => cloud.stop());

  const environment = (workspace: string) => ({
    ...loadEnvironment('dev', 'cloud'),
    state: {
      backend: 'cloud' as const,
      hostname: cloud.hostname,
      organization: cloud.organization,
      workspace,
    },
  });
  const unlock = async (of: Parameters<typeof unlockState>[0]['environment'], id?: string) => {
    const told: string[] = [];
    const report = (sentence: string) => told.push(sentence);
    await unlockState({
      environment: of,
      id,
      stack: folder,
      folder,
      env: cloud.callerEnv(),
      onProgress: report,
    });
    return told;
  };

  test('unlocks a workspace by the name of the user that holds it', async () => {
    cloud.addWorkspace('one');
    const one = environment('one');
    const backend = backendSettings(one) as CloudBackendSettings;
    const bob = await CloudWorkspace.open(backend, { env: cloud.callerEnv(cloud.tokens.bob) });
    await bob.lock('Locked by Terraform');
    const held = 'held by bob, who says "Locked by Terraform"';
    await expect(unlock(one)).rejects.toThrow(
      `tfc.test/acme/one is locked: ${held}\nIf that process is gone, run npx devloop unlock --environment dev --id bob`,
    );
    await expect(unlock(one, 'ann')).rejects.toThrow(
      `tfc.test/acme/one has another lock than ann: ${held}\nRun the command with --id bob`,
    );
    expect(await unlock(one, 'bob')).toEqual(['Released the lock of bob on tfc.test/acme/one']);
    expect(await bob.holder()).toBeUndefined();
    expect(await unlock(one)).toEqual(['There is no lock on tfc.test/acme/one']);
  });

  test('leaves a workspace closed after its state was migrated', async () => {
    cloud.addWorkspace('left');
    const left = environment('left');
    const workspace = await CloudWorkspace.open(backendSettings(left) as CloudBackendSettings, {
      env: cloud.callerEnv(),
    });
    await workspace.lock('moved to s3://bucket/key');
    const sentence =
      'tfc.test/acme/left is closed. The state was moved to s3://bucket/key.\nChange the configuration to s3://bucket/key.';
    await expect(unlock(left)).rejects.toThrow(sentence);
    await expect(unlock(left, 'ann')).rejects.toThrow(sentence);
    await expect(workspace.lock('another')).rejects.toThrow(sentence);
    expect(await workspace.holder()).toMatchObject({ reason: 'moved to s3://bucket/key' });
  });

  test('leaves a workspace locked that a run uses', async () => {
    const { id } = cloud.addWorkspace('busy');
    const run = await beginRun(cloud, id, { resource: { terraform_data: { one: {} } } });
    await expect(unlock(environment('busy'), run)).rejects.toThrow(
      /^tfc\.test\/acme\/busy is in use: held by run run-\w+, since [-\d]+ [:\d]+ UTC\nWait for it to finish, or cancel or discard it\.$/,
    );
  });

  test('reports that the operating system locks a state file', async () => {
    expect(await unlock(loadEnvironment('dev', 'local'))).toEqual([
      'terraform.dev.tfstate is locked by the operating system, for as long as the process that works on it: end that',
    ]);
  });
});
