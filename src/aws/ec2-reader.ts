import {
  type Address,
  DescribeAddressesCommand,
  type EC2Client,
  type Filter,
  type Instance,
  type InternetGateway,
  type NatGateway,
  type NetworkAcl,
  paginateDescribeInstances,
  paginateDescribeInternetGateways,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVolumes,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
  type RouteTable,
  type SecurityGroup,
  type SecurityGroupRule,
  type Subnet,
  type Volume,
  type Vpc,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { all } from './pages';

export interface Ec2ReaderOptions {
  readonly ec2: EC2Client;
  /** Ids of the VPCs to read. */
  readonly vpcs: readonly string[];
  /** Tags of resources that are in no VPC. */
  readonly tags: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Lists EC2 resources that are in given VPCs or have given tags. */
export class Ec2Reader {
  private readonly client: { readonly client: EC2Client };
  private readonly request: { readonly abortSignal: AbortSignal | undefined };

  constructor(private readonly options: Ec2ReaderOptions) {
    this.client = { client: options.ec2 };
    this.request = { abortSignal: options.signal };
  }

  /** Lists the rules of all security groups in the region: the API filters by group, for a limited number of groups. */
  public rules(): Promise<SecurityGroupRule[]> {
    return this.inVpcs(() =>
      all(
        paginateDescribeSecurityGroupRules(this.client, {}, this.request),
        (page) => page.SecurityGroupRules,
      ),
    );
  }

  public routeTables(): Promise<RouteTable[]> {
    return this.inVpcs((Filters) =>
      all(paginateDescribeRouteTables(this.client, { Filters }, this.request), (page) => page.RouteTables),
    );
  }

  public groups(): Promise<SecurityGroup[]> {
    return this.inVpcs((Filters) =>
      all(
        paginateDescribeSecurityGroups(this.client, { Filters }, this.request),
        (page) => page.SecurityGroups,
      ),
    );
  }

  public instances(): Promise<Instance[]> {
    return this.inVpcs((Filters) =>
      all(paginateDescribeInstances(this.client, { Filters }, this.request), ({ Reservations }) =>
        Reservations?.flatMap(({ Instances = [] }) => Instances),
      ),
    );
  }

  public subnets(): Promise<Subnet[]> {
    return this.inVpcs((Filters) =>
      all(paginateDescribeSubnets(this.client, { Filters }, this.request), (page) => page.Subnets),
    );
  }

  public natGateways(): Promise<NatGateway[]> {
    return this.inVpcs((Filter) =>
      all(paginateDescribeNatGateways(this.client, { Filter }, this.request), (page) => page.NatGateways),
    );
  }

  public internetGateways(): Promise<InternetGateway[]> {
    return this.inVpcs(
      (Filters) =>
        all(
          paginateDescribeInternetGateways(this.client, { Filters }, this.request),
          (page) => page.InternetGateways,
        ),
      'attachment.vpc-id',
    );
  }

  public networkAcls(): Promise<NetworkAcl[]> {
    return this.inVpcs((Filters) =>
      all(paginateDescribeNetworkAcls(this.client, { Filters }, this.request), (page) => page.NetworkAcls),
    );
  }

  public endpoints(): Promise<VpcEndpoint[]> {
    return this.inVpcs((Filters) =>
      all(paginateDescribeVpcEndpoints(this.client, { Filters }, this.request), (page) => page.VpcEndpoints),
    );
  }

  public taggedVpcs(): Promise<Vpc[]> {
    return all(
      paginateDescribeVpcs(this.client, { Filters: this.tagged }, this.request),
      (page) => page.Vpcs,
    );
  }

  public async taggedAddresses(): Promise<Address[]> {
    const command = new DescribeAddressesCommand({ Filters: this.tagged });
    return (await this.options.ec2.send(command, this.request)).Addresses ?? [];
  }

  /** Lists unattached volumes. Attached ones are reported with their instance. */
  public taggedFreeVolumes(): Promise<Volume[]> {
    const Filters = [...this.tagged, { Name: 'status', Values: ['available'] }];
    return all(paginateDescribeVolumes(this.client, { Filters }, this.request), (page) => page.Volumes);
  }

  private get tagged(): Filter[] {
    return Object.entries(this.options.tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  }

  private inVpcs<Item>(list: (filters: Filter[]) => Promise<Item[]>, name = 'vpc-id'): Promise<Item[]> {
    const { vpcs } = this.options;
    return vpcs.length === 0 ? Promise.resolve([]) : list([{ Name: name, Values: [...vpcs] }]);
  }
}
