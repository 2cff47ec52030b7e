import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadStateBucket } from '../config';
import { bootstrapState } from '../state/bootstrap';
import { demoInputs } from './demo-inputs';
import { Deployment } from '../terraform/deployment';
import { PROJECT_DIR } from '../system/paths';
import { processDirectory } from '../system/scratch-directory';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator';
import type { Variables } from '../core/variables';
import { terraformEnv } from '../terraform/cli-environment';

interface BootstrapProgress {
  /** Called with a sentence at each step. @default no reports */
  readonly onProgress?: (sentence: string) => void;
  /** @default the account's signal */
  readonly signal?: AbortSignal | undefined;
}

/** An emulated AWS account, with a directory below `.local/` for one run. */
export class EmulatedAccount {
  private constructor(
    public readonly emulator: Emulator,
    /** Directory of this run. */
    public readonly folder: string,
    /** Environment variables for Terraform, the CDKTF CLI and commands that use the account. */
    public readonly env: Variables,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * Starts an account. The signal also ends commands that run on it later. Only `stop` ends the account itself.
   *
   * @throws as `startEmulator` and `terraformEnv` do
   */
  public static async start(options: Omit<EmulatorOptions, 'projectDir'>): Promise<EmulatedAccount> {
    const folder = await processDirectory(join(PROJECT_DIR, '.local'), 'run');
    try {
      const terraform = terraformEnv(folder);
      const emulator = await startEmulator({ ...options, projectDir: PROJECT_DIR });
      return new EmulatedAccount(
        emulator,
        folder,
        { ...terraform, ...emulator.env, ...demoInputs() },
        options.signal,
      );
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Stops the emulator and removes the directory. */
  public async stop(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Creates the state bucket. */
  public bootstrap({
    onProgress = () => undefined,
    signal = this.signal,
  }: BootstrapProgress = {}): Promise<void> {
    const folder = join(this.folder, 'bootstrap');
    return bootstrapState({ settings: loadStateBucket(), folder, env: this.env, signal, onProgress });
  }

  /**
   * A stack of the project, synthesized to a directory of this run.
   *
   * @param inputs variables beyond those of the account
   */
  public deployment(stack: string, output = 'cdktf.out', inputs: Variables = {}): Deployment {
    const { folder, env, signal } = this;
    return new Deployment({ stack, output: join(folder, output), env: { ...env, ...inputs }, signal });
  }
}
