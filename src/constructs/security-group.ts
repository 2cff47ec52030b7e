import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable, ITerraformIterator } from 'cdktf';
import { Construct } from 'constructs';

export interface SecurityGroupProps {
  /** What the group belongs to, as a person calls it; also its Name tag. */
  readonly name: string;
  /** What it is called in its description, which AWS cannot change. @default name */
  readonly nameInAws?: string;
  /** Start of the group's name in AWS; Terraform appends a suffix of its own. */
  readonly namePrefix: string;
  readonly vpcId: string;
  /**
   * Whether the internet may be let in, as it is to a load balancer.
   *
   * @default the synth fails where the internet reaches a member
   */
  readonly internetFacing?: boolean;
}

/** What is opened: one port of one protocol, and the service behind it for the rule's description. */
export interface PortRule {
  readonly port: number;
  /** @default 'tcp' */
  readonly protocol?: 'tcp' | 'udp';
  /** Name of the service, as `SSH`. */
  readonly description: string;
}

/** Addresses outside the platform. */
export interface CidrPeer {
  /** Word for the range in addresses and descriptions, as `internet` or `administrators`. */
  readonly label: string;
  /** IPv4 range in CIDR notation, or an expression that is one. */
  readonly cidrIpv4: string;
  /** Where the ranges are a list that is not known at synth. */
  readonly forEach?: ITerraformIterator;
}

/** One side of an access: a security group, or addresses. */
export type AccessPeer = SecurityGroup | CidrPeer;

/** An access that was declared: it is the policy that every synth verifies. */
export interface Access {
  readonly from: AccessPeer;
  readonly to: AccessPeer;
  readonly rule: PortRule;
}

/** Something with network interfaces that has a security group. */
export interface Connectable {
  readonly securityGroup: SecurityGroup;
}

/** Every IPv4 address there is. */
export const INTERNET: CidrPeer = { label: 'internet', cidrIpv4: '0.0.0.0/0' };

/** A range that configuration states. */
export const cidrPeer = (cidr: string): CidrPeer =>
  cidr === INTERNET.cidrIpv4 ? INTERNET : { label: cidr.replace(/[./]/g, '-'), cidrIpv4: cidr };

/** Ports that people know by a name. */
const SERVICES: Readonly<Record<number, string>> = { 80: 'HTTP', 443: 'HTTPS' };

/** A TCP port by its number. */
export const tcpPort = (port: number): PortRule => ({ port, description: SERVICES[port] ?? `TCP ${port}` });

const ruleOf = ({ port, protocol = 'tcp' }: PortRule) => ({
  ipProtocol: protocol,
  fromPort: port,
  toPort: port,
});

const idOf = (direction: 'from' | 'to', label: string, { port, protocol = 'tcp' }: PortRule): string =>
  [direction, label, protocol, port].join('-');

/**
 * A security group without inline rules and without AWS's default egress rule, and the access that it declares.
 * Every rule is a resource of its own. AWS: "Control traffic to your AWS resources using security groups".
 */
export class SecurityGroup extends Construct implements Connectable {
  public readonly securityGroup = this;
  public readonly id: string;
  public readonly internetFacing: boolean;
  private readonly label: string;
  private readonly resource: AwsSecurityGroup;
  private readonly declared: Access[] = [];

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const { name, nameInAws = name, namePrefix, vpcId, internetFacing = false } = props;
    this.label = name;
    this.internetFacing = internetFacing;
    this.resource = new AwsSecurityGroup(this, 'Resource', {
      namePrefix,
      // Constant: a changed description would replace the group.
      description: `Traffic of ${nameInAws}`,
      vpcId,
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    });
    this.id = this.resource.id;
  }

  /** Terraform address of the group. */
  public get address(): string {
    return `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
  }

  /** What was declared of the group: who may reach it, and which addresses it may reach. */
  public get accesses(): readonly Access[] {
    return this.declared;
  }

  /** Opens a port to another part of the platform: ingress here, and the matching egress there. */
  public allowFrom({ securityGroup: peer }: Connectable, rule: PortRule): void {
    this.declared.push({ from: peer, to: this, rule });
    this.addIngressFrom(peer, rule);
    new VpcSecurityGroupEgressRule(peer, idOf('to', this.label, rule), {
      securityGroupId: peer.id,
      referencedSecurityGroupId: this.id,
      ...ruleOf(rule),
      description: `${rule.description} to ${this.label}`,
      tags: { Name: `${peer.label} to ${this.label}` },
    });
  }

  /**
   * Lets a peer's connections pass to what lies behind, e.g. the internet: ingress alone, since the peer's own rules say where it
   * connects to.
   */
  public forwardFrom({ securityGroup: peer }: Connectable, rule: PortRule): void {
    this.declared.push({ from: peer, to: this, rule });
    this.addIngressFrom(peer, rule);
  }

  /** Opens a port to addresses outside the platform. */
  public allowFromCidr(peer: CidrPeer, rule: PortRule): void {
    this.declared.push({ from: peer, to: this, rule });
    new VpcSecurityGroupIngressRule(this, idOf('from', peer.label, rule), {
      securityGroupId: this.id,
      cidrIpv4: peer.cidrIpv4,
      ...ruleOf(rule),
      ...(peer.forEach && { forEach: peer.forEach }),
      description: `${rule.description} from ${peer.label}`,
      tags: { Name: `${this.label} from ${peer.label}` },
    });
  }

  /** Lets the group's members open connections to TCP ports of the internet; gives what whoever needs that waits for. */
  public allowToInternet(ports: readonly number[]): ITerraformDependable[] {
    return [...ports]
      .sort((one, other) => one - other)
      .map((port) => {
        const rule = tcpPort(port);
        this.declared.push({ from: this, to: INTERNET, rule });
        return new VpcSecurityGroupEgressRule(this, idOf('to', INTERNET.label, rule), {
          securityGroupId: this.id,
          cidrIpv4: INTERNET.cidrIpv4,
          ...ruleOf(rule),
          description: `${rule.description} to ${INTERNET.label}`,
          tags: { Name: `${this.label} to ${INTERNET.label}` },
        });
      });
  }

  private addIngressFrom(peer: SecurityGroup, rule: PortRule): void {
    new VpcSecurityGroupIngressRule(this, idOf('from', peer.label, rule), {
      securityGroupId: this.id,
      referencedSecurityGroupId: peer.id,
      ...ruleOf(rule),
      description: `${rule.description} from ${peer.label}`,
      tags: { Name: `${this.label} from ${peer.label}` },
    });
  }
}
