import { KeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { Fn, type Precondition, TerraformIterator, TerraformLocal, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import type { CidrPeer } from '../constructs/security-group';
import { AWS_ACTIONS } from '../roles/aws-actions';

/** Longest of the administrators' ranges, so never the internet nor its halves. */
const WIDEST_PREFIX = 16;

/** The sentence in which Terraform tells which of the ranges break a rule. */
const offending = (rule: string): string =>
  `\${join(", ", [for c in var.admin_cidrs : jsonencode(c) if !(${rule})])}`;

const every = (rule: string): string => `\${alltrue([for c in var.admin_cidrs : ${rule}])}`;

// A range that is none is the first rule's to tell; the others let it pass, so that one fault makes one sentence.
const IS_CIDR = 'can(cidrnetmask(c))';
const NO_HOST_BITS = `${IS_CIDR} ? cidrsubnet(c, 0, 0) == c : true`;
const NARROW = `${IS_CIDR} ? tonumber(split("/", c)[1]) >= ${WIDEST_PREFIX} : true`;

const OPENSSH =
  '^(ssh-ed25519 AAAAC3NzaC1lZDI1NTE5|ssh-rsa AAAAB3NzaC1yc2E)[A-Za-z0-9+/]+={0,2}( [^\\\\n]*)?\\\\s*$';

/** Docker: "Reference grammar": registry, path, tag and digest, the first and the last two where they are stated. */
const IMAGE_PART = '[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*';
const IMAGE =
  '^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]+)?/)?' +
  `${IMAGE_PART}(/${IMAGE_PART})*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$`;

/** AWS: "Amazon ECR private registries": the one form that an image there has. */
const ECR =
  '^(?P<account>[0-9]{12})[.]dkr[.]ecr[.](?P<region>[a-z0-9-]+)[.]amazonaws[.]com/(?P<repository>[^:@]+)';

/** Characters of a refused value that are printed: enough to recognize it, too few to disclose a secret pasted by mistake. */
const PRINTED_LENGTH = 11;

const beginning = (name: string): string =>
  `\${jsonencode(substr(var.${name}, 0, ${PRINTED_LENGTH}))}\${length(var.${name}) > ${PRINTED_LENGTH} ? "..." : ""}`;

export interface ApplicationImage {
  readonly reference: string;
  /** Policy statements with which a role pulls it: none where it is not in ECR. */
  readonly pullStatements: TerraformLocal;
}

/** What an operator gives without a new synth: Terraform variables, so HCP Terraform's workspace variables as well. */
export class InputVariables {
  /** The administrators' addresses, one rule for each. */
  public readonly administrators: CidrPeer;
  private readonly sshPublicKey: TerraformVariable;
  private readonly preconditions: Precondition[] = [];
  private image: ApplicationImage | undefined;

  constructor(private readonly scope: Construct) {
    const adminCidrs = new TerraformVariable(scope, 'admin_cidrs', {
      type: 'list(string)',
      nullable: false,
      description:
        'IPv4 ranges in CIDR notation from which administrators reach the bastion, as ["203.0.113.7/32"]',
      validation: [
        {
          condition: '${length(var.admin_cidrs) > 0}',
          errorMessage: 'admin_cidrs: [] is empty; accepted: one or more IPv4 ranges, as ["203.0.113.7/32"].',
        },
        {
          condition: every(IS_CIDR),
          errorMessage: `admin_cidrs: ${offending(IS_CIDR)} is not an IPv4 range in CIDR notation; accepted: as 203.0.113.0/24; add /32 to a single address, as 203.0.113.7/32.`,
        },
        {
          condition: every(NO_HOST_BITS),
          errorMessage: `admin_cidrs: ${offending(NO_HOST_BITS)} has host bits set; accepted: the network's first address, or /32 for a single address.`,
        },
        {
          condition: every(NARROW),
          errorMessage: `admin_cidrs: ${offending(NARROW)} is too wide; accepted: /${WIDEST_PREFIX} to /32, so never the whole internet.`,
        },
      ],
    });
    const iterator = TerraformIterator.fromList(adminCidrs.listValue);
    this.administrators = { label: 'administrators', cidrIpv4: iterator.value, forEach: iterator };

    this.sshPublicKey = new TerraformVariable(scope, 'ssh_public_key', {
      type: 'string',
      nullable: false,
      description: 'Public key in OpenSSH format, Ed25519 or RSA, with which administrators log in',
    });
    this.require(
      'ssh_public_key',
      OPENSSH,
      'is not a public key in OpenSSH format; accepted: the text of a .pub file, as ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... or ssh-rsa AAAAB3NzaC1yc2EAAAA....',
    );
  }

  /** Makes the key pair under a name in AWS that begins with `name`, and returns that name. */
  public keyPair(name: string): string {
    return new KeyPair(this.scope, 'key-pair', {
      keyNamePrefix: `${name}-`,
      publicKey: Fn.trimspace(this.sshPublicKey.stringValue),
      tags: { Name: name },
      // Servers whose successors come first make the key pair do so too, and two of one name cannot be.
      lifecycle: { createBeforeDestroy: true, precondition: this.preconditions },
    }).keyName;
  }

  /** The application's image. Asked for where somebody needs it, and nowhere else. */
  public applicationImage(): ApplicationImage {
    return (this.image ??= this.askForImage());
  }

  /**
   * Refuses a value that may hold a secret, and returns the local that says whether it is valid. For a failed validation block
   * Terraform prints the value and its line in the variables file, even for a sensitive variable; for a precondition only what
   * the condition names. Every server depends on the key pair, so none is planned with a refused value.
   */
  private require(name: string, pattern: string, message: string): string {
    const valid = `${name}_is_valid`;
    new TerraformLocal(this.scope, valid, `\${can(regex("${pattern}", var.${name}))}`);
    this.preconditions.push({
      condition: `\${local.${valid}}`,
      errorMessage: `${name}: ${beginning(name)} ${message}`,
    });
    return `local.${valid}`;
  }

  private askForImage(): ApplicationImage {
    const variable = new TerraformVariable(this.scope, 'app_image', {
      type: 'string',
      nullable: false,
      description:
        "Image of the application's container, as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2",
    });
    const valid = this.require(
      'app_image',
      IMAGE,
      'is not an image reference; accepted: registry/path:tag, as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2 or ghcr.io/team/shop@sha256: and 64 digits; the registry may be left out, tag and digest too; without a scheme or credentials.',
    );
    const statements = [
      { Effect: 'Allow', Action: AWS_ACTIONS.imageRegistry, Resource: '*' },
      {
        Effect: 'Allow',
        Action: AWS_ACTIONS.imageRepository,
        Resource: 'arn:aws:ecr:${r.region}:${r.account}:repository/${r.repository}',
      },
    ];
    const found = `regexall("${ECR}", ${valid} ? var.app_image : "")`;
    return {
      reference: variable.stringValue,
      pullStatements: new TerraformLocal(
        this.scope,
        'pull-statements',
        `\${flatten([for r in ${found} : ${JSON.stringify(statements)}])}`,
      ),
    };
  }
}
