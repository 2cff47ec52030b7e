import {
  AllocateAddressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateRouteCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  DeleteRouteCommand,
  DeleteSubnetCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DisassociateAddressCommand,
  EC2Client,
  ReleaseAddressCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  type Tag,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EmulatedAccount } from '../../../src/emulator/account';
import { clientOf } from './own-account';

const isNamed =
  (name: string) =>
  ({ Tags }: { Tags?: Tag[] | undefined }): boolean =>
    Tags?.some(({ Key, Value }) => Key === 'Name' && Value === name) ?? false;

/** Changes an account outside Terraform, as a user of the console does. Finds resources by name. */
export class ConsoleUser {
  private readonly ec2: EC2Client;

  constructor(account: EmulatedAccount) {
    this.ec2 = new EC2Client(clientOf(account));
  }

  public async stopInstance(name: string): Promise<void> {
    const { InstanceId = '' } = await this.instance(name);
    await this.ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }));
  }

  public async startInstance(name: string): Promise<void> {
    const { InstanceId = '' } = await this.instance(name);
    await this.ec2.send(new StartInstancesCommand({ InstanceIds: [InstanceId] }));
  }

  public async tagInstance(name: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const { InstanceId = '' } = await this.instance(name);
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.ec2.send(new CreateTagsCommand({ Resources: [InstanceId], Tags }));
  }

  /** Launches an instance in a new subnet. */
  public async addInstance(name: string, like: string, cidr: string): Promise<() => Promise<void>> {
    const { VpcId, ImageId } = await this.instance(like);
    const { Subnet } = await this.ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: cidr }));
    const SubnetId = Subnet?.SubnetId;
    const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: [{ Key: 'Name', Value: name }] }];
    const one = { MinCount: 1, MaxCount: 1, InstanceType: 't2.micro' as const };
    const { Instances } = await this.ec2.send(
      new RunInstancesCommand({ ...one, ImageId, SubnetId, TagSpecifications }),
    );
    return async () => {
      await this.ec2.send(new TerminateInstancesCommand({ InstanceIds: [Instances?.[0]?.InstanceId ?? ''] }));
      await this.ec2.send(new DeleteSubnetCommand({ SubnetId }));
    };
  }

  /** Revokes the ingress rule with this description. */
  public async closeIngress(description: string): Promise<void> {
    const { SecurityGroupRules = [] } = await this.ec2.send(new DescribeSecurityGroupRulesCommand({}));
    const rule = SecurityGroupRules.find(
      ({ Description, IsEgress }) => Description === description && !IsEgress,
    );
    const SecurityGroupRuleIds = [rule?.SecurityGroupRuleId ?? ''];
    await this.ec2.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: rule?.GroupId, SecurityGroupRuleIds }),
    );
  }

  /** Opens a TCP port of a security group to 0.0.0.0/0. */
  public async openIngress(group: string, port: number, description: string): Promise<void> {
    const { SecurityGroups = [] } = await this.ec2.send(new DescribeSecurityGroupsCommand({}));
    const GroupId = SecurityGroups.find(isNamed(group))?.GroupId;
    const IpRanges = [{ CidrIp: '0.0.0.0/0', Description: description }];
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges }];
    await this.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  }

  public async deleteRoute(table: string, destination: string): Promise<void> {
    const { RouteTableId } = await this.table(table);
    await this.ec2.send(new DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: destination }));
  }

  /** Adds a route with the target of the table's default route. */
  public async addRoute(table: string, destination: string): Promise<void> {
    const { RouteTableId, Routes = [] } = await this.table(table);
    const { GatewayId } = Routes.find(({ DestinationCidrBlock: to }) => to === '0.0.0.0/0') ?? {};
    await this.ec2.send(
      new CreateRouteCommand({ RouteTableId, GatewayId, DestinationCidrBlock: destination }),
    );
  }

  public async releaseAddress(name: string): Promise<void> {
    const { Addresses = [] } = await this.ec2.send(new DescribeAddressesCommand({}));
    const { AssociationId, AllocationId } = Addresses.find(isNamed(name)) ?? {};
    await this.ec2.send(new DisassociateAddressCommand({ AssociationId }));
    await this.ec2.send(new ReleaseAddressCommand({ AllocationId }));
  }

  /** Allocates an Elastic IP address with these tags. */
  public async addAddress(tags: Readonly<Record<string, string>>): Promise<() => Promise<void>> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const TagSpecifications = [{ ResourceType: 'elastic-ip' as const, Tags }];
    const { AllocationId } = await this.ec2.send(
      new AllocateAddressCommand({ Domain: 'vpc', TagSpecifications }),
    );
    return async () => void (await this.ec2.send(new ReleaseAddressCommand({ AllocationId })));
  }

  private async instance(name: string) {
    const { Reservations = [] } = await this.ec2.send(new DescribeInstancesCommand({}));
    const found = Reservations.flatMap(({ Instances = [] }) => Instances).find(isNamed(name));
    if (!found) throw new Error(`no instance ${name}`);
    return found;
  }

  private async table(name: string) {
    const { RouteTables = [] } = await this.ec2.send(new DescribeRouteTablesCommand({}));
    const found = RouteTables.find(isNamed(name));
    if (!found) throw new Error(`no route table ${name}`);
    return found;
  }
}
