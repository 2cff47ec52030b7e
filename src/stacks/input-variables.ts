import { Fn, Lazy, type Precondition, TerraformIterator, TerraformLocal, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { KeyPair } from '../constructs/key-pair';
import type { Registry } from '../constructs/registry';
import type { CidrPeer } from '../constructs/security-group';
import { terraformName } from '../core/names';
import { type ApplicationImage, ApplicationImages, type CheckedInput } from './application-images';

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

/** Printed characters of a rejected value, and at most a third of it: enough to recognize it, too few to reveal a pasted secret. */
const PRINTED_LENGTH = 11;

/** An address as SNS takes it: at most 254 characters, and no white space. RFC 5321. */
const EMAIL =
  "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])+[A-Za-z]{2,63}$";

const matches = (pattern: string, name: string): string => `can(regex("${pattern}", var.${name}))`;

const printedStart = (value: string): string =>
  `\${jsonencode(substr(${value}, 0, min(${PRINTED_LENGTH}, floor(length(${value}) / 3))))}\${length(${value}) > 0 ? "..." : ""}`;

export interface InputSettings {
  /** Where images of applications are, with their tags alone. @default elsewhere */
  readonly registry?: Registry | undefined;
  /** What administrators reach from addresses that a variable states: `the bastion`. @default nothing, and no variable */
  readonly administratorsReach?: string | undefined;
}

/** Input variables, which change without a new synth. HCP Terraform takes them as workspace variables. */
export class InputVariables {
  /** CIDR blocks of administrators. */
  private readonly adminCidrs: TerraformVariable | undefined;
  private readonly sshPublicKey: TerraformVariable;
  private readonly preconditions: Precondition[] = [];
  private readonly images: ApplicationImages;
  /** Servers with a canary. */
  private readonly canaries = new Set<string>();

  constructor(
    private readonly scope: Construct,
    { registry, administratorsReach }: InputSettings,
  ) {
    this.adminCidrs = administratorsReach === undefined ? undefined : this.addAdminCidrs(administratorsReach);
    this.sshPublicKey = new TerraformVariable(scope, 'ssh_public_key', {
      type: 'string',
      nullable: false,
      description: 'Public key in OpenSSH format, Ed25519 or RSA, with which administrators log in',
    });
    this.images = new ApplicationImages(scope, (input) => this.require(input), registry);
    this.require({
      name: 'ssh_public_key',
      value: 'var.ssh_public_key',
      condition: matches(OPENSSH, 'ssh_public_key'),
      message:
        'is not a public key in OpenSSH format; accepted: the whole text of a .pub file, Ed25519 or RSA of 2048, 3072 or 4096 bits, as ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... or ssh-rsa AAAAB3NzaC1yc2EAAAA....',
    });
  }

  /**
   * CIDR blocks of administrators. Each gets a rule.
   *
   * @throws Error if the variable was not asked for
   */
  public administrators(): CidrPeer {
    if (!this.adminCidrs) throw new Error('no variable holds the addresses of administrators');
    const iterator = TerraformIterator.fromList(this.adminCidrs.listValue);
    return { label: 'administrators', cidrIpv4: iterator.value, forEach: iterator };
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

  /**
   * An application's image: of `images`, or of `app_image` without a name. Each variable is added at the first call.
   *
   * @param name key of `images`
   */
  public applicationImage(name?: string): ApplicationImage {
    return name === undefined ? this.images.single() : this.images.named(name);
  }

  /**
   * Percent of the requests that the canary of a server takes, as an expression. The variable is added at the first call.
   *
   * @param configured percent unless the variable has the server
   */
  public canaryWeight(server: string, configured: number): string {
    if (this.canaries.size === 0) this.addCanaryWeights();
    this.canaries.add(server);
    return `lookup(var.canary_weights, "${server}", ${configured})`;
  }

  private addAdminCidrs(goal: string): TerraformVariable {
    return new TerraformVariable(this.scope, 'admin_cidrs', {
      type: 'list(string)',
      nullable: false,
      description: `IPv4 ranges in CIDR notation from which administrators reach ${goal}, as ["203.0.113.7/32"]`,
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
  }

  private addCanaryWeights(): void {
    const names = Lazy.stringValue({ produce: () => JSON.stringify([...this.canaries].sort()) });
    const wrong = `[for n, w in var.canary_weights : n if !(contains(${names}, n) && w >= 0 && w <= 100 && floor(w) == w)]`;
    new TerraformVariable(this.scope, 'canary_weights', {
      type: 'map(number)',
      nullable: false,
      default: {},
      description: 'Percent of the requests that the canary of a server takes, as {devloop-server = 5}',
      validation: [
        {
          condition: `\${length(${wrong}) == 0}`,
          errorMessage: `canary_weights: \${join(", ", ${wrong})} has no canary or a wrong percentage; accepted: whole numbers from 0 to 100 for \${join(", ", ${names})}.`,
        },
      ],
    });
  }

  /**
   * Adds a precondition for a variable that may hold a secret. Returns the local that says whether the value is valid. A failed
   * validation block prints the value, even of a sensitive variable; a failed precondition prints only what its condition names. Every
   * server depends on the key pair, so none is planned with an invalid value.
   */
  private require({ name, id = name, value, condition, message }: CheckedInput): string {
    const valid = `${id}_is_valid`;
    new TerraformLocal(this.scope, valid, `\${${condition}}`);
    this.preconditions.push({
      condition: `\${local.${terraformName([valid])}}`,
      errorMessage: `${name}: ${printedStart(value)} ${message}`,
    });
    return `local.${terraformName([valid])}`;
  }
}
