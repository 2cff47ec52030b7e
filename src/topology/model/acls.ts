import type { Arguments } from '../fields';
import { Link, both, leadsFor, someLeadsTo, type Leads } from '../link';
import { EVERYTHING } from '../../net/ranges';
import { Reference, Unknown } from '../value';
import { claimsOn, type Claim, type Context } from './context';
import { uncertain, exactly, matchesOf, type Match } from './match';
import type { Subnet } from './network';
import { inFile } from './outside';
import { trafficOf, type Traffic } from './traffic';
import type { Direction } from './groups';

export interface AclRule {
  readonly by: string;
  readonly direction: Direction;
  readonly number: number | Unknown;
  readonly allow: boolean | Unknown;
  readonly traffic: Traffic;
  readonly ranges: readonly Match[];
  readonly certain: boolean;
}

export interface Acl {
  readonly address: string;
  /** In the order in which AWS tries them. */
  readonly rules: readonly AclRule[];
}

/** The attribute by which Terraform, and whoever adopts it, names a VPC's default ACL. */
const DEFAULT_ACL = 'default_network_acl_id';
const RANGES = ['cidr_block', 'ipv6_cidr_block'];
const ANY: Traffic = { protocol: '-1', from: undefined, to: undefined, owner: '' };

/** Network ACLs, and which of them a subnet has: one that names it, else its VPC's default one. */
export class Acls {
  private readonly acls = new Map<string, Acl>();

  constructor(private readonly context: Context) {}

  /** @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html */
  public aclsOf(subnet: Subnet): Acl[] {
    const claims = [...this.named(subnet), ...this.associated(subnet)];
    const sure = claims.filter(({ leads }) => leads === 'yes');
    const chosen = (sure.length > 0 ? sure : claims).flatMap(({ acl }) => this.follow(acl));
    const decided = sure.length > 0 || this.isAssociated(subnet);
    const rest = decided ? [] : [this.defaultOf(subnet)];
    return [...new Set([...chosen, ...rest, ...this.context.uncertainties(subnet.address).map(unknownAcl)])];
  }

  private named(subnet: Subnet): { acl: Link; leads: Leads }[] {
    return this.context.all('aws_network_acl', 'aws_default_network_acl').flatMap((args) =>
      args
        .links('subnet_ids')
        .map((link) => ({
          acl: Link.to(new Reference(args.owner.address, 'id')),
          leads: both(link.leadsTo(subnet.address), leadsFor(args.owner.certain)),
        }))
        .filter(({ leads }) => leads !== 'no'),
    );
  }

  private associated(subnet: Subnet): { acl: Link; leads: Leads }[] {
    const associations = this.context.all('aws_network_acl_association');
    return claimsOn(associations, (args) => args.link('subnet_id'), subnet.address).map(
      ({ args, leads }) => ({
        acl: args.link('network_acl_id'),
        leads,
      }),
    );
  }

  private isAssociated(subnet: Subnet): boolean {
    const certain = this.context.all('aws_network_acl_association').filter((args) => args.owner.certain);
    return someLeadsTo(
      certain.map((args) => args.link('subnet_id')),
      subnet.address,
    );
  }

  private follow(link: Link): Acl[] {
    return link
      .each((one): Acl[] => {
        if (!(one instanceof Reference)) return [unknownAcl(one?.why ?? 'a network ACL')];
        const adopted =
          one.path === DEFAULT_ACL ? undefined : this.context.at(one.address)?.link(DEFAULT_ACL);
        return adopted?.isStated === true ? this.follow(adopted) : [this.acl(this.keyOf(one))];
      })
      .flat();
  }

  private defaultOf({ vpc }: Subnet): Acl {
    const known = inFile(vpc);
    return known instanceof Unknown ? unknownAcl(known.why) : this.acl(defaultAclKey(known.address));
  }

  private keyOf(reference: Reference): string {
    if (reference.path === DEFAULT_ACL) return defaultAclKey(reference.address);
    const adopted = this.context.at(reference.address)?.link(DEFAULT_ACL).sure;
    return adopted ? this.keyOf(adopted) : reference.address;
  }

  private acl(key: string): Acl {
    const found = this.acls.get(key);
    if (found) return found;
    const holders = this.holdersOf(key);
    const inline = holders.flatMap(({ args, leads }) =>
      (['ingress', 'egress'] as const).flatMap((direction) =>
        args.blocks(direction).map((block) => this.inline(block, direction, leads === 'yes')),
      ),
    );
    const isDefault = key.startsWith(defaultAclKey('')) && !holders.some(({ leads }) => leads === 'yes');
    const original = isDefault ? originalRules(key, holders.length === 0) : [];
    const uncertainties = this.context
      .uncertainties(holders[0]?.args.owner.address ?? key)
      .flatMap(uncertainRules);
    const rules = [...inline, ...original, ...this.standalone(key), ...uncertainties];
    const acl = {
      address: holders[0]?.args.owner.address ?? key,
      rules: rules.sort((a, b) => order(a) - order(b)),
    };
    this.acls.set(key, acl);
    return acl;
  }

  /** The resources that state the rules of this ACL; a default ACL has several names. */
  private holdersOf(key: string): Claim[] {
    const keyOf = (one: Reference): string => this.keyOf(one);
    return claimsOn(
      this.context.all('aws_network_acl', 'aws_default_network_acl'),
      (args) => args.link(DEFAULT_ACL).or(Link.to(new Reference(args.owner.address, 'id'))),
      key,
      keyOf,
    );
  }

  private inline(block: Arguments, direction: Direction, certain: boolean): AclRule {
    return this.read(block, direction, block.number('rule_no'), block.text('action'), certain);
  }

  private standalone(key: string): AclRule[] {
    const keyOf = (one: Reference): string => this.keyOf(one);
    const rules = this.context.all('aws_network_acl_rule');
    return claimsOn(rules, (args) => args.link('network_acl_id'), key, keyOf).flatMap(({ args, leads }) => {
      const egress = args.flag('egress', false);
      const certain = leads === 'yes' && !(egress instanceof Unknown);
      const directions: Direction[] =
        egress instanceof Unknown ? ['ingress', 'egress'] : [egress ? 'egress' : 'ingress'];
      return directions.map((direction) =>
        this.read(args, direction, args.number('rule_number'), args.text('rule_action'), certain),
      );
    });
  }

  private read(
    args: Arguments,
    direction: Direction,
    number: number | Unknown | undefined,
    action: string | Unknown | undefined,
    certain: boolean,
  ): AclRule {
    const by = args.owner.address;
    return {
      by: typeof number === 'number' ? `rule ${number} of ${by}` : by,
      direction,
      number: number ?? new Unknown(`${by}'s rule number`),
      allow: action instanceof Unknown ? action : action?.toLowerCase() === 'allow',
      traffic: trafficOf(args),
      ranges: RANGES.flatMap((name) => matchesOf(this.context, args, name)),
      certain,
    };
  }
}

const order = ({ number }: AclRule): number => (typeof number === 'number' ? number : -1);

const defaultAclKey = (vpc: string): string => `the default network ACL of ${vpc}`;

/** A VPC's default ACL lets everything through until Terraform adopts it. */
function originalRules(by: string, certain: boolean): AclRule[] {
  const rule = {
    by,
    number: 100,
    allow: true,
    traffic: ANY,
    ranges: [exactly(EVERYTHING, '0.0.0.0/0, ::/0')],
    certain,
  };
  return [
    { ...rule, direction: 'ingress' },
    { ...rule, direction: 'egress' },
  ];
}

function uncertainRules(why: string): AclRule[] {
  const rule = {
    by: why,
    number: new Unknown(why),
    allow: new Unknown(why),
    traffic: ANY,
    ranges: [uncertain(why)],
    certain: false,
  };
  return [
    { ...rule, direction: 'ingress' },
    { ...rule, direction: 'egress' },
  ];
}

const unknownAcl = (why: string): Acl => ({ address: why, rules: uncertainRules(why) });
