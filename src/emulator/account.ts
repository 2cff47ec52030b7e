import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadStateBucket } from '../config';
import { bootstrapState } from '../state/bootstrap';
import { demoInputs } from './demo-inputs';
import { Deployment } from '../terraform/deployment';
import { PROJECT_DIR } from '../system/paths';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator';
import type { Variables } from '../core/variables';
import { terraformEnv } from '../terraform/cli-environment';

interface BootstrapProgress {
  /** Told each step. @default nobody */
  readonly onProgress?: (sentence: string) => void;
  /** @default the account's own */
  readonly signal?: AbortSignal | undefined;
}

/** An emulated AWS account with a folder of its own below the project's `.local/`: all that a run needs, and takes away. */
export class EmulatedAccount {
  private constructor(
    public readonly emulator: Emulator,
    /** Folder of this run. */
    public readonly folder: string,
    /** What Terraform, the CDKTF CLI and our commands need to reach it. */
    public readonly env: Variables,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * Starts one. The signal also ends what is run on it later; the account itself is ended by `stop` alone.
   *
   * @throws ConfigurationError as `startEmulator` and `terraformEnv` do.
   */
  public static async start(options: Omit<EmulatorOptions, 'projectDir'>): Promise<EmulatedAccount> {
    const parent = join(PROJECT_DIR, '.local');
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(join(parent, 'run-'));
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

  /** Ends the account and takes the folder away. */
  public async stop(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Makes the state bucket. */
  public bootstrap({
    onProgress = () => undefined,
    signal = this.signal,
  }: BootstrapProgress = {}): Promise<void> {
    const folder = join(this.folder, 'bootstrap');
    return bootstrapState({ settings: loadStateBucket(), folder, env: this.env, signal, onProgress });
  }

  /** A stack of the project, synthesized to a folder of that name within the run's. */
  public deployment(stack: string, output = 'cdktf.out'): Deployment {
    const { folder, env, signal } = this;
    return new Deployment({ stack, output: join(folder, output), env, signal });
  }
}
