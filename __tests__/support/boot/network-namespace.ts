import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import type { Outcome } from '../processes/terraform';

/** Starts a program that ends with this process, however that ends. */
export const startBound = (program: string, parameters: readonly string[]): ChildProcess =>
  spawn('setpriv', ['--pdeathsig', 'KILL', program, ...parameters], { stdio: ['ignore', 'ignore', 'pipe'] });

/** A network of its own, without any route to this machine's. */
export class NetworkNamespace {
  private readonly started: ChildProcess[] = [];

  private constructor(private readonly holder: ChildProcess) {}

  public static async create(): Promise<NetworkNamespace> {
    const namespace = new NetworkNamespace(startBound('unshare', ['--net', 'sleep', 'infinity']));
    const own = readlinkSync('/proc/self/ns/net');
    while (readlinkSync(namespace.path) === own) await pause(10);
    await namespace.ip('link', 'set', 'lo', 'up');
    return namespace;
  }

  public get pid(): number {
    return this.holder.pid ?? 0;
  }

  public get path(): string {
    return `/proc/${this.pid}/ns/net`;
  }

  /** Output of a program in the namespace. */
  public async run(program: string, ...parameters: string[]): Promise<Outcome> {
    const entered = [`--net=${this.path}`, program, ...parameters];
    const { exitCode, stdout, stderr } = await execa('nsenter', entered, { reject: false });
    return { status: exitCode ?? null, stdout, stderr };
  }

  /** Runs iproute2's `ip`. @throws Error if it fails */
  public async ip(...parameters: string[]): Promise<void> {
    const { status, stderr } = await this.run('ip', ...parameters);
    if (status !== 0) throw new Error(`ip ${parameters.join(' ')}: ${stderr}`);
  }

  /** Starts a program in the namespace that runs until `stop`. */
  public start(program: string, ...parameters: string[]): void {
    this.started.push(startBound('nsenter', [`--net=${this.path}`, program, ...parameters]));
  }

  /** Connects this namespace with another one. Each side is named. */
  public async connect(name: string, other: NetworkNamespace, otherName: string): Promise<void> {
    const peer = ['peer', 'name', otherName, 'netns', String(other.pid)];
    await this.ip('link', 'add', name, 'type', 'veth', ...peer);
  }

  public async stop(): Promise<void> {
    for (const each of [...this.started, this.holder]) {
      if (each.exitCode !== null || each.signalCode !== null) continue;
      each.kill('SIGKILL');
      await once(each, 'exit');
    }
  }
}
