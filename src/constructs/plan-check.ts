import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

export interface PlanCheckProps {
  /** Terraform expression that holds where all is well. */
  readonly condition: string;
  readonly message: string;
}

/** Warns at the end of a plan or an apply, which goes on. HashiCorp: "Checks"; CDKTF has no such block. */
export class PlanCheck extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PlanCheckProps,
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    const { condition, message } = this.props;
    const assert = { condition: `\${${condition}}`, error_message: message };
    return { check: { [this.friendlyUniqueId]: { assert: [assert] } } };
  }
}
