import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../../src/system/paths';
import { killTree } from './kill-tree';

/** Command line of a command, a script in this directory, or npm. */
function program(command: string): [file: string, ...args: string[]] {
  if (command === 'npm') return ['npm'];
  return command.endsWith('.ts')
    ? [process.execPath, '--import', 'tsx', join(__dirname, command)]
    : [process.execPath, join(PROJECT_DIR, 'bin', 'devloop.mjs'), command];
}

/**
 * Runs a command in its own process group, as a terminal does, so that it can be interrupted. Does not use npm, which hides the exit
 * status of an interrupted script.
 */
export class CommandRun {
  public output = '';
  private over = false;
  private readonly child;
  private readonly ended: Promise<number | undefined>;

  constructor(command: string, args: readonly string[], env: Record<string, string | undefined> = {}) {
    const [file, ...parameters] = program(command);
    this.child = execa(file, [...parameters, ...args], {
      cwd: PROJECT_DIR,
      env: { ...process.env, AWS_ENDPOINT_URL: undefined, ...env },
      extendEnv: false,
      reject: false,
      detached: true,
      stdin: 'ignore',
      all: true,
      buffer: false,
    });
    this.child.all.on('data', (data: Buffer) => (this.output += data.toString()));
    this.ended = this.child.then(({ exitCode }) => {
      this.over = true;
      return exitCode;
    });
  }

  /** Waits until the output contains a text, for at most ten minutes. */
  public async waitForOutput(text: string | RegExp): Promise<void> {
    for (let tries = 0; tries < 6000; tries += 1) {
      if (typeof text === 'string' ? this.output.includes(text) : text.test(this.output)) return;
      if (this.over) break;
      await sleep(100);
    }
    throw new Error(`never printed ${String(text)}:\n${this.output}`);
  }

  /** Waits for the exit status. */
  public status(): Promise<number | undefined> {
    return this.ended;
  }

  /** Waits for the exit, and expects status 0. */
  public async succeeded(): Promise<void> {
    const status = await this.ended;
    if (status !== 0) throw new Error(`ended with ${status}:\n${this.output}`);
  }

  /** Sends SIGINT to the process group, as Ctrl-C does. */
  public interrupt(): Promise<number | undefined> {
    if (!this.over) process.kill(-this.pid, 'SIGINT');
    return this.ended;
  }

  /** Kills the command and its descendants. */
  public async kill(): Promise<void> {
    killTree(this.pid);
    await this.ended;
  }

  public get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Kills the command without its descendants, as the system does when memory runs out. */
  public async killAlone(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await once(this.child, 'exit');
  }

  /** Endpoint of the emulator that `devloop local` has started. */
  public get endpoint(): string {
    return /at (http:\/\/127\.0\.0\.1:\d+)/.exec(this.output)?.[1] ?? '';
  }
}

/** Command lines of processes whose environment contains a text. Linux only. */
export function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return environment.includes(text)
          ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')]
          : [];
      } catch {
        return []; // The process has ended.
      }
    });
}

/** Like `processesWith`, after waiting up to ten seconds, because Terraform does not wait for its providers. */
export async function processesLeft(text: string): Promise<string[]> {
  for (let tries = 0; tries < 100 && processesWith(text).length > 0; tries += 1) await sleep(100);
  return processesWith(text);
}

/** Whether an emulator answers at an address. */
export const isUp = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/moto-api/data.json`).then(
    () => true,
    () => false,
  );
