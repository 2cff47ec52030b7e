import { NOTHING } from '../../net/ranges';
import type { Arguments, Certainty } from '../fields';
import { both, leadsFor, type Leads, type Link } from '../link';
import { Reference, Unknown } from '../value';
import { claimsOn, type Context } from './context';
import { matchesOf, prefixListMatches, uncertain } from './match';
import type { Vpc } from './network';
import { mayLeadTo } from './outside';
import { remembered } from './remembered';
import type { Route, Table } from './route';

/** A VPC's attachment to a transit gateway. */
export interface Attachment {
  readonly address: string;
  readonly vpc: Link;
  readonly subnets: readonly Link[];
}

interface Attached {
  readonly attachment: Attachment;
  readonly leads: Leads;
}

export type TransitTarget =
  | { readonly kind: 'attachment'; readonly attachment: Attachment }
  | { readonly kind: 'blackhole' | 'unknown'; readonly why: string };

type TransitRoute = Route<TransitTarget>;
export type TransitTable = Table<TransitTarget>;

const VPC_ATTACHMENT = 'aws_ec2_transit_gateway_vpc_attachment';
const ASSOCIATION = 'aws_ec2_transit_gateway_route_table_association';
const PROPAGATION = 'aws_ec2_transit_gateway_route_table_propagation';
const DEFAULT_TABLE = /^(association|propagation)_default_route_table_id$/;

const defaultKey = (gateway: string): string => `the default route table of ${gateway}`;
const keyOf = ({ address, path }: Reference): string =>
  DEFAULT_TABLE.test(path) ? defaultKey(address) : address;

/**
 * Transit gateways: their route tables, with what is stated in them and what attachments propagate.
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export class TransitGateways {
  private readonly tables = new Map<string, TransitTable>();
  private readonly gateways: readonly string[];
  private readonly attached = new Map<string, readonly Attached[]>();
  private readonly attachedVpcs = new Map<string, Map<string, readonly Attached[]>>();
  private readonly tablesOfAttachments = new Map<string, Map<string, readonly TransitTable[]>>();

  constructor(
    private readonly context: Context,
    private readonly vpcs: ReadonlyMap<string, Vpc>,
  ) {
    this.gateways = context.all('aws_ec2_transit_gateway').map(({ owner }) => owner.address);
  }

  /**
   * The attachments by which a VPC is, or may be, joined to a gateway: it has one at most.
   * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
   */
  public attachmentsOf(gateway: string, vpc: string): readonly Attached[] {
    return remembered(ofGateway(this.attachedVpcs, gateway), vpc, () => {
      const attached = this.allAttachmentsOf(gateway)
        .map(({ attachment, leads }) => ({ attachment, leads: both(leads, mayLeadTo(attachment.vpc, vpc)) }))
        .filter(({ leads }) => leads !== 'no');
      const sure = attached.filter(({ leads }) => leads === 'yes');
      return sure.length > 0 ? sure : attached;
    });
  }

  private allAttachmentsOf(gateway: string): readonly Attached[] {
    return remembered(this.attached, gateway, () =>
      claimsOn(this.context.all(VPC_ATTACHMENT), (args) => args.link('transit_gateway_id'), gateway).map(
        ({ args, leads }) => ({ attachment: attachmentOf(args), leads }),
      ),
    );
  }

  /** The gateways to which both VPCs are, or may be, attached. */
  public joining(one: string, other: string): string[] {
    return this.gateways.filter((gateway) =>
      [one, other].every((vpc) => this.attachmentsOf(gateway, vpc).length > 0),
    );
  }

  /** The table that an attachment is associated with, or those that it may be. */
  public tablesOf(gateway: string, { address }: Attachment): readonly TransitTable[] {
    return remembered(ofGateway(this.tablesOfAttachments, gateway), address, () =>
      this.readTablesOf(gateway, address),
    );
  }

  private readTablesOf(gateway: string, address: string): readonly TransitTable[] {
    const claims = claimsOn(
      this.context.all(ASSOCIATION),
      (args) => args.link('transit_gateway_attachment_id'),
      address,
    );
    const stated = claims.flatMap(({ args }) =>
      args.link('transit_gateway_route_table_id').each((one) => this.follow(one)),
    );
    return claims.some(({ leads }) => leads === 'yes')
      ? stated
      : [...stated, ...this.defaultTables(gateway, address)];
  }

  /** Whether security groups of one attached VPC may be named in another. */
  public sharesGroups(gateway: string): Certainty {
    const support = this.context.at(gateway)?.text('security_group_referencing_support') ?? 'disable';
    return support instanceof Unknown ? support : support === 'enable';
  }

  private defaultTables(gateway: string, attachment: string): TransitTable[] {
    const isAssociated = this.joinsDefault(gateway, attachment, 'association');
    if (isAssociated instanceof Unknown)
      return [this.table(defaultKey(gateway), gateway), noTable(attachment)];
    return [isAssociated ? this.table(defaultKey(gateway), gateway) : noTable(attachment)];
  }

  /** Whether an attachment is associated with its gateway's default table, or propagates into it. */
  private joinsDefault(gateway: string, attachment: string, how: 'association' | 'propagation'): Certainty {
    const ofGateway = this.context.at(gateway)?.text(`default_route_table_${how}`) ?? 'enable';
    const ofAttachment = this.context
      .at(attachment)
      ?.flag(`transit_gateway_default_route_table_${how}`, true);
    if (ofGateway === 'disable' || ofAttachment === false) return false;
    return [ofGateway, ofAttachment].find((one) => one instanceof Unknown) ?? true;
  }

  private follow(one: Reference | Unknown | undefined): TransitTable {
    if (!(one instanceof Reference)) {
      const why = one?.why ?? 'a transit gateway route table';
      return { address: 'an unknown table of a transit gateway', routes: [learnt(why)] };
    }
    const gateway = DEFAULT_TABLE.test(one.path) ? one.address : undefined;
    return this.table(keyOf(one), gateway);
  }

  private table(key: string, gateway: string | undefined): TransitTable {
    const found = this.tables.get(key);
    if (found) return found;
    const table = {
      address: key,
      // What is stated comes before what is propagated to the same destination.
      routes: [
        ...this.stated(key),
        ...this.propagated(key),
        ...(gateway === undefined ? [] : this.byDefault(gateway)),
      ],
    };
    this.tables.set(key, table);
    return table;
  }

  private stated(key: string): TransitRoute[] {
    const types = ['aws_ec2_transit_gateway_route', 'aws_ec2_transit_gateway_prefix_list_reference'];
    return claimsOn(
      this.context.all(...types),
      (args) => args.link('transit_gateway_route_table_id'),
      key,
      keyOf,
    ).flatMap(({ args, leads }) => {
      const by = args.owner.address;
      const destinations = args.has('prefix_list_id')
        ? prefixListMatches(this.context, args.link('prefix_list_id'), `the prefix list of ${by}`)
        : matchesOf(this.context, args, 'destination_cidr_block');
      const targets = this.targets(args);
      return destinations.map((destination) => ({ by, destination, targets, certain: leads === 'yes' }));
    });
  }

  private targets(args: Arguments): TransitTarget[] {
    const by = args.owner.address;
    const isBlackhole = args.flag('blackhole', false);
    const none: TransitTarget = { kind: 'blackhole', why: `${by} is a blackhole` };
    if (isBlackhole === true) return [none];
    const link = args.link('transit_gateway_attachment_id');
    const targets = link.each((one): TransitTarget => {
      if (one === undefined) return none;
      const attachment = one instanceof Reference ? this.context.at(one.address) : undefined;
      return attachment?.owner.type === VPC_ATTACHMENT
        ? { kind: 'attachment', attachment: attachmentOf(attachment) }
        : { kind: 'unknown', why: one instanceof Unknown ? one.why : `what is behind ${one.address}` };
    });
    return isBlackhole instanceof Unknown ? [...targets, none] : targets;
  }

  private propagated(key: string): TransitRoute[] {
    return claimsOn(
      this.context.all(PROPAGATION),
      (args) => args.link('transit_gateway_route_table_id'),
      key,
      keyOf,
    ).flatMap(({ args, leads }) => {
      const link = args.link('transit_gateway_attachment_id');
      const routes = link.stated((one) => this.routesOf(one, args.owner.address)).flat();
      const isSure = leads === 'yes' && link.sure !== undefined;
      return isSure ? routes : routes.map((route) => ({ ...route, certain: false, why: link.why }));
    });
  }

  /** What attachments propagate into the default table without being told to. */
  private byDefault(gateway: string): TransitRoute[] {
    const { context } = this;
    const attached = claimsOn(
      context.all(VPC_ATTACHMENT, 'aws_vpn_connection', 'aws_ec2_transit_gateway_connect'),
      (args) => args.link('transit_gateway_id'),
      gateway,
    );
    const others = [
      ...claimsOn(context.all('aws_ram_resource_association'), (args) => args.link('resource_arn'), gateway),
      ...claimsOn(
        context.all('aws_dx_gateway_association'),
        (args) => args.link('associated_gateway_id'),
        gateway,
      ),
    ];
    const own = attached.flatMap(({ args, leads }) => {
      const { address } = args.owner;
      const isPropagating = this.joinsDefault(gateway, address, 'propagation');
      if (isPropagating === false) return [];
      const routes = this.routesOf(new Reference(address, 'id'), address);
      const certain = isPropagating === true && leads === 'yes';
      return certain ? routes : routes.map((route) => ({ ...route, certain: false }));
    });
    return [...own, ...others.map(({ args }) => learnt(`what ${args.owner.address} joins to ${gateway}`))];
  }

  /** The ranges of an attached VPC; what a VPN or another gateway tells is not in the file. */
  private routesOf(one: Reference | Unknown, by: string): TransitRoute[] {
    const args = one instanceof Reference ? this.context.at(one.address) : undefined;
    if (args?.owner.type !== VPC_ATTACHMENT)
      return [learnt(one instanceof Unknown ? one.why : `the routes that ${one.address} propagates`)];
    const attachment = attachmentOf(args);
    const targets = [{ kind: 'attachment', attachment }] as const;
    return attachment.vpc
      .stated((candidate): TransitRoute[] => {
        const vpc = candidate instanceof Reference ? this.vpcs.get(candidate.address) : undefined;
        const why = candidate instanceof Unknown ? candidate.why : `the ranges of ${candidate.address}`;
        const cidrs = vpc ? vpc.cidrs : [uncertain(why, NOTHING, NOTHING)];
        const certain = vpc !== undefined && attachment.vpc.sure !== undefined;
        return cidrs.map((destination) => ({
          by,
          destination,
          targets,
          certain: certain && leadsFor(args.owner.certain) === 'yes',
        }));
      })
      .flat();
  }
}

/** What is known of each of the others in respect of a gateway. */
const ofGateway = <T>(known: Map<string, Map<string, T>>, gateway: string): Map<string, T> =>
  remembered(known, gateway, () => new Map<string, T>());

const attachmentOf = (args: Arguments): Attachment => ({
  address: args.owner.address,
  vpc: args.link('vpc_id'),
  subnets: args.links('subnet_ids'),
});

const learnt = (why: string): TransitRoute => ({
  by: why,
  destination: uncertain(why),
  targets: [{ kind: 'unknown', why }],
  certain: false,
});

const noTable = (attachment: string): TransitTable => ({
  address: `no route table of ${attachment}`,
  routes: [],
});
