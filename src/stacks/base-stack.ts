import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformDataSource, TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import '../core/util-is-array';
import { ConfigurationError } from '../core/errors';
import { requireScope } from '../core/require-scope';
import { terraformName } from '../core/names';
import type { BackendSettings } from '../core/state-backend';
import { guardrailProblems } from './guardrails';
import { networkVerifier } from './network-proof';
import { referenceProblems } from './reference-checks';
import { resourceProblems } from './resource-checks';
import { resolveStack } from './resolve-stack';
import { addStateBackend } from './state-backend';

/** First version in which the S3 backend's `use_lockfile` is generally available. */
const TERRAFORM_VERSION = '>= 1.11.0';

/** Construct id that is left out of addresses, as in the `constructs` library. */
const HIDDEN_ID = 'Resource';

export interface BaseStackProps {
  /** Region of all resources, e.g. `ap-northeast-2`. */
  readonly region: string;
  /** Default tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly state: BackendSettings;
}

/** A stack with provider, state backend, default tags, readable Terraform addresses, and a network that each synth verifies. */
export abstract class BaseStack extends TerraformStack {
  private readonly pathsByAddress = new Map<string, string>();
  private resolved: object | undefined;

  protected constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    requireScope(this);
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    new AwsProvider(this, 'aws', { region: props.region, defaultTags: [{ tags: { ...props.tags } }] });
    addStateBackend(this, props.state);
    this.node.addValidation(networkVerifier(this, () => this.json()));
    this.node.addValidation({
      validate: () => [
        ...resourceProblems(this.json()),
        ...guardrailProblems(this, this.json()),
        ...referenceProblems(this.json()),
      ],
    });
  }

  /** Terraform JSON of the stack, for validations. */
  protected json(): object {
    return (this.resolved ??= resolveStack(this));
  }

  /** Resolves the stack for validations and the next `toTerraform`, because resolving is slow. */
  public resolve(): void {
    this.resolved = resolveStack(this);
  }

  public override toTerraform(): object {
    const { resolved } = this;
    this.resolved = undefined;
    return resolved ?? resolveStack(this);
  }

  /**
   * Builds the address from the path of ids without a hash: `network_public_a` for `network/public-a`.
   *
   * @throws ConfigurationError ADDRESS_COLLISION if two constructs have the same address, which CDKTF would merge without an error
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

/** What CDKTF calls elements without a type of resource: `var`, `local` or `module`. */
interface Named {
  readonly terraformResourceType?: string;
  readonly _elementType?: string;
}

/** Namespace of a Terraform address: the resource type, data source, variable or output. */
function kindOf(element: object): string {
  const { terraformResourceType: type, _elementType: kind = element.constructor.name } = element as Named;
  if (type === undefined) return kind;
  return element instanceof TerraformDataSource ? `data.${type}` : type;
}
