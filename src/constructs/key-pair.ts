import { KeyPair as AwsKeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { Fn, type Precondition, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';

export interface KeyPairProps {
  /** Start of the key pair's name in AWS. Terraform appends a suffix. Also its Name tag. */
  readonly namePrefix: string;
  /** Public key in OpenSSH format, or an expression for one. */
  readonly publicKey: string;
  /** @default the public key is not checked */
  readonly preconditions?: Precondition[];
}

/** An EC2 key pair for SSH. AWS: "Amazon EC2 key pairs and Amazon EC2 instances". */
export class KeyPair extends Construct {
  /** Name in AWS. */
  public readonly keyName: string;
  /**
   * Terraform address of a resource that changes with the public key alone, for `replace_triggered_by`. The name also changes after an
   * import of the key pair, since AWS does not return its public key.
   */
  public readonly publicKeyAddress: string;

  constructor(scope: Construct, id: string, { namePrefix, publicKey, preconditions }: KeyPairProps) {
    super(scope, id);
    const keyPair = new AwsKeyPair(this, 'Resource', {
      keyNamePrefix: `${namePrefix}-`,
      publicKey,
      tags: { Name: namePrefix },
      // Servers with create_before_destroy force it on the key pair, and two key pairs cannot have the same name.
      lifecycle: { createBeforeDestroy: true, ...(preconditions && { precondition: preconditions }) },
    });
    const hash = new TerraformResource(this, 'public-key', {
      terraformResourceType: 'terraform_data',
      // Its preconditions come first.
      dependsOn: [keyPair],
    });
    // A plan prints the input: the hash does not reveal a private key that is given by mistake.
    hash.addOverride('input', Fn.sha256(publicKey));
    this.keyName = keyPair.keyName;
    this.publicKeyAddress = `${hash.terraformResourceType}.${hash.friendlyUniqueId}`;
  }
}
