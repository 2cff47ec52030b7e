import { join } from 'node:path';
import { run } from './processes';
import { TerraformProgress } from './progress';
import { Terraform } from './terraform';
import { type Environment, usesProviderMirror } from './terraform-cli';

export const PROJECT_DIR = join(__dirname, '..', '..');

/** More than Terraform's ten: rules must not stand before the database in the queue. */
const PARALLELISM = '30';

export interface DeploymentOptions {
  /** Name of the stack. */
  readonly stack: string;
  /** Folder that the stack is synthesized to. */
  readonly output: string;
  /** Added to this process's environment. */
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
}

/** One stack, deployed and destroyed by the CDKTF CLI as a person would. */
export class Deployment {
  /** Terraform in the stack's synthesized folder. */
  public readonly terraform: Terraform;
  /** The folder itself. */
  public readonly folder: string;

  constructor(private readonly options: DeploymentOptions) {
    const { stack, output, env, signal } = options;
    this.folder = join(output, 'stacks', stack);
    this.terraform = new Terraform(this.folder, { env, signal });
  }

  /** @throws PlatformError COMMAND_FAILED with what Terraform said. */
  public deploy(onProgress?: (progress: TerraformProgress) => void): Promise<TerraformProgress> {
    return this.cdktf('deploy', onProgress);
  }

  /** @throws PlatformError COMMAND_FAILED with what Terraform said. */
  public destroy(onProgress?: (progress: TerraformProgress) => void): Promise<TerraformProgress> {
    return this.cdktf('destroy', onProgress);
  }

  private async cdktf(
    verb: 'deploy' | 'destroy',
    onProgress?: (progress: TerraformProgress) => void,
  ): Promise<TerraformProgress> {
    const { stack, output, env, signal } = this.options;
    const progress = new TerraformProgress();
    onProgress?.(progress);
    const flags = [
      '--auto-approve',
      '--no-color',
      '--output',
      output,
      '--terraform-parallelism',
      PARALLELISM,
    ];
    await run('cdktf', [verb, stack, ...flags, ...(usesProviderMirror() ? ['--skip-provider-lock'] : [])], {
      cwd: PROJECT_DIR,
      env: { ...env, CI: '1' },
      signal,
      wrapper: true,
      onLine: (line) => progress.read(line),
    });
    return progress;
  }
}
