import { Fn, type Precondition, TerraformIterator, TerraformLocal, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { KeyPair } from '../constructs/key-pair';
import type { CidrPeer } from '../constructs/security-group';
import { AWS_ACTIONS } from '../roles/aws-actions';

/** Shortest accepted prefix length, which excludes the internet and its halves. */
const WIDEST_PREFIX = 16;

/** Expression that lists the CIDR blocks that violate a rule. */
const violating = (rule: string): string =>
  `\${join(", ", [for c in var.admin_cidrs : jsonencode(c) if !(${rule})])}`;

const every = (rule: string): string => `\${alltrue([for c in var.admin_cidrs : ${rule}])}`;

// Rules after the first accept invalid CIDR blocks, so that each mistake is reported once.
const IS_CIDR = 'can(cidrnetmask(c))';
const NO_HOST_BITS = `${IS_CIDR} ? cidrsubnet(c, 0, 0) == c : true`;
const NARROW = `${IS_CIDR} ? tonumber(split("/", c)[1]) >= ${WIDEST_PREFIX} : true`;

/**
 * Public keys, whose length follows from type and size, so that a truncated one is rejected. RFC 8709 and RFC 4253, with exponent 65537.
 * AWS: "Create a key pair for your Amazon EC2 instance".
 */
const BASE64 = '[A-Za-z0-9+/]';
const KEYS = [
  `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${BASE64}{43}`,
  `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB(AQ${BASE64}{342}|gQ${BASE64}{513}=)`,
  `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAACAQ${BASE64}{684}==`,
];
const OPENSSH = `^(${KEYS.join('|')})( [^\\\\n]*)?\\\\s*$`;

/** Image reference: registry, path, tag and digest. Only the path is required. Docker: "Reference grammar". */
const IMAGE_PART = '[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*';
const IMAGE =
  '^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]+)?/)?' +
  `${IMAGE_PART}(/${IMAGE_PART})*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$`;

/** Image reference in ECR. AWS: "Amazon ECR private registries". */
const ECR =
  '^(?P<account>[0-9]{12})[.]dkr[.]ecr[.](?P<region>[a-z0-9-]+)[.]amazonaws[.]com/(?P<repository>[^:@]+)';

/** A registry host of ECR without a repository, which the grammar takes for a path. */
const ECR_ALONE = '^[0-9]{12}[.]dkr[.]ecr[.][^/]*$';

/** Printed characters of a rejected value, and at most a third of it: enough to recognize it, too few to reveal a pasted secret. */
const PRINTED_LENGTH = 11;

/** An address as SNS takes it: at most 254 characters, and no white space. RFC 5321. */
const EMAIL =
  "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])+[A-Za-z]{2,63}$";

const matches = (pattern: string, name: string): string => `can(regex("${pattern}", var.${name}))`;

const printedStart = (name: string): string =>
  `\${jsonencode(substr(var.${name}, 0, min(${PRINTED_LENGTH}, floor(length(var.${name}) / 3))))}\${length(var.${name}) > 0 ? "..." : ""}`;

export interface ApplicationImage {
  readonly reference: string;
  /** Policy statements for the pull. Empty if the image is not in ECR. */
  readonly pullStatements: TerraformLocal;
}

/** Input variables, which change without a new synth. HCP Terraform takes them as workspace variables. */
export class InputVariables {
  /** CIDR blocks of administrators. Each gets a rule. */
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
          errorMessage: `admin_cidrs: ${violating(IS_CIDR)} is not an IPv4 range in CIDR notation; accepted: as 203.0.113.0/24; add /32 to a single address, as 203.0.113.7/32.`,
        },
        {
          condition: every(NO_HOST_BITS),
          errorMessage: `admin_cidrs: ${violating(NO_HOST_BITS)} has host bits set; accepted: the network's first address, or /32 for a single address.`,
        },
        {
          condition: every(NARROW),
          errorMessage: `admin_cidrs: ${violating(NARROW)} is too wide; accepted: /${WIDEST_PREFIX} to /32, so never the whole internet.`,
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
      matches(OPENSSH, 'ssh_public_key'),
      'is not a public key in OpenSSH format; accepted: the whole text of a .pub file, Ed25519 or RSA of 2048, 3072 or 4096 bits, as ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... or ssh-rsa AAAAB3NzaC1yc2EAAAA....',
    );
  }

  /** Creates the key pair of `ssh_public_key`. */
  public keyPair(namePrefix: string): KeyPair {
    return new KeyPair(this.scope, 'key-pair', {
      namePrefix,
      publicKey: Fn.trimspace(this.sshPublicKey.stringValue),
      preconditions: this.preconditions,
    });
  }

  /** Address that gets the alarms. The variable is added at the first call. Not a secret: plans and the topic show it. */
  public alarmEmail(): string {
    const condition = `\${${matches(EMAIL, 'alarm_email')} && length(var.alarm_email) <= 254}`;
    const variable = new TerraformVariable(this.scope, 'alarm_email', {
      type: 'string',
      nullable: false,
      description:
        'E-mail address that gets the alarms, as ops@example.com; somebody there confirms the subscription',
      validation: [
        {
          condition,
          errorMessage:
            'alarm_email: ${jsonencode(var.alarm_email)} is not an e-mail address; accepted: one address, as ops@example.com.',
        },
      ],
    });
    return variable.stringValue;
  }

  /** The application's image. The variable is added at the first call. */
  public applicationImage(): ApplicationImage {
    return (this.image ??= this.addImageVariable());
  }

  /**
   * Adds a precondition for a variable that may hold a secret. Returns the local that says whether the value is valid. A failed
   * validation block prints the value, even of a sensitive variable; a failed precondition prints only what its condition names. Every
   * server depends on the key pair, so none is planned with an invalid value.
   */
  private require(name: string, condition: string, message: string): string {
    const valid = `${name}_is_valid`;
    new TerraformLocal(this.scope, valid, `\${${condition}}`);
    this.preconditions.push({
      condition: `\${local.${valid}}`,
      errorMessage: `${name}: ${printedStart(name)} ${message}`,
    });
    return `local.${valid}`;
  }

  private addImageVariable(): ApplicationImage {
    const variable = new TerraformVariable(this.scope, 'app_image', {
      type: 'string',
      nullable: false,
      description:
        "Image of the application's container, as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/shop:1.4.2",
    });
    const valid = this.require(
      'app_image',
      `${matches(IMAGE, 'app_image')} && !${matches(ECR_ALONE, 'app_image')}`,
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
