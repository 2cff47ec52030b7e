import { KeyPair } from '@cdktf/provider-aws/lib/key-pair';
import { Fn, TerraformIterator, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import type { AddressRange } from '../constructs/security-group';

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

/** What an operator gives without a new synth: Terraform variables, so Terraform Cloud's workspace variables as well. */
export class OperatorInputs {
  /** The administrators' addresses, one rule for each. */
  public readonly administrators: AddressRange;
  private readonly sshPublicKey: TerraformVariable;

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
      validation: [
        {
          condition: `\${can(regex("${OPENSSH}", var.ssh_public_key))}`,
          errorMessage:
            // Eleven characters: enough to know a file by, too few to give away a private key pasted by mistake.
            'ssh_public_key: "${substr(var.ssh_public_key, 0, 11)}"... is not a public key in OpenSSH format; accepted: the text of a .pub file, as ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... or ssh-rsa AAAAB3NzaC1yc2EAAAA....',
        },
      ],
    });
  }

  /** Makes the key pair under a name in AWS, and returns that name. */
  public keyPair(name: string): string {
    return new KeyPair(this.scope, 'key-pair', {
      keyName: name,
      publicKey: Fn.trimspace(this.sshPublicKey.stringValue),
      tags: { Name: name },
    }).keyName;
  }
}
