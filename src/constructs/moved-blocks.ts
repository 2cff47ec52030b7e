import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

/** A resource that has another Terraform address than before. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Keeps the resources whose addresses change. HashiCorp: "Refactoring"; CDKTF's `moveTo` needs the former construct in the stack. */
export class MovedBlocks extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly moves: readonly Move[],
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    return { moved: this.moves };
  }
}
