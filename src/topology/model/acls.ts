import type { Arguments, Link } from '../fields';
import { EVERYTHING } from '../ranges';
import { Reference, Unknown } from '../value';
import { leadsTo, type Context } from './context';
import { uncertain, exactly, matchesOf, type Match } from './match';
import type { Subnet } from './network';
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

const ANY: Traffic = { protocol: '-1', from: undefined, to: undefined, owner: '' };
const same = (one: Reference): string => one.address;

/** Network ACLs, and which of them a subnet has: one that names it, else its VPC's default one. */
export class Acls {
  private readonly acls = new Map<string, Acl>();

  constructor(private readonly context: Context) {}

  /** @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html */
  public aclsOf(subnet: Subnet): Acl[] {
    const claims = [...this.named(subnet), ...this.associated(subnet)];
    const sure = claims.filter(({ leads, certain }) => leads === 'yes' && certain);
    const chosen = (sure.length > 0 ? sure : claims).flatMap(({ acl }) => this.follow(acl));
    const rest = sure.length > 0 ? [] : [this.defaultOf(subnet)];
    return [...chosen, ...rest, ...this.context.uncertainties(subnet.address).map(unknownAcl)];
  }

  private named(subnet: Subnet): { acl: Link; leads: string; certain: boolean }[] {
    return this.context
      .all('aws_network_acl', 'aws_default_network_acl')
      .flatMap((args) =>
        args.links('subnet_ids').map((link) => ({
          acl: new Reference(args.owner.address, 'id'),
          leads: leadsTo(link, subnet.address, same),
          certain: args.owner.certain,
        })),
      )
      .filter(({ leads }) => leads !== 'no');
  }

  private associated(subnet: Subnet): { acl: Link; leads: string; certain: boolean }[] {
    return this.context
      .all('aws_network_acl_association')
      .map((args) => ({
        acl: args.link('network_acl_id') ?? new Unknown(`${args.owner.address}'s network ACL`),
        leads: leadsTo(args.link('subnet_id'), subnet.address, same),
        certain: args.owner.certain,
      }))
      .filter(({ leads }) => leads !== 'no');
  }

  private follow(link: Link): Acl[] {
    if (link instanceof Reference) return [this.acl(this.keyOf(link))];
    if (link && link.from.length > 0) return link.from.map((one) => this.acl(this.keyOf(one)));
    return [unknownAcl(link?.why ?? 'a network ACL')];
  }

  private defaultOf({ vpc }: Subnet): Acl {
    return vpc instanceof Unknown ? unknownAcl(vpc.why) : this.acl(defaultAclKey(vpc.address));
  }

  private keyOf(reference: Reference): string {
    if (reference.path === 'default_network_acl_id') return defaultAclKey(reference.address);
    const adopted = this.context.at(reference.address)?.link('default_network_acl_id');
    return adopted instanceof Reference ? this.keyOf(adopted) : reference.address;
  }

  private acl(key: string): Acl {
    const found = this.acls.get(key);
    if (found) return found;
    const holders = this.context
      .all('aws_network_acl', 'aws_default_network_acl')
      .filter((args) => this.keyOf(new Reference(args.owner.address, 'id')) === key);
    const inline = holders.flatMap((args) =>
      (['ingress', 'egress'] as const).flatMap((direction) =>
        args.blocks(direction).map((block) => this.inline(block, direction)),
      ),
    );
    const isDefault = key.startsWith(defaultAclKey('')) && !holders.some((args) => args.owner.certain);
    const original = isDefault ? originalRules(key, holders.length === 0) : [];
    const uncertainties = this.context
      .uncertainties(holders[0]?.owner.address ?? key)
      .flatMap(uncertainRules);
    const rules = [...inline, ...original, ...this.standalone(key), ...uncertainties];
    const acl = {
      address: holders[0]?.owner.address ?? key,
      rules: rules.sort((a, b) => order(a) - order(b)),
    };
    this.acls.set(key, acl);
    return acl;
  }

  private inline(block: Arguments, direction: Direction): AclRule {
    return this.read(block, direction, block.number('rule_no'), block.text('action'), block.owner.certain);
  }

  private standalone(key: string): AclRule[] {
    return this.context.all('aws_network_acl_rule').flatMap((args) => {
      const leads = leadsTo(args.link('network_acl_id'), key, (one) => this.keyOf(one));
      if (leads === 'no') return [];
      const egress = args.flag('egress', false);
      const certain = args.owner.certain && leads === 'yes' && !(egress instanceof Unknown);
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
      ranges: matchesOf(this.context, args, 'cidr_block'),
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
    ranges: [exactly(EVERYTHING, '0.0.0.0/0')],
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
