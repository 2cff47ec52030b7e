import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { stateBackends } from '../../src/config/state';
import type { EmulatedAccount } from '../../src/emulator/account';
import { CommandRun } from '../support/processes/command-run';
import { describeWith } from '../support/processes/describe-with';
import { foreignBucket } from '../support/aws/other-account';
import { clientOf, accountWithProvider } from '../support/aws/own-account';

const Bucket = stateBackends.s3.bucket;
const FOREIGN =
  `state.bucket: "${Bucket}" does not belong to account 123456789012, or denies access to your credentials\n` +
  'Use credentials with access to it, or an unused name, e.g. devloop-terraform-state-123456789012: ' +
  `change the line "bucket: '${Bucket}'" in src/config/state.ts`;
const PLACEHOLDER =
  `state.bucket: "${Bucket}" is a placeholder, which works on the emulator only\nChoose a name of your own, e.g. ` +
  `devloop-terraform-state-<account id>: change the line "bucket: '${Bucket}'" in src/config/state.ts`;

const commands = [
  'bootstrap',
  'drift --environment dev',
  'move-state --environment dev --to local',
  'move-state --environment dev --from local --to s3',
  'unlock --environment dev',
  'unlock --environment dev --id an-id',
  'restore-state --environment dev',
  'restore-state --environment dev --version a-version',
  'rescue-state --environment dev --output OUTPUT',
];

describeWith(['terraform', 'python'], 'A state bucket', () => {
  jest.setTimeout(300_000);

  let account: EmulatedAccount;
  let output: string;
  beforeAll(async () => {
    account = await accountWithProvider();
    await foreignBucket(account, Bucket);
    output = mkdtempSync(join(tmpdir(), 'errored-'));
    mkdirSync(join(output, 'stacks', 'dev'), { recursive: true });
    writeFileSync(join(output, 'stacks', 'dev', 'errored.tfstate'), '{"version":4,"serial":1,"lineage":"a"}');
  });
  afterAll(async () => {
    rmSync(output, { recursive: true, force: true });
    await account.stop();
  });

  /** What a command says, and its status. */
  const ending = async (command: string, env = {}): Promise<[number | undefined, string]> => {
    const [name = '', ...args] = command.replace('OUTPUT', output).split(' ');
    const run = new CommandRun(name, args, { ...account.env, ...env });
    const status = await run.status();
    return [status, run.output.trim()];
  };

  test.each(commands)('of another account that answers is refused: devloop %s', async (command) => {
    expect(await ending(command)).toEqual([1, FOREIGN]);
  });

  test('of another account holds nothing afterwards', async () => {
    const list = await new S3Client(clientOf(account)).send(new ListObjectsV2Command({ Bucket }));
    expect(list.Contents).toBeUndefined();
  });

  // The account is asked for first, and here nobody answers: nothing leaves this machine.
  const aws = { AWS_ENDPOINT_URL: undefined, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' };
  test.each(commands)('that nobody has chosen is refused on AWS: devloop %s', async (command) => {
    expect(await ending(command, aws)).toEqual([1, PLACEHOLDER]);
  });
});
