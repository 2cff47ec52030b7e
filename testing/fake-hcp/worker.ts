import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { extract } from 'tar';
import { endTree } from '../../src/system/process-tree';
import type { Variables } from '../../src/core/variables';

/** Replaces the `cloud` block of a configuration, so that state is in the worker's directory. */
const OVERRIDE = { terraform: { backend: { local: {} } } };
const STATE = 'terraform.tfstate';

/** Ends what a command has left running, e.g. the program of a provisioner. In HCP Terraform it ends with the run's container. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // No process of the group is left.
  }
}

/**
 * Runs real Terraform in its own directory. The environment contains PATH, but no other variables of this process.
 * https://developer.hashicorp.com/terraform/cloud-docs/run/run-environment
 */
export class Worker {
  private child: { readonly pid?: number | undefined } | undefined;
  private interrupted = false;

  constructor(
    private readonly folder: string,
    private readonly env: Variables,
  ) {}

  /** Unpacks a configuration. */
  public async unpack(archive: Buffer): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    await pipeline(Readable.from([archive]), extract({ cwd: this.folder }));
    this.write('worker_override.tf.json', JSON.stringify(OVERRIDE));
  }

  public write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  public forget(file: string): void {
    rmSync(join(this.folder, file), { force: true });
  }

  public get state(): string | undefined {
    const file = join(this.folder, STATE);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  public set state(raw: string | undefined) {
    if (raw === undefined) this.forget(STATE);
    else this.write(STATE, raw);
  }

  /** Runs Terraform. Returns its exit status, or undefined if it was interrupted or ended by a signal. */
  public async terraform(
    args: readonly string[],
    onText: (text: string) => void = () => undefined,
  ): Promise<number | undefined> {
    if (this.interrupted) return undefined;
    const child = execa('terraform', args, {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        HOME: this.folder,
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        TF_INPUT: '0',
        ...this.env,
      },
      extendEnv: false,
      reject: false,
      // Ctrl-C in the terminal of a test must not reach the worker.
      detached: true,
      stdin: 'ignore',
      all: true,
      buffer: false,
    });
    this.child = child;
    child.all.on('data', (data: Buffer) => onText(data.toString()));
    const { exitCode } = await child;
    this.child = undefined;
    endGroup(child.pid);
    return exitCode;
  }

  /** Sends SIGINT, so that Terraform stops gracefully. */
  public interrupt(): void {
    this.interrupted = true;
    if (this.child?.pid !== undefined) process.kill(this.child.pid, 'SIGINT');
  }

  /** Kills Terraform and its descendants. */
  public async kill(): Promise<void> {
    this.interrupted = true;
    if (this.child?.pid !== undefined) await endTree(this.child.pid, { grace: 0 });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
