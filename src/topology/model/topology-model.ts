import type { Document } from '../document';
import type { Link } from '../link';
import { Reference, Unknown } from '../value';
import { Acls, type Acl } from './acls';
import { Balancers } from './balancers';
import { Context } from './context';
import type { Endpoint } from './endpoints';
import { Groups } from './groups';
import { Interfaces } from './instances';
import { readManaged } from './managed';
import {
  defaultVpc,
  readGateways,
  readNats,
  readPeerings,
  readSubnets,
  readVpcs,
  type Subnet,
} from './network';
import { Routing, type Table } from './routes';
import { applianceAt, type Appliance } from './appliances';
import { inspectionSubnets } from './inspection';
import { subnetsElsewhere } from './subnets-elsewhere';
import { remembered } from './remembered';
import { TransitGateways } from './transit';
import { readUnread, type Unread } from './unread';
import { accountUncertainty } from './uncertainties';

/** The network that a document describes: everything that decides who reaches whom. Nothing in it changes. */
export class Model {
  readonly context: Context;
  readonly vpcs;
  readonly subnets;
  readonly peerings;
  readonly nats;
  readonly gateways;
  readonly transit: TransitGateways;
  readonly groups: Groups;
  readonly ends: ReadonlyMap<string, Endpoint>;
  /** Why nobody can tell what internet gateways let through. */
  readonly gatewayUncertainty: string | undefined;
  private readonly routing: Routing;
  private readonly acls: Acls;
  private readonly tablesOfSubnets = new Map<Subnet, readonly Table[]>();
  private readonly aclsOfSubnets = new Map<Subnet, readonly Acl[]>();
  private readonly appliances = new Map<string, Appliance | undefined>();
  private elsewhere: readonly string[] | undefined;
  private readonly edges = new Map<string, string | undefined>();

  constructor(readonly document: Document) {
    const context = new Context(document);
    this.context = context;
    this.vpcs = readVpcs(context);
    this.subnets = readSubnets(context, this.vpcs);
    this.peerings = readPeerings(context);
    this.nats = readNats(context);
    this.gateways = readGateways(context);
    const home = defaultVpc(this.vpcs);
    this.groups = new Groups(context, home.address);
    this.routing = new Routing(context);
    this.transit = new TransitGateways(context, this.vpcs);
    this.acls = new Acls(context);
    this.gatewayUncertainty = accountUncertainty(context);
    const interfaces = new Interfaces(context, this.groups, this.subnets, home);
    const ends = [
      ...interfaces.instances(),
      ...interfaces.standalone(),
      ...readManaged(context, interfaces),
      ...new Balancers(context, interfaces).read(),
      ...[...this.subnets.values()].map((alternatives) => subnetEndpoint(alternatives, context)),
    ];
    this.ends = new Map(ends.map((end) => [end.address, end]));
  }

  public tablesOf(subnet: Subnet): readonly Table[] {
    return remembered(this.tablesOfSubnets, subnet, () => this.routing.tablesOf(subnet));
  }

  public aclsOf(subnet: Subnet): readonly Acl[] {
    return remembered(this.aclsOfSubnets, subnet, () => this.acls.aclsOf(subnet));
  }

  /** The instance, or the interface of one, to which routes lead. */
  public applianceAt(address: string): Appliance | undefined {
    return remembered(this.appliances, address, () => applianceAt(this.context, this.ends, address));
  }

  /** The subnets that a link may lead to. */
  public subnetsAt(link: Link): (Subnet | Unknown)[] {
    return link
      .each((one): readonly (Subnet | Unknown)[] => {
        if (!(one instanceof Reference)) return [one ?? new Unknown(link.why)];
        return this.subnets.get(one.address) ?? [new Unknown(one.address)];
      })
      .flat();
  }

  /** The subnets with the endpoints of a firewall, or of a Gateway Load Balancer. */
  public inspectionSubnets(address: string): (Subnet | Unknown)[] {
    return inspectionSubnets(this.context, address).flatMap((link) => this.subnetsAt(link));
  }

  /** What is not understood of the file. */
  public unread(): Unread[] {
    return readUnread(this.context, (address) => this.ends.has(address));
  }

  /** What mentions a subnet that is not in the file. */
  public get subnetsElsewhere(): readonly string[] {
    return (this.elsewhere ??= subnetsElsewhere(this.context, this.ends.values()));
  }

  public edgeOf(gateway: string): string | undefined {
    return remembered(this.edges, gateway, () => this.routing.edgeOf(gateway));
  }
}

/** Any address in it, as far as routes and ACLs go: no group filters, and public addresses are not its matter. */
function subnetEndpoint(subnets: readonly Subnet[], context: Context): Endpoint {
  const address = subnets[0]?.address ?? '';
  const alternatives = subnets.map((subnet) => ({
    subnet,
    names: [],
    isPublic: true,
    ipv6: {
      has: subnet.ipv6.has,
      names: [],
      isPublic: true,
      ...(subnet.ipv6.exact && { addresses: subnet.ipv6.range }),
    },
    ...(subnet.exact && { addresses: subnet.range }),
  }));
  return {
    address,
    type: 'aws_subnet',
    certain: context.at(address)?.owner.certain ?? true,
    placement: 'all',
    answers: 'client',
    interfaces: [{ alternatives, certain: true }],
  };
}
