import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { endTree, isAlive } from '../../src/system/process-tree';
import { CommandRun } from '../support/processes/command-run';
import { temporaryFolder } from '../support/processes/terraform';

/** Prints without a pause, as Terraform does, and on SIGINT prints more before it ends. A broken pipe ends it. */
const PROGRAM = `
  const { spawn } = require('node:child_process');
  const { writeFileSync } = require('node:fs');
  process.stdout.on('error', () => process.exit(9));
  const plugin = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  console.log('plugin ' + plugin.pid + ' of ' + process.pid + '.');
  setInterval(() => console.log('Still creating...'), 20);
  process.on('SIGINT', () => {
    console.log('Interrupted');
    setTimeout(() => { writeFileSync(process.argv[1], 'lock released'); process.exit(); }, 1000);
  });
`;

/** Time in which a guard has started, in milliseconds. */
const GUARDED = 4000;

const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 300 && !holds(); tries += 1) await sleep(100);
};

describe('A guard', () => {
  jest.setTimeout(60_000);
  const folder = temporaryFolder('guard');

  /** Starts the program, and returns the ids of it and its child. */
  async function start(file: string) {
    const starter = new CommandRun('run-and-wait.ts', [process.execPath, '-e', PROGRAM, file]);
    await starter.waitForOutput('Still creating');
    const [, plugin = '', program = ''] = /plugin (\d+) of (\d+)\./.exec(starter.output) ?? [];
    await sleep(GUARDED);
    return { starter, ids: [Number(plugin), Number(program)] };
  }

  test('ends a program and its descendants, as Ctrl-C does, when their starter is killed', async () => {
    const file = join(folder, 'released');
    const { starter, ids } = await start(file);
    const other = execa(process.execPath, ['-e', PROGRAM, join(folder, 'other')], { reject: false });
    await starter.killAlone();
    await until(() => !ids.some(isAlive));
    expect(ids.filter(isAlive)).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('lock released');
    expect(isAlive(other.pid ?? 0)).toBe(true);
    await endTree(other.pid ?? 0);
    await other;
  });

  test('does nothing when the starter ends', async () => {
    const file = join(folder, 'not-interrupted');
    const { starter, ids } = await start(file);
    process.kill(ids[1] ?? 0, 'SIGTERM');
    await starter.status();
    await until(() => !ids.some(isAlive) || isAlive(ids[0] ?? 0));
    // Nobody has ended what the program left.
    expect(ids.map(isAlive)).toEqual([true, false]);
    process.kill(ids[0] ?? 0);
    expect(existsSync(file)).toBe(false);
  });
});
