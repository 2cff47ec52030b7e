import { DefaultRouteTable } from '@cdktf/provider-aws/lib/default-route-table';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { DataAwsEips } from '@cdktf/provider-aws/lib/data-aws-eips';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcEndpointRouteTableAssociation } from '@cdktf/provider-aws/lib/vpc-endpoint-route-table-association';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { deployedSubnets, filtersOf } from './deployed';
import { formatCidr, parseCidr } from '../net/cidr';
import { REGION_ZONES } from '../net/regions';
import { type SubnetAllocation, allocateSubnets, type Tier } from '../net/subnets';
import { NatInstance } from './nat-instance';
import {
  type DeployedSubnets,
  keepsNatSubnet,
  overlapsNoDeployed,
  releasesNoAddress,
} from './network-checks';
import type { NetworkProps } from './network-props';
import { INTERNET } from './security-group';

const natAddressId = (zone: string) => `nat-${zone}-address`;

/** VPC, subnets, gateways and route tables, each keyed by tier and zone. AWS: "VPC with servers in private subnets and NAT". */
export class Network extends Construct {
  public readonly name: string;
  public readonly vpcId: string;
  /** CIDR block of the VPC. */
  public readonly cidr: string;
  /** Letters of the zones, sorted. */
  public readonly zones: readonly string[];
  /** Every subnet with its CIDR block. */
  public readonly allocations: readonly SubnetAllocation[];
  /** Public addresses of the NAT gateways, or of the NAT instance, by zone letter, for allow-lists of partners. */
  public readonly natAddresses: Readonly<Record<string, string>>;
  /** Ids of the NAT gateways by zone letter. */
  public readonly natGatewayIds: Readonly<Record<string, string>>;
  /** In mode `instance`. @default none */
  public readonly natInstance: NatInstance | undefined;
  public readonly tiers: readonly Tier[];
  /** Dependency of everything with a public address. */
  public readonly internetGateway: ITerraformDependable;
  /** Address of the data source with the subnets that AWS has. */
  public readonly deployedSubnets: string;

  private readonly inVpc: DeployedSubnets;
  private readonly subnets = new Map<string, Subnet>();
  private readonly natGateways: ReadonlyMap<string, NatGateway>;
  private readonly internetRoutes = new Map<string, ITerraformDependable[]>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps,
  ) {
    super(scope, id);
    this.name = props.name;
    this.cidr = props.cidr;
    this.tiers = props.tiers;
    this.zones = [...props.zones].sort();
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: props.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: props.name },
    });
    this.vpcId = vpc.id;
    this.emptyDefaults(vpc.defaultRouteTableId);
    const gateway = new InternetGateway(this, 'internet-gateway', {
      vpcId: this.vpcId,
      tags: this.tags('internet'),
    });
    this.internetGateway = gateway;

    this.deployedSubnets = deployedSubnets(this, props.identityTags);
    this.inVpc = { deployed: this.deployedSubnets, vpc: vpc.fqn };
    const { cidr, tiers, subnetCidrs } = props;
    this.allocations = allocateSubnets(parseCidr(cidr), tiers, this.zones, subnetCidrs);
    for (const subnet of this.allocations) this.addSubnet(subnet);
    this.addPublicRoutes(gateway.id);
    this.natGateways = new Map(this.natZones().map((zone) => [zone, this.addNatGateway(zone)]));
    this.natInstance = this.addNatInstance();
    this.natAddresses = {
      ...Object.fromEntries([...this.natGateways].map(([zone, { publicIp }]) => [zone, publicIp])),
      ...(props.nat.mode === 'instance' &&
        this.natInstance && { [props.nat.zone]: this.natInstance.publicAddress }),
    };
    this.natGatewayIds = Object.fromEntries([...this.natGateways].map(([zone, { id }]) => [zone, id]));
    this.keepNatAddresses();
    const endpointId = this.addS3Endpoint();
    for (const zone of this.zones) this.addPrivateRoutes(zone, endpointId);
    if (props.tiers.includes('isolated'))
      this.addRouteTable(
        'isolated',
        this.zones.map((zone) => `isolated-${zone}`),
      );
  }

  public subnetId(tier: Tier, zone: string): string {
    return this.subnet(`${tier}-${zone}`).id;
  }

  /** One tier's subnets in the order of their zones. */
  public subnetIds(tier: Tier): string[] {
    return this.zones.map((zone) => this.subnetId(tier, zone));
  }

  /** Terraform expression that tells whether a deployed subnet, e.g. `each.value`, stays as one of a tier. */
  public staysIn(tier: Tier, subnet: string): string {
    const allocated = this.allocations
      .filter((allocation) => allocation.tier === tier)
      .map(({ zone, cidr }) => JSON.stringify(`${this.tags(`${tier}-${zone}`).Name} ${formatCidr(cidr)}`));
    return `contains([${allocated.join(', ')}], format("%s %s", lookup(${subnet}.tags, "Name", ""), ${subnet}.cidr_block))`;
  }

  /** Dependencies of a server that needs the internet at boot: route, association and gateway. */
  public internetRouteDependencies(tier: Tier, zone: string): ITerraformDependable[] {
    return [...(this.internetRoutes.get(`${tier}-${zone}`) ?? [])];
  }

  private subnet(key: string): Subnet {
    const subnet = this.subnets.get(key);
    if (!subnet) throw new Error(`${this.node.path} has no subnet ${key}`);
    return subnet;
  }

  private tags(part: string): { Name: string } {
    return { Name: `${this.props.name}-${part}` };
  }

  /** Removes all rules of the VPC's default security group and all routes of its main route table: both are unused. */
  private emptyDefaults(defaultRouteTableId: string): void {
    const tags = this.tags('default-unused');
    new DefaultSecurityGroup(this, 'default-security-group', { vpcId: this.vpcId, tags });
    new DefaultRouteTable(this, 'default-route-table', { defaultRouteTableId, route: [], tags });
  }

  private addSubnet({ tier, zone, cidr }: SubnetAllocation): void {
    const key = `${tier}-${zone}`;
    const subnet = new Subnet(this, key, {
      vpcId: this.vpcId,
      cidrBlock: formatCidr(cidr),
      availabilityZone: `${this.props.region}${zone}`,
      ...(tier === 'public' && { mapPublicIpOnLaunch: true }),
      tags: this.tags(key),
      lifecycle: {
        // A load balancer and a NAT gateway's routes leave a subnet before it goes, and not after: AWS refuses to delete it until then.
        createBeforeDestroy: true,
        precondition: [overlapsNoDeployed(this.inVpc, `${tier}.${zone}`, this.tags(key).Name, cidr)],
      },
    });
    this.subnets.set(key, subnet);
  }

  private addRouteTable(key: string, subnetKeys: readonly string[]) {
    const table = new RouteTable(this, `${key}-routes`, { vpcId: this.vpcId, tags: this.tags(key) });
    const associations = subnetKeys.map(
      (subnetKey) =>
        new RouteTableAssociation(this, `${subnetKey}-association`, {
          subnetId: this.subnet(subnetKey).id,
          routeTableId: table.id,
        }),
    );
    return { table, associations };
  }

  private addPublicRoutes(gatewayId: string): void {
    const keys = this.zones.map((zone) => `public-${zone}`);
    const { table, associations } = this.addRouteTable('public', keys);
    const route = new Route(this, 'public-default-route', {
      routeTableId: table.id,
      destinationCidrBlock: INTERNET.cidrIpv4,
      gatewayId,
    });
    keys.forEach((key, index) =>
      this.internetRoutes.set(key, [route, ...associations.slice(index, index + 1)]),
    );
  }

  private natZones(): readonly string[] {
    const { nat } = this.props;
    if (nat.mode === 'none' || nat.mode === 'instance') return [];
    return nat.mode === 'single' ? [nat.zone] : this.zones;
  }

  private addNatGateway(zone: string): NatGateway {
    const { nat } = this.props;
    const existing = nat.mode === 'none' ? undefined : nat.allocationIds[zone];
    const tags = this.tags(`nat-${zone}`);
    return new NatGateway(this, `nat-${zone}`, {
      allocationId: existing ?? this.natAddress(zone),
      subnetId: this.subnetId('public', zone),
      tags,
      // Route tables leave a NAT gateway before it goes.
      lifecycle: { createBeforeDestroy: true, precondition: [this.keepsNatSubnet(zone)] },
      // AWS makes a NAT gateway only in a VPC whose internet gateway is attached.
      dependsOn: [this.internetGateway],
    });
  }

  private addNatInstance(): NatInstance | undefined {
    const { nat, natServer } = this.props;
    if (nat.mode !== 'instance' || !natServer) return undefined;
    const { zone, allocationIds } = nat;
    return new NatInstance(this, `nat-instance-${zone}`, {
      ...natServer,
      vpcId: this.vpcId,
      subnetId: this.subnetId('public', zone),
      allocationId: allocationIds[zone],
      precondition: this.keepsNatSubnet(zone),
      internetGateway: this.internetGateway,
    });
  }

  private keepsNatSubnet(zone: string) {
    const { Name } = this.tags(`public-${zone}`);
    return keepsNatSubnet(this.inVpc, zone, Name, this.staysIn('public', 'subnet'));
  }

  private natAddress(zone: string): string {
    const known = this.node.tryFindChild(natAddressId(zone)) as Eip | undefined;
    const tags = this.tags(`nat-${zone}`);
    return (known ?? new Eip(this, natAddressId(zone), { domain: 'vpc', tags })).id;
  }

  /** Partners have the addresses of NAT gateways on their allow-lists: the plan refuses to release one that is not stated. */
  private keepNatAddresses(): void {
    for (const zone of this.props.nat.keepAddresses) this.natAddress(zone);
    const { identityTags, region, deletionProtection } = this.props;
    if (!deletionProtection) return;
    const others = [...(REGION_ZONES[region] ?? '')].filter(
      (zone) => !this.node.tryFindChild(natAddressId(zone)),
    );
    const names = others.map((zone) => this.tags(`nat-${zone}`).Name);
    new DataAwsEips(this, 'released-addresses', {
      filter: filtersOf(identityTags).concat({ name: 'tag:Name', values: names }),
      lifecycle: { postcondition: [releasesNoAddress(others)] },
    });
  }

  /**
   * Free, and packages and images come from S3, past the NAT gateway and its price by the gigabyte. AWS: "Gateway endpoints for
   * Amazon S3".
   */
  private addS3Endpoint(): string {
    return new VpcEndpoint(this, 's3-endpoint', {
      vpcId: this.vpcId,
      serviceName: `com.amazonaws.${this.props.region}.s3`,
      vpcEndpointType: 'Gateway',
      tags: this.tags('s3'),
    }).id;
  }

  /** A table per zone even with one NAT gateway, so that a second one changes a route and replaces nothing. */
  private addPrivateRoutes(zone: string, vpcEndpointId: string): void {
    const key = `private-${zone}`;
    const { table, associations } = this.addRouteTable(key, [key]);
    new VpcEndpointRouteTableAssociation(this, `${key}-s3`, { vpcEndpointId, routeTableId: table.id });
    const target = this.natTarget(zone);
    if (!target) return;
    const route = new Route(this, `${key}-default-route`, {
      routeTableId: table.id,
      destinationCidrBlock: INTERNET.cidrIpv4,
      ...target.route,
    });
    this.internetRoutes.set(key, [route, ...associations, ...target.dependencies]);
  }

  /** What the default route of a zone leads to. */
  private natTarget(zone: string) {
    if (this.natInstance) {
      const { networkInterfaceId, dependencies } = this.natInstance;
      return { route: { networkInterfaceId, dependsOn: [...dependencies] }, dependencies };
    }
    const [first] = this.natGateways.values();
    const gateway = this.natGateways.get(zone) ?? first;
    return gateway && { route: { natGatewayId: gateway.id }, dependencies: [gateway] };
  }
}
