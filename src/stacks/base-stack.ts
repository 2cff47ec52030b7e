import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformDataSource, TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import '../core/util-is-array';
import { ConfigurationError } from '../core/errors';
import { terraformName } from '../core/names';
import type { BackendSettings } from '../core/state-backend';
import { networkProof } from './network-proof';
import { addStateBackend } from './state-backend';

/** The S3 backend's `use_lockfile` is generally available from this version on. */
const TERRAFORM_VERSION = '>= 1.11.0';

/** Ids that stand for their parent, as the `constructs` library has it. */
const HIDDEN_ID = 'Resource';

export interface BaseStackProps {
  /** Region of every resource, as `ap-northeast-2`. */
  readonly region: string;
  /** Tags of every resource that can have tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly state: BackendSettings;
}

/** Provider, state backend, default tags, Terraform addresses that people can read, and a network that is proved at every synth. */
export abstract class BaseStack extends TerraformStack {
  private readonly pathsByAddress = new Map<string, string>();
  private proved: object | undefined;

  protected constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    new AwsProvider(this, 'aws', { region: props.region, defaultTags: [{ tags: { ...props.tags } }] });
    addStateBackend(this, props.state);
    this.node.addValidation(networkProof(this, () => (this.proved = this.toTerraform())));
  }

  /** Resolving a stack takes long: what was just proved is what gets written. */
  public override toTerraform(): object {
    const { proved } = this;
    this.proved = undefined;
    return proved ?? (super.toTerraform() as object);
  }

  /**
   * The path of ids, without a hash: `network/public-a` becomes `network_public_a`.
   *
   * @throws ConfigurationError ADDRESS_COLLISION where two constructs would have one address; CDKTF would merge them silently.
   */
  protected override allocateLogicalId(element: TerraformElement | TerraformElement['node']): string {
    const node = element instanceof TerraformElement ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const name = terraformName(ids.filter((id) => id !== HIDDEN_ID));
    const address = [kindOf(element), name].join('.');
    const taken = this.pathsByAddress.get(address);
    if (taken !== undefined && taken !== node.path) {
      throw new ConfigurationError({
        code: 'ADDRESS_COLLISION',
        path: node.path,
        given: address,
        message: `is the Terraform address of ${taken} already`,
        accepted: 'ids that differ in more than punctuation',
      });
    }
    this.pathsByAddress.set(address, node.path);
    return name;
  }
}

/** What Terraform keeps names apart by: the resource type, and whether it is a data source, a variable or an output. */
function kindOf(element: object): string {
  const { terraformResourceType: type } = element as { terraformResourceType?: string };
  if (type === undefined) return element.constructor.name;
  return element instanceof TerraformDataSource ? `data.${type}` : type;
}
