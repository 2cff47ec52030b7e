import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { PROJECT_DIR } from '../../../src/system/paths';
import { killTree } from './kill-tree';

/** The bin with the name of a command, or a program of `support` beside this file that runs one. */
const program = (command: string): string[] =>
  command.endsWith('.ts')
    ? ['--import', 'tsx', join(__dirname, command)]
    : [join(PROJECT_DIR, 'bin', 'devloop.mjs'), command];

/**
 * A command as a person runs it in a terminal: in a process group of its own, which Ctrl-C interrupts. Without
 * npm, which keeps the status of an interrupted script to itself.
 */
export class CommandRun {
  public output = '';
  private over = false;
  private readonly child;
  private readonly ended: Promise<number | undefined>;

  constructor(command: string, args: readonly string[], env: Record<string, string | undefined> = {}) {
    this.child = execa(process.execPath, [...program(command), ...args], {
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

  /** Waits until the output has this text, ten minutes at most. */
  public async told(text: string | RegExp): Promise<void> {
    for (let tries = 0; tries < 6000; tries += 1) {
      if (typeof text === 'string' ? this.output.includes(text) : text.test(this.output)) return;
      if (this.over) break;
      await sleep(100);
    }
    throw new Error(`never told ${String(text)}:\n${this.output}`);
  }

  /** The exit status. */
  public status(): Promise<number | undefined> {
    return this.ended;
  }

  /** Waits for its end, which must be a good one. */
  public async succeeded(): Promise<void> {
    const status = await this.ended;
    if (status !== 0) throw new Error(`ended with ${status}:\n${this.output}`);
  }

  /** Ctrl-C: the terminal interrupts the whole group. */
  public interrupt(): Promise<number | undefined> {
    if (!this.over) process.kill(-(this.child.pid ?? 0), 'SIGINT');
    return this.ended;
  }

  /** Kills it and all that it started. */
  public async kill(): Promise<void> {
    killTree(this.child.pid ?? 0);
    await this.ended;
  }

  /** Where the emulated AWS of `npm run local` listens. */
  public get endpoint(): string {
    return /at (http:\/\/127\.0\.0\.1:\d+)/.exec(this.output)?.[1] ?? '';
  }
}

/** Command lines of the processes that were started with this text in their environment. Linux only. */
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
        return []; // It ended while we looked.
      }
    });
}

/** The same once what was told to end has ended, or after ten seconds: Terraform does not wait for its providers. */
export async function processesLeft(text: string): Promise<string[]> {
  for (let tries = 0; tries < 100 && processesWith(text).length > 0; tries += 1) await sleep(100);
  return processesWith(text);
}

/** Whether something listens at an address. */
export const isUp = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/moto-api/data.json`).then(
    () => true,
    () => false,
  );
