import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateVpcCommand,
  DescribeVpcsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { EmulatedAccount } from '../../src/emulator/account';
import { descendants } from '../../src/system/process-tree';
import { readLock } from '../../src/state/lock/s3-lock';
import { readObject } from '../../src/state/s3/object';
import { CommandRun } from '../support/processes/command-run';
import { terraformProgram } from '../../src/system/terraform-program';
import { describeWith } from '../support/processes/describe-with';
import { clientOf, ownAccount } from '../support/aws/own-account';
import { backend, SMALL_ADDRESSES, SmallDeployment } from '../support/fixtures/small-stack';
import { makeStateBucket } from '../support/state/state-backends';
import { TcpProxy } from '../support/processes/tcp-proxy';

const NAME = 's3://amzn-s3-demo-choose-a-name/devloop/dev/terraform.tfstate';

/** Process of the only emulator that this one has started. */
function emulatorProcess(): number {
  const commands = descendants(process.pid).map((pid) => ({ pid, command: commandOf(pid) }));
  const [found, ...more] = commands.filter(({ command }) => command.includes('server.py'));
  if (!found || more.length > 0) throw new Error(`no one emulator: ${JSON.stringify(commands)}`);
  return found.pid;
}

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It ended while we looked.
  }
};

describeWith(['terraform', 'python'], 'Interrupted apply', () => {
  jest.setTimeout(600_000);

  let account: EmulatedAccount;
  beforeEach(async () => {
    account = await ownAccount();
    await makeStateBucket(account);
  });
  afterEach(() => account?.stop());

  /** `npm run unlock` for dev, to its end. */
  const unlock = async (deployment: SmallDeployment, ...args: string[]) => {
    const run = new CommandRun(
      'unlock',
      ['--environment', 'dev', '--output', deployment.output, ...args],
      account.env,
    );
    const status = await run.status();
    return { status, output: run.output.trim() };
  };

  /** How many of each kind are in AWS, whatever a state says. */
  const inAws = async () => {
    const client = clientOf(account);
    const { Vpcs = [] } = await new EC2Client(client).send(new DescribeVpcsCommand({}));
    const own = Vpcs.filter(({ IsDefault }) => !IsDefault).map(({ VpcId }) => VpcId);
    const { Subnets = [] } = await new EC2Client(client).send(new DescribeSubnetsCommand({}));
    const groups = new GetResourcesCommand({ ResourceTypeFilters: ['logs'] });
    const { ResourceTagMappingList = [] } = await new ResourceGroupsTaggingAPIClient(client).send(groups);
    return {
      vpcs: own.length,
      subnets: Subnets.filter(({ VpcId }) => own.includes(VpcId)).length,
      logGroups: ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN?.split(':').at(-1)).sort(),
    };
  };
  const WHOLE = { vpcs: 1, subnets: 1, logGroups: ['/small/after', '/small/before'] };

  test('is recovered by unlock when killed: the lock is released and untracked resources are imported', async () => {
    const deployment = new SmallDeployment(account, 'killed');
    const apply = await deployment.applyToGate();
    const lock = await readLock(backend, account.env);
    const since = lock?.Created.replace('T', ' ').slice(0, 19);
    const held = `${lock?.Who} holds the lock, for apply, since ${since} UTC`;

    const alive = await unlock(deployment, '--id', lock?.ID ?? '');
    expect(alive).toEqual({
      status: 1,
      output: `${NAME} is in use: ${held}, as ${terraformProgram()} apply -input=false -auto-approve -no-color (process ${apply.pid})\nWait for it to finish, or interrupt it with Ctrl-C.`,
    });

    await apply.kill();
    // Terraform writes to S3 every 20 seconds at most: here it had written nothing, and AWS has two resources.
    expect(await readObject(backend, account.env)).toBeUndefined();
    expect(await inAws()).toEqual({ vpcs: 1, subnets: 0, logGroups: ['/small/before'] });

    expect(await unlock(deployment)).toEqual({
      status: 1,
      output: `${NAME} is locked: ${held}; no process on this machine uses it\nIf that process is gone, run npx devloop unlock --environment dev --id ${lock?.ID}`,
    });
    const { output: json } = await unlock(deployment, '--json');
    expect(JSON.parse(json)).toMatchObject({
      error: {
        code: 'STATE_LOCKED',
        lock: { id: lock?.ID, who: lock?.Who, operation: 'OperationTypeApply', created: lock?.Created },
      },
    });
    expect(await unlock(deployment, '--id', 'another')).toEqual({
      status: 1,
      output: `${NAME} has another lock than another: ${held}; no process on this machine uses it\nRun the command with --id ${lock?.ID}`,
    });
    expect(await readLock(backend, account.env)).toEqual(lock);

    const { status, output } = await unlock(deployment, '--id', lock?.ID ?? '');
    expect(output.split('\n').map((line) => line.replace(/vpc-\w+/, 'vpc-…'))).toEqual([
      `Released the lock of ${lock?.Who} on ${NAME}`,
      '2 resources of dev are in AWS and in no state',
      'Imported vpc-… as aws_vpc.vpc',
      'Imported /small/before as aws_cloudwatch_log_group.before',
    ]);
    expect(status).toBe(0);

    await deployment.terraform.apply();
    expect(await deployment.terraform.resources()).toEqual(SMALL_ADDRESSES);
    expect(await deployment.terraform.difference()).toBe('');
    expect(await inAws()).toEqual(WHOLE);
    expect(await unlock(deployment)).toEqual({ status: 0, output: `There is no lock on ${NAME}` });

    // What the stack has already, made once more: it is named, and left alone.
    const tags = { Name: 'small', Project: 'devloop', Environment: 'dev', ManagedBy: 'cdktf' };
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const twice = new CreateVpcCommand({
      CidrBlock: '10.9.0.0/16',
      TagSpecifications: [{ ResourceType: 'vpc', Tags }],
    });
    const { Vpc } = await new EC2Client(clientOf(account)).send(twice);
    expect(await unlock(deployment)).toEqual({
      status: 1,
      output: [
        `There is no lock on ${NAME}`,
        '1 resource of dev is in AWS and in no state',
        `Untracked resources of dev, with its tags but in no state: ["arn:aws:ec2:ap-northeast-2:123456789012:vpc/${Vpc?.VpcId} (small)"]\n` +
          `Delete them, or run ${terraformProgram()} import ADDRESS ID in ${deployment.folder}`,
      ].join('\n'),
    });
  });

  test('is recovered by unlock when cut off from AWS: the lock is released and the errored state pushed', async () => {
    const deployment = new SmallDeployment(account, 'cut-off');
    const proxy = await TcpProxy.to(account.emulator.endpoint);
    const apply = await deployment.applyToGate({ AWS_ENDPOINT_URL: proxy.endpoint });
    const lock = await readLock(backend, account.env);
    proxy.stop();
    deployment.openGate();
    expect(await apply.ended()).toBe(1);
    expect(apply.output).toContain('the state has been written\nto the file "errored.tfstate"');
    expect(await readObject(backend, account.env)).toBeUndefined();

    const file = join(deployment.folder, 'errored.tfstate');
    const { status, output } = await unlock(deployment, '--id', lock?.ID ?? '');
    expect(output.split('\n')).toEqual([
      `Released the lock of ${lock?.Who} on ${NAME}`,
      `${file} holds 3 resources that an apply could not write: pushing them to the backend`,
    ]);
    expect(status).toBe(0);
    expect(existsSync(file)).toBe(false);

    await deployment.terraform.apply();
    expect(await deployment.terraform.resources()).toEqual(SMALL_ADDRESSES);
    expect(await inAws()).toEqual(WHOLE);

    // The same file again, after an apply that knows more: it is not taken, and not thrown away.
    const state = JSON.parse((await readObject(backend, account.env)) ?? '');
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial - 1 }));
    expect(await unlock(deployment)).toEqual({
      status: 1,
      output: [
        `There is no lock on ${NAME}`,
        `${file} is not newer than the state (serial ${state.serial - 1} against ${state.serial}), so it was not pushed\n` +
          `Compare it with ${NAME} (terraform show). Delete the file if that state has all its resources.`,
      ].join('\n'),
    });
    expect(existsSync(file)).toBe(true);
  });

  test('continues after a short loss of its connection to AWS', async () => {
    const deployment = new SmallDeployment(account, 'moment');
    const proxy = await TcpProxy.to(account.emulator.endpoint);
    const apply = await deployment.applyToGate({ AWS_ENDPOINT_URL: proxy.endpoint, AWS_MAX_ATTEMPTS: '10' });
    proxy.break();
    deployment.openGate();
    await proxy.refusals(2);
    proxy.mend();
    expect(await apply.ended()).toBe(0);
    proxy.stop();
    expect(await deployment.terraform.resources()).toEqual(SMALL_ADDRESSES);
    expect(await inAws()).toEqual(WHOLE);
    expect(await readLock(backend, account.env)).toBeUndefined();
  });

  test('waits and continues when AWS does not respond for a while', async () => {
    const deployment = new SmallDeployment(account, 'still');
    const apply = await deployment.applyToGate();
    const server = emulatorProcess();
    process.kill(server, 'SIGSTOP');
    try {
      deployment.openGate();
      await apply.waitForOutput('aws_subnet.subnet: Still creating...');
    } finally {
      process.kill(server, 'SIGCONT');
    }
    expect(await apply.ended()).toBe(0);
    expect(await deployment.terraform.resources()).toEqual(SMALL_ADDRESSES);
    expect(await inAws()).toEqual(WHOLE);
    expect(await readLock(backend, account.env)).toBeUndefined();
  });

  test('is rejected while another apply holds the lock, with the holder and the time, and changes nothing', async () => {
    const first = new SmallDeployment(account, 'first');
    const second = new SmallDeployment(account, 'second');
    const apply = await first.applyToGate();
    const lock = await readLock(backend, account.env);
    await second.terraform.init();
    const refused = await second.terraform.run(['apply', '-input=false', '-auto-approve'], [1]);
    expect(refused.output).toContain('Error acquiring the state lock');
    expect(refused.output).toMatch(
      new RegExp(`Who: +${lock?.Who}\n.*\n.*Created: +${lock?.Created.slice(0, 10)} `),
    );
    first.openGate();
    expect(await apply.ended()).toBe(0);
    expect(await second.terraform.difference()).toBe('');
    expect(await inAws()).toEqual(WHOLE);
  });
});
