import { join } from 'node:path';
import type { EnvironmentInput } from '../../src/config';
import { parseEnvironment } from '../../src/config/schema';
import { synthesizeEnvironment } from '../../src/commands/environment-stack';
import { run } from '../../src/commands/processes';
import { Terraform } from '../../src/commands/terraform';
import type { EmulatedAccount } from '../../src/commands/emulated-account';

interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** An environment beside the deployed one, synthesized to a folder of its own with the same state. */
export class Variant {
  private readonly folder: string;
  private readonly terraform: Terraform;
  private readonly env: EmulatedAccount['env'];

  constructor(account: EmulatedAccount, name: string, environment: EnvironmentInput) {
    const outdir = join(account.folder, `variant-${name}`);
    this.folder = synthesizeEnvironment(parseEnvironment(environment, environment.name), outdir);
    this.env = account.env;
    this.terraform = new Terraform(this.folder, { env: this.env });
  }

  /** What a plan would do, as `update aws_lb.load_balancer`, sorted; nothing is left out. */
  public async plan(): Promise<string[]> {
    await this.terraform.init();
    await this.terraform.run(['plan', '-input=false', '-out=variant.tfplan']);
    const { stdout } = await run('terraform', ['show', '-json', 'variant.tfplan'], {
      cwd: this.folder,
      env: this.env,
    });
    const { resource_changes: changes = [] } = JSON.parse(stdout) as Plan;
    return changes
      .map(({ address, change }) => `${change.actions.join('-')} ${address}`)
      .filter((line) => !/^(no-op|read) /.test(line))
      .sort();
  }

  /** Does what the last plan said. */
  public async apply(): Promise<void> {
    await this.terraform.run(['apply', '-input=false', 'variant.tfplan']);
  }
}
