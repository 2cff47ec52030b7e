import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadStateBucket } from '../../src/config';
import { bootstrapState } from '../../src/commands/bootstrap-state';
import { demoInputs } from '../../src/commands/demo-inputs';
import { Deployment, PROJECT_DIR } from '../../src/commands/deployment';
import { type Emulator, startEmulator } from '../../src/commands/emulator';
import { type Environment, terraformEnv } from '../../src/commands/terraform-cli';

const REGION = 'ap-northeast-2';

/** An AWS account of a suite's own, with a folder of its own below the project's `.local/`. */
export class EmulatedAccount {
  private constructor(
    public readonly emulator: Emulator,
    public readonly folder: string,
    /** What Terraform, the CDKTF CLI and our commands need to reach it. */
    public readonly env: Environment,
  ) {}

  public static async start(): Promise<EmulatedAccount> {
    const parent = join(PROJECT_DIR, '.local');
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(join(parent, 'test-'));
    // Not the one that the shell may name: suites run side by side, and count what is in the account.
    const emulator = await startEmulator({ region: REGION, projectDir: PROJECT_DIR, env: withoutEndpoint() });
    return new EmulatedAccount(emulator, folder, {
      ...terraformEnv(folder),
      ...emulator.env,
      ...demoInputs(),
    });
  }

  public async stop(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Settings for a client of the AWS SDK. */
  public get client() {
    return {
      endpoint: this.emulator.endpoint,
      region: REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
  }

  public bootstrap(
    options: { report?: (sentence: string) => void; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { report = () => undefined, signal } = options;
    const folder = join(this.folder, 'bootstrap');
    return bootstrapState({ settings: loadStateBucket(), folder, env: this.env, signal, report });
  }

  /** A stack of the project, synthesized to a folder of that name. */
  public deployment(stack: string, output = 'cdktf.out', env: Environment = {}): Deployment {
    return new Deployment({ stack, output: join(this.folder, output), env: { ...this.env, ...env } });
  }
}

const withoutEndpoint = (): Environment => ({ ...process.env, AWS_ENDPOINT_URL: undefined });
