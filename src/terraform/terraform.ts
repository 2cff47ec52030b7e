import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type RunOptions, type RunResult } from '../system/processes';
import { terraformProgram } from '../system/terraform-program';
import { LOCK_FILE } from './synthesize';
import { refuseSecretsInVariablesFiles } from './variables-files';

/** Terraform's error for a package of a mirror. For the registry the error says "the current package". */
const UNKNOWN_PACKAGE = /the local package for \S+ \S+ doesn't match any of the checksums/;

/** Whether the output says that the lock file has no checksum of the mirror's package. Terraform wraps its lines. */
export const isUnknownPackage = (output: string): boolean =>
  UNKNOWN_PACKAGE.test(output.replace(/\s+/g, ' '));

/** Directory in which `init` installs providers. It has the layout of a mirror. */
const INSTALLED = join('.terraform', 'providers');

/** Runs Terraform or OpenTofu in a stack's directory. */
export class Terraform {
  constructor(
    public readonly folder: string,
    private readonly options: Omit<RunOptions, 'cwd' | 'accept'>,
  ) {}

  /** @throws OperationError COMMAND_FAILED with its output, or ConfigurationError SECRET_IN_VARIABLES before it starts */
  public async run(args: readonly string[], accept: readonly number[] = [0]): Promise<RunResult> {
    const env = { ...process.env, ...this.options.env };
    refuseSecretsInVariablesFiles(this.folder, env);
    const program = terraformProgram(env);
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
   * Runs work that initializes the directory. If the lock file lacks the checksum of a package in this machine's mirror, records it in
   * the directory's copy and runs the work again. Packages from the registry must match the lock file.
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
    // Without a lock file Terraform accepts any package.
    rmSync(lock);
    await this.run(['init', '-input=false', '-backend=false']);
    writeFileSync(lock, known);
    const { platform } = JSON.parse((await this.run(['version', '-json'])).stdout) as { platform: string };
    await this.run(['providers', 'lock', `-fs-mirror=${INSTALLED}`, `-platform=${platform}`]);
  }

  public apply(): Promise<RunResult> {
    return this.run(['apply', '-input=false', '-auto-approve']);
  }

  /** Addresses in state, sorted. Empty if there is no state. */
  public async resources(): Promise<string[]> {
    const { stdout } = await this.run(['state', 'list'], [0, 1]);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  }

  /** Output of a plan. Empty if there are no changes. */
  public async difference(...flags: string[]): Promise<string> {
    const plan = ['plan', '-input=false', '-detailed-exitcode', ...flags];
    const { status, stdout } = await this.run(plan, [0, 2]);
    return status === 0 ? '' : stdout;
  }

  /** Pulls the state as text. Empty if there is no state. */
  public async pull(): Promise<string> {
    return (await this.run(['state', 'pull'])).stdout;
  }

  /** Plans, and returns the plan in the format of `terraform show -json`. Deletes the plan file, which contains sensitive values. */
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

  /** Stores state in a file, whatever backend the stack has, until `useOwnBackend` is called. */
  public useLocalState(file: string): void {
    writeFileSync(this.override, JSON.stringify({ terraform: { backend: { local: { path: file } } } }));
  }

  /** Uses the stack's backend again. */
  public useOwnBackend(): void {
    rmSync(this.override, { force: true });
  }

  /** Deletes Terraform's record of the backend and the workspace, so that the next `init` starts without them. */
  public forgetBackend(): void {
    for (const file of ['terraform.tfstate', 'environment'])
      rmSync(join(this.folder, '.terraform', file), { force: true });
  }

  /** Synthesized Terraform JSON. */
  public synthesized(): unknown {
    return JSON.parse(readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8'));
  }

  private get override(): string {
    return join(this.folder, 'backend_override.tf.json');
  }
}
