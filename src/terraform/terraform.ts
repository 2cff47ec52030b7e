import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type RunOptions, type RunResult } from '../system/processes';
import { terraformProgram } from '../system/terraform-program';
import { LOCK_FILE } from './synthesize';

/** Terraform's sentence for a package of a mirror folder; of one from the registry it says "the current package". */
const UNKNOWN_PACKAGE = /the local package for \S+ \S+ doesn't match any of the checksums/;

/** Whether Terraform says, however its lines break, that a mirror's package is none that the lock file knows. */
export const isUnknownPackage = (output: string): boolean =>
  UNKNOWN_PACKAGE.test(output.replace(/\s+/g, ' '));

/** Where `init` puts providers: a mirror folder as well. */
const INSTALLED = join('.terraform', 'providers');

/** Terraform, or OpenTofu, in the folder of one stack. */
export class Terraform {
  constructor(
    public readonly folder: string,
    private readonly options: Omit<RunOptions, 'cwd' | 'accept'>,
  ) {}

  public run(args: readonly string[], accept: readonly number[] = [0]): Promise<RunResult> {
    const program = terraformProgram({ ...process.env, ...this.options.env });
    return run(program, [...args, '-no-color'], {
      ...this.options,
      cwd: this.folder,
      accept,
      privateFiles: true,
    });
  }

  public init(...flags: string[]): Promise<RunResult> {
    return this.withMirrorChecksums(() => this.run(['init', '-input=false', ...flags]));
  }

  /**
   * Does work that initializes the folder. Where the lock file does not know the package in this machine's mirror, its checksum
   * is recorded in the folder's copy, and the work done again. A package from the registry must be one that it knows.
   */
  public async withMirrorChecksums<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!isUnknownPackage(String(error))) throw error;
      await this.recordMirrorChecksums();
      return work();
    }
  }

  private async recordMirrorChecksums(): Promise<void> {
    const lock = join(this.folder, LOCK_FILE);
    const known = readFileSync(lock);
    // Without a lock file Terraform takes the package as it is.
    rmSync(lock);
    await this.run(['init', '-input=false', '-backend=false']);
    writeFileSync(lock, known);
    const { platform } = JSON.parse((await this.run(['version', '-json'])).stdout) as { platform: string };
    await this.run(['providers', 'lock', `-fs-mirror=${INSTALLED}`, `-platform=${platform}`]);
  }

  public apply(): Promise<RunResult> {
    return this.run(['apply', '-input=false', '-auto-approve']);
  }

  /** Addresses in the state, sorted. Empty where there is no state. */
  public async resources(): Promise<string[]> {
    const { stdout } = await this.run(['state', 'list'], [0, 1]);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  }

  /** What a plan would do: an empty text where nothing. */
  public async difference(...flags: string[]): Promise<string> {
    const plan = ['plan', '-input=false', '-detailed-exitcode', ...flags];
    const { status, stdout } = await this.run(plan, [0, 2]);
    return status === 0 ? '' : stdout;
  }

  /** The text of the state; empty where there is none. */
  public async pull(): Promise<string> {
    return (await this.run(['state', 'pull'])).stdout;
  }

  /** A plan, as `terraform show -json` tells it. Its file holds what is sensitive as well, and is taken away. */
  public async plan(...flags: string[]): Promise<unknown> {
    const file = `${process.pid}.tfplan`;
    try {
      await this.run(['plan', '-input=false', ...flags, `-out=${file}`]);
      const { stdout } = await this.run(['show', '-json', file]);
      return JSON.parse(stdout);
    } finally {
      rmSync(join(this.folder, file), { force: true });
    }
  }

  public async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.run(['output', '-json']);
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Keeps state in a file of this folder, whatever backend the stack names, until told otherwise. */
  public useLocalState(file: string): void {
    writeFileSync(this.override, JSON.stringify({ terraform: { backend: { local: { path: file } } } }));
  }

  /** Back to the backend that the stack names. */
  public useOwnBackend(): void {
    rmSync(this.override, { force: true });
  }

  /** Lets the next `init` start afresh: what Terraform remembers of another backend or workspace in this folder is gone. */
  public forgetBackend(): void {
    for (const file of ['terraform.tfstate', 'environment'])
      rmSync(join(this.folder, '.terraform', file), { force: true });
  }

  /** What was synthesized: Terraform JSON. */
  public synthesized(): unknown {
    return JSON.parse(readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8'));
  }

  private get override(): string {
    return join(this.folder, 'backend_override.tf.json');
  }
}
