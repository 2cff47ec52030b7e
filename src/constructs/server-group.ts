import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { WebPage } from '../roles/role';
import { placeServers } from '../net/server-placement';
import type { DataVolume } from './data-volume';
import { attachInstanceSetup, type AttachedInstanceSetup, type InstanceSetup } from './instance-setup';
import type { Network } from './network';
import { PlanCheck } from './plan-check';
import { addMetadataCheck } from './metadata-access';
import { type Connectable, SecurityGroup } from './security-group';
import { type InstanceProps, Server } from './server';
import { type AutoScaling, AutoScalingGroup } from './auto-scaling-group';

export interface ServerGroupProps extends InstanceProps {
  /** Name of the group, and of its server where there is only one. */
  readonly name: string;
  /** Name in what AWS cannot rename: security group, role, log group, Auto Scaling group, launch template. @default name */
  readonly nameInAws?: string | undefined;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  /** Letters of the Availability Zones of the servers. */
  readonly zones: readonly string[];
  /** @default one server, in the one zone */
  readonly count?: number | undefined;
  /** An Auto Scaling group instead of a count. */
  readonly autoScaling?: AutoScaling | undefined;
  /** Outbound TCP ports to the internet; where there are any, servers depend on the route to the internet. */
  readonly internetPorts: readonly number[];
  readonly setup: InstanceSetup;
  /** Tags of everything in the environment. */
  readonly environmentTags: Readonly<Record<string, string>>;
  /** Data volume of the one server. */
  readonly dataVolume?: DataVolume | undefined;
  /** Web page for administrators. */
  readonly page?: WebPage | undefined;
}

/**
 * Private servers with one security group and one role: one server, several over the zones, or an Auto Scaling group. Servers are
 * created before those they replace are destroyed, unless they have a data volume, which attaches to one server at a time.
 */
export class ServerGroup extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** The servers by name; none with an Auto Scaling group. */
  public readonly servers: ReadonlyMap<string, Server>;
  /** @default no Auto Scaling group */
  public readonly autoScalingGroup: AutoScalingGroup | undefined;
  public readonly name: string;
  /** Prefix and name of what AWS cannot rename. */
  public readonly nameInAws: string;
  public readonly page: WebPage | undefined;
  /** Whether a server is created before the one that it replaces is destroyed. */
  public readonly createBeforeDestroy: boolean;
  private readonly internetRules: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServerGroupProps,
  ) {
    super(scope, id);
    const { name, prefix, network, internetPorts, setup, deletionProtection, autoScaling } = props;
    const { nameInAws = name } = props;
    this.name = name;
    this.nameInAws = nameInAws;
    this.page = props.page;
    this.createBeforeDestroy = props.dataVolume === undefined;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      nameInAws,
      namePrefix: `${prefix}-${nameInAws}-`,
      vpcId: network.vpcId,
    });
    this.internetRules = this.securityGroup.allowToInternet(internetPorts);
    const attachedSetup = attachInstanceSetup(this, {
      ...setup,
      name: nameInAws,
      prefix,
      deletionProtection,
    });
    this.autoScalingGroup = autoScaling && this.addAutoScalingGroup(autoScaling, attachedSetup);
    this.servers = this.autoScalingGroup ? new Map() : this.addServers(attachedSetup);
    for (const server of this.servers.values()) props.dataVolume?.attachTo(server);
    if (this.servers.size > 0) this.addGapCheck([...this.servers.values()]);
    const [launched] = [this.autoScalingGroup, ...this.servers.values()].filter((part) => part !== undefined);
    if (props.containersUseRole && launched) addMetadataCheck(this, name, launched.hopLimit);
  }

  /** Terraform waits until a server runs, not until it answers. */
  private addGapCheck(servers: readonly Server[]): void {
    const successor = this.createBeforeDestroy
      ? 'a server that is replaced goes as soon as its successor runs, minutes before that answers. An application with autoScaling, also with equal min and max, has no such gap.'
      : 'a server with a data volume is stopped, or destroyed before its successor is created.';
    new PlanCheck(this, 'gap-check', {
      condition: servers.map(({ stays }) => stays).join(' && '),
      message: `${this.name} does not answer for minutes while this apply changes its servers: ${successor}`,
    });
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
          createBeforeDestroy: this.createBeforeDestroy,
          dependsOn: this.internetRouteDependencies([server.zone]),
        }),
      ]),
    );
  }

  private addAutoScalingGroup(
    autoScaling: AutoScaling,
    attachedSetup: AttachedInstanceSetup,
  ): AutoScalingGroup {
    const { name, prefix, network, zones, environmentTags } = this.props;
    const zonesInOrder = [...zones].sort();
    return new AutoScalingGroup(this, 'Resource', {
      ...this.instanceProps(),
      ...attachedSetup,
      name,
      nameInAws: `${prefix}-${this.nameInAws}`,
      subnetIds: zonesInOrder.map((zone) => network.subnetId('private', zone)),
      securityGroup: this.securityGroup,
      autoScaling,
      environmentTags,
      dependsOn: this.internetRouteDependencies(zonesInOrder),
    });
  }

  private instanceProps(): InstanceProps {
    const { instanceType, imageId, volumeSize, keyPair, deletionProtection, identityTags } = this.props;
    const { containersUseRole } = this.props;
    return {
      ...{ instanceType, imageId, volumeSize, keyPair, deletionProtection, identityTags },
      ...(containersUseRole && { containersUseRole }),
    };
  }

  /** Dependencies of a server that needs the internet at boot. */
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
