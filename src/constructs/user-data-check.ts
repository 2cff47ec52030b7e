import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

export interface UserDataCheckProps {
  /** Name of the server. */
  readonly name: string;
  /** Terraform address of the instance. */
  readonly address: string;
  /** Expression of the current user data. */
  readonly userData: string;
}

/**
 * Warns in every plan while a server has older user data, because a change of it does not replace the server. HashiCorp: "Checks";
 * CDKTF has no such block.
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
