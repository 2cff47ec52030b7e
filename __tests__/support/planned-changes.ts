import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Automation, EnvironmentInput } from '../../src/config';
import { parseEnvironment } from '../../src/config/schema';
import { synthesizeEnvironment } from '../../src/terraform/environment-stack';
import { run } from '../../src/system/processes';
import { Terraform } from '../../src/terraform/terraform';
import type { EmulatedAccount } from '../../src/emulator/account';
import { terraformProgram } from '../../src/system/terraform-program';

interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

const ACTIONS: Readonly<Record<string, string>> = {
  Creation: 'create',
  Modifications: 'update',
  Destruction: 'delete',
};

/** An environment beside the deployed one, synthesized to a folder of its own with the same state. */
export class Variant {
  private readonly folder: string;
  public readonly terraform: Terraform;
  private readonly env: EmulatedAccount['env'];
  /** What Terraform said of the last plan. */
  public told = '';

  constructor(
    account: EmulatedAccount,
    name: string,
    environment: EnvironmentInput,
    variables: object = {},
    automation?: Automation,
  ) {
    const outdir = join(account.folder, `variant-${name}`);
    const parsed = parseEnvironment(environment, environment.name);
    this.folder = synthesizeEnvironment(parsed, outdir, automation);
    this.env = { ...account.env, ...variables };
    this.terraform = new Terraform(this.folder, { env: this.env });
    if (environment.state.backend === 'local')
      this.terraform.useLocalState(join(account.folder, `${environment.name}.tfstate`));
  }

  /** Changes what was synthesized, as somebody would who edits a template. */
  public edit(change: (text: string) => string): void {
    const file = join(this.folder, 'cdk.tf.json');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  /** What a plan would do, as `update aws_lb.load_balancer`, sorted; nothing is left out. */
  public async plan(...options: string[]): Promise<string[]> {
    await this.terraform.init();
    this.told = (
      await this.terraform.run(['plan', '-input=false', '-out=variant.tfplan', ...options])
    ).stdout;
    const { stdout } = await run(terraformProgram(), ['show', '-json', 'variant.tfplan'], {
      cwd: this.folder,
      env: this.env,
    });
    const { resource_changes: changes = [] } = JSON.parse(stdout) as Plan;
    return changes
      .map(({ address, change }) => `${change.actions.join('-')} ${address}`)
      .filter((line) => !/^(no-op|read) /.test(line))
      .sort();
  }

  /** Does what the last plan said, and tells what was done in the order in which it ended, as `delete aws_lb.load_balancer`. */
  public async apply(): Promise<string[]> {
    const { stdout } = await this.terraform.run(['apply', '-input=false', 'variant.tfplan']);
    const ended = /^(\S+)(?: \(deposed object \w+\))?: (Creation|Modifications|Destruction) complete/gm;
    return [...stdout.matchAll(ended)].map(([, address, what = '']) => `${ACTIONS[what]} ${address}`);
  }
}
