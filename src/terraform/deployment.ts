import { join } from 'node:path';
import { OperationError } from '../core/errors';
import { PROJECT_DIR } from '../system/paths';
import { run } from '../system/processes';
import { TerraformProgress } from './progress';
import { Terraform } from './terraform';
import type { Variables } from '../core/variables';

/** More than Terraform's ten: rules must not stand before the database in the queue. */
const PARALLELISM = '30';

const PLAN_FLAGS = { deploy: [], destroy: ['-destroy'] } as const;

export interface DeploymentOptions {
  /** Name of the stack. */
  readonly stack: string;
  /** Folder that the stack is synthesized to. */
  readonly output: string;
  /** Added to this process's environment. */
  readonly env: Variables;
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

  /** @throws OperationError COMMAND_FAILED with what Terraform said. */
  public deploy(onProgress?: (progress: TerraformProgress) => void): Promise<TerraformProgress> {
    return this.cdktf('deploy', onProgress);
  }

  /** @throws OperationError COMMAND_FAILED with what Terraform said. */
  public destroy(onProgress?: (progress: TerraformProgress) => void): Promise<TerraformProgress> {
    return this.cdktf('destroy', onProgress);
  }

  private async cdktf(
    verb: keyof typeof PLAN_FLAGS,
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
    const cdktf = (): Promise<unknown> =>
      run('cdktf', [verb, stack, ...flags], {
        privateFiles: true,
        cwd: PROJECT_DIR,
        env: { ...env, CI: '1', TF_INPUT: '0' },
        signal,
        wrapper: true,
        label: stack,
        onLine: (line) => progress.read(line),
      }).catch((error: unknown) => this.explain(verb, error));
    await this.terraform.withMirrorChecksums(cdktf);
    return progress;
  }

  /** At a failure the CDKTF CLI may end before it has printed what Terraform said. Then init or a plan says it again. */
  private async explain(verb: keyof typeof PLAN_FLAGS, error: unknown): Promise<never> {
    if (error instanceof OperationError && !error.message.includes('Error: ')) {
      await this.terraform.run(['init', '-input=false']);
      await this.terraform.run(['plan', '-input=false', ...PLAN_FLAGS[verb]]);
    }
    throw error;
  }
}
