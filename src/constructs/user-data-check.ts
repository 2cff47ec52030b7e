import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

export interface UserDataCheckProps {
  /** The server, as a person calls it. */
  readonly name: string;
  /** Terraform address of the instance. */
  readonly address: string;
  /** Expression of the script that it would get if it were made now. */
  readonly userData: string;
}

/**
 * Tells in every plan that a server still runs an older script, since no change of its script replaces it. HashiCorp: "Checks";
 * CDKTF knows no such block.
 */
export class UserDataCheck extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: UserDataCheckProps,
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    const { name, address, userData } = this.props;
    const assert = {
      // Of user data the provider keeps the hash.
      condition: `\${${address}.user_data == sha1(${userData})}`,
      error_message: `${name} is not replaced when its script changes: it still has the one that it was made with. To give it the new one: terraform apply -replace=${address}`,
    };
    return { check: { [this.friendlyUniqueId]: { assert: [assert] } } };
  }
}
