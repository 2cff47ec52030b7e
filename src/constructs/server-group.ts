import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { WebPage } from '../roles/role';
import { placeServers } from '../net/server-placement';
import type { DataVolume } from './data-volume';
import { attachInstanceSetup, type AttachedInstanceSetup, type InstanceSetup } from './instance-setup';
import type { Network } from './network';
import { type Connectable, SecurityGroup } from './security-group';
import { type InstanceProps, Server } from './server';
import { type AutoScaling, AutoScalingGroup } from './auto-scaling-group';

export interface ServerGroupProps extends InstanceProps {
  /** Name of the group, and of its server where there is only one. */
  readonly name: string;
  /** Start of names that AWS keeps apart. */
  readonly prefix: string;
  readonly network: Network;
  /** Letters of the zones that the servers are spread over. */
  readonly zones: readonly string[];
  /** @default one server, in the one zone */
  readonly count?: number | undefined;
  /** As many as the load needs instead. */
  readonly autoScaling?: AutoScaling | undefined;
  /** TCP ports of the internet that the servers open connections to; where there are any, they wait for the way out. */
  readonly internetPorts: readonly number[];
  readonly setup: InstanceSetup;
  /** What the one server keeps its data on. */
  readonly dataVolume?: DataVolume | undefined;
  /** What administrators open in a browser. */
  readonly page?: WebPage | undefined;
}

/**
 * Private servers that do the same job: one security group, one role, one server or several over the zones, or a group of them
 * that follows the load. Of several, new ones are there before old ones go.
 */
export class ServerGroup extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** The servers by name; none where they come and go with the load. */
  public readonly servers: ReadonlyMap<string, Server>;
  /** The servers that come and go with the load, if they do. */
  public readonly autoScalingGroup: AutoScalingGroup | undefined;
  public readonly name: string;
  public readonly page: WebPage | undefined;
  private readonly internetRules: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServerGroupProps,
  ) {
    super(scope, id);
    const { name, prefix, network, internetPorts, setup, deletionProtection, autoScaling } = props;
    this.name = name;
    this.page = props.page;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      namePrefix: `${prefix}-${name}-`,
      vpcId: network.vpcId,
    });
    this.internetRules = this.securityGroup.allowToInternet(internetPorts);
    const attachedSetup = attachInstanceSetup(this, { ...setup, name, prefix, deletionProtection });
    this.autoScalingGroup = autoScaling && this.addAutoScalingGroup(autoScaling, attachedSetup);
    this.servers = this.autoScalingGroup ? new Map() : this.addServers(attachedSetup);
    for (const server of this.servers.values()) props.dataVolume?.attachTo(server);
  }

  private addServers(attachedSetup: AttachedInstanceSetup): Map<string, Server> {
    const { name, network, zones, count } = this.props;
    const placements = placeServers(name, zones, count);
    return new Map(
      placements.map((server) => [
        server.name,
        new Server(this, server.name === name ? 'Resource' : server.name.slice(name.length + 1), {
          ...this.instanceProps(),
          ...attachedSetup,
          name: server.name,
          subnetId: network.subnetId('private', server.zone),
          securityGroup: this.securityGroup,
          createBeforeDestroy: placements.length > 1,
          dependsOn: this.internetRouteDependencies([server.zone]),
        }),
      ]),
    );
  }

  private addAutoScalingGroup(
    autoScaling: AutoScaling,
    attachedSetup: AttachedInstanceSetup,
  ): AutoScalingGroup {
    const { name, prefix, network, zones } = this.props;
    const zonesInOrder = [...zones].sort();
    return new AutoScalingGroup(this, 'Resource', {
      ...this.instanceProps(),
      ...attachedSetup,
      name,
      prefix,
      subnetIds: zonesInOrder.map((zone) => network.subnetId('private', zone)),
      securityGroup: this.securityGroup,
      autoScaling,
      dependsOn: this.internetRouteDependencies(zonesInOrder),
    });
  }

  private instanceProps(): InstanceProps {
    const { instanceType, imageId, volumeSize, keyName, deletionProtection } = this.props;
    return { instanceType, imageId, volumeSize, keyName, deletionProtection };
  }

  /** What a server that needs the internet at boot waits for. */
  private internetRouteDependencies(zones: readonly string[]): ITerraformDependable[] {
    const { network, internetPorts } = this.props;
    if (internetPorts.length === 0) return [];
    return [
      ...new Set([
        ...zones.flatMap((zone) => network.internetRouteDependencies('private', zone)),
        ...this.internetRules,
      ]),
    ];
  }
}
