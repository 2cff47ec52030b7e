import { join } from 'node:path';
import { OperationError } from '../core/errors';
import { PROJECT_DIR } from '../system/paths';
import { run } from '../system/processes';
import { TerraformProgress } from './progress';
import { Terraform } from './terraform';
import { refuseSecretsInVariablesFiles } from './variables-files';
import type { Variables } from '../core/variables';

/** Terraform's default is 10, at which security group rules delay the database. */
const PARALLELISM = '30';

const PLAN_FLAGS = { deploy: [], destroy: ['-destroy'] } as const;

export interface DeploymentOptions {
  /** Name of the stack. */
  readonly stack: string;
  /** Output directory of the synth. */
  readonly output: string;
  /** Environment variables, in addition to those of this process. */
  readonly env: Variables;
  readonly signal?: AbortSignal | undefined;
}

/** Deploys and destroys one stack with the CDKTF CLI. */
export class Deployment {
  /** Terraform in the stack's synthesized directory. */
  public readonly terraform: Terraform;
  /** Synthesized directory of the stack. */
  public readonly folder: string;

  constructor(private readonly options: DeploymentOptions) {
    const { stack, output, env, signal } = options;
    this.folder = join(output, 'stacks', stack);
    this.terraform = new Terraform(this.folder, { env, signal });
  }

  /** @throws OperationError COMMAND_FAILED with Terraform's output */
  public deploy(onProgress?: (progress: TerraformProgress) => void): Promise<TerraformProgress> {
    return this.cdktf('deploy', onProgress);
  }

  /** @throws OperationError COMMAND_FAILED with Terraform's output */
  public destroy(onProgress?: (progress: TerraformProgress) => void): Promise<TerraformProgress> {
    return this.cdktf('destroy', onProgress);
  }

  private async cdktf(
    verb: keyof typeof PLAN_FLAGS,
    onProgress?: (progress: TerraformProgress) => void,
  ): Promise<TerraformProgress> {
    const { stack, output, env, signal } = this.options;
    refuseSecretsInVariablesFiles(this.folder, { ...process.env, ...env });
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

  /** The CDKTF CLI may exit before it prints Terraform's error. `init` or `plan` then reproduces it. */
  private async explain(verb: keyof typeof PLAN_FLAGS, error: unknown): Promise<never> {
    if (error instanceof OperationError && !error.message.includes('Error: ')) {
      await this.terraform.run(['init', '-input=false']);
      await this.terraform.run(['plan', '-input=false', ...PLAN_FLAGS[verb]]);
    }
    throw error;
  }
}
