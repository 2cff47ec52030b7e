import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { execa } from 'execa';
import { startEmulator, type Emulator } from '../../src/emulator/emulator';
import { emulatorPython } from '../../src/emulator/install';
import { checkPrerequisites } from '../../src/system/prerequisites';
import { describeWith } from '../support/processes/describe-with';

const region = 'ap-northeast-2';
const projectDir = resolve(__dirname, '..', '..');
const withoutEndpoint = { ...process.env, AWS_ENDPOINT_URL: undefined };

async function isUp(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/moto-api/data.json`).then(
    () => true,
    () => false,
  );
}

/** Waits for it, ten seconds at most. */
async function isDown(endpoint: string): Promise<boolean> {
  for (let tries = 0; tries < 100 && (await isUp(endpoint)); tries += 1) await sleep(100);
  return !(await isUp(endpoint));
}

describeWith(['python'], 'Emulator', () => {
  jest.setTimeout(300_000);

  describe('started by this process', () => {
    let emulator: Emulator;
    beforeAll(async () => {
      emulator = await startEmulator({ region, projectDir, env: withoutEndpoint });
    });
    afterAll(() => emulator.stop());

    const vpcs = async (ec2: EC2Client): Promise<string[]> => {
      const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
      return Vpcs.filter(({ IsDefault }) => !IsDefault).map(({ CidrBlock }) => String(CidrBlock));
    };

    test('listens on loopback, describes itself and answers AWS requests', async () => {
      expect(emulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(emulator.description).toMatch(/^moto 5\.2\./);
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const ec2 = new EC2Client({ region, endpoint: emulator.endpoint, credentials });
      await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
      expect(await vpcs(ec2)).toEqual(['10.0.0.0/16']);
      await emulator.reset();
      expect(await vpcs(ec2)).toEqual([]);
    });

    test('is independent of a second emulator, which can be stopped twice', async () => {
      const other = await startEmulator({ region, projectDir, env: withoutEndpoint });
      expect(other.endpoint).not.toBe(emulator.endpoint);
      await other.stop();
      await other.stop();
      expect([await isUp(other.endpoint), await isUp(emulator.endpoint)]).toEqual([false, true]);
    });
  });

  test('ends when the process that started it is killed', async () => {
    const source = resolve(projectDir, 'src', 'emulator', 'emulator.ts');
    const script = `require(${JSON.stringify(source)}).startEmulator({ region: '${region}' })
      .then(({ endpoint }) => { console.log(endpoint); setInterval(() => undefined, 1000); });`;
    const parent = execa(process.execPath, ['--import', 'tsx', '--eval', script], {
      cwd: projectDir,
      env: { AWS_ENDPOINT_URL: undefined },
      reject: false,
    });
    const lines = createInterface(parent.stdout);
    const [endpoint] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string];
    expect(await isUp(endpoint)).toBe(true);
    parent.kill('SIGKILL');
    await parent;
    expect(await isDown(endpoint)).toBe(true);
  });

  test('rejects a start that is aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(startEmulator({ region, projectDir, env: withoutEndpoint, signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('reports a failed pip install with what to do, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    const { python } = checkPrerequisites(['python']);
    const before = { ...process.env };
    Object.assign(process.env, { PIP_NO_INDEX: '1', PIP_FIND_LINKS: '' });
    try {
      const options = { projectDir: folder, onProgress: () => undefined };
      const told = await emulatorPython(python, options).then(
        ({ description }) => description,
        ({ message }: Error) => message,
      );
      expect(told).toMatch(
        /^(moto 5\.2\.\d+, the one that .*|Failed to install emulator\/requirements\.txt \(.*\)\nGive pip access to a package index, or install moto\[server\] 5\.2\.5 for this Python.*\.)$/,
      );
      expect(readdirSync(join(folder, '.local', 'emulator'))).toEqual([]);
    } finally {
      process.env = before;
      rmSync(folder, { recursive: true });
    }
  });

  test('passes its Python tests, which show that every patch is needed', async () => {
    const { python } = checkPrerequisites(['python']);
    const { command, path } = await emulatorPython(python, { projectDir, onProgress: () => undefined });
    const { exitCode, all } = await execa(command, ['-m', 'unittest', 'discover', '-t', '.', 'tests'], {
      cwd: join(projectDir, 'emulator'),
      env: {
        ...(path !== undefined && { PYTHONPATH: path }),
        PYTHONDONTWRITEBYTECODE: '1',
        AWS_CA_BUNDLE: undefined,
      },
      all: true,
      reject: false,
    });
    expect({ exitCode, output: exitCode === 0 ? '' : all }).toEqual({ exitCode: 0, output: '' });
  });
});
