import { Construct } from 'constructs';
import type { Environment } from '../config';
import { SSH } from '../constructs/bastion';
import { DataVolume } from '../constructs/data-volume';
import type { Database } from '../constructs/database';
import type { PermissionStatement } from '../iam/permission-statement';
import type { Network } from '../constructs/network';
import type { Connectable } from '../constructs/security-group';
import type { InstanceProps, Server } from '../constructs/server';
import type { ScalingTarget } from '../constructs/auto-scaling-group';
import type { ScheduledRuns } from '../constructs/container-schedules';
import { ServerGroup } from '../constructs/server-group';
import { defaultVolumeName, roleOf } from '../roles';
import { BEATS_PORT, COLLECTOR_HOST } from '../roles/role';
import { serverSetup } from './instance-setups';
import type { InputVariables } from './input-variables';
import type { PlatformStorage } from './platform-storage';
import { privateDnsOf } from './private-names';
import { identityTags, platformTags } from './platform-tags';

export interface PlatformServersProps {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly instanceProps: (settings: Environment['servers'][number]) => InstanceProps;
  readonly inputs: InputVariables;
  readonly sessions: readonly PermissionStatement[];
  /** Permissions of servers that run pipelines. */
  readonly pipeline: readonly PermissionStatement[];
  readonly network: Network;
  /** What administrators' SSH connections come from. @default nothing connects */
  readonly sshFrom: Connectable | undefined;
  readonly database: Database | undefined;
  readonly storage: PlatformStorage;
  readonly runs: readonly ScheduledRuns[];
  /** Account id, where it is needed. */
  readonly account: () => string;
  /** ARN of the permissions boundary of the servers' IAM roles. */
  readonly boundary: string | undefined;
}

type AutoScalingSettings = NonNullable<Environment['servers'][number]['autoScaling']>;

/** Private servers by role, their data volumes, and the traffic between them. */
export class PlatformServers {
  private readonly groups = new Map<string, ServerGroup>();
  private readonly servers: Construct;
  private readonly dataVolumes: Construct;
  private readonly volumes: DataVolume[] = [];

  constructor(
    scope: Construct,
    private readonly props: PlatformServersProps,
  ) {
    this.servers = new Construct(scope, 'servers');
    this.dataVolumes = new Construct(scope, 'data-volumes');
    const { servers } = props.environment;
    const collector = servers.find(({ role }) => roleOf(role).applicationLogs === 'collect');
    const collectorGroup = collector && this.add(collector);
    for (const server of servers) if (server !== collector) this.add(server, collectorGroup);
    if (collectorGroup) this.addCollectorName(scope, collectorGroup);
    this.openTraffic();
  }

  /** Server group by name. */
  public serverGroup(name: string): ServerGroup {
    const group = this.groups.get(name);
    if (!group)
      throw new Error(
        `"${name}" is the name of no server; accepted: ${[...this.groups.keys()].sort().join(', ') || 'none'}`,
      );
    return group;
  }

  /** All servers with their groups, sorted by name. */
  public all(): Map<string, { readonly server: Server; readonly serverGroup: ServerGroup }> {
    const all = [...this.groups.values()].flatMap((group) =>
      [...group.servers].map(([name, server]) => [name, { server, serverGroup: group }] as const),
    );
    return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** ARNs of the data volumes, in the order of the configuration. */
  public dataVolumeArns(): string[] {
    return this.volumes.map(({ arn }) => arn);
  }

  /** Whether any server group is an Auto Scaling group. */
  public hasAutoScalingGroup(): boolean {
    return [...this.groups.values()].some(({ autoScalingGroup }) => autoScalingGroup !== undefined);
  }

  /** Web pages that have a host name. */
  public pages() {
    return this.props.environment.servers.flatMap(({ name, hostName }) => {
      const group = this.serverGroup(name);
      return hostName === undefined || !group.page
        ? []
        : [{ serverGroup: group, page: group.page, hostName }];
    });
  }

  private add(server: Environment['servers'][number], collector?: ServerGroup): ServerGroup {
    const { prefix, instanceProps, network, sshFrom, environment } = this.props;
    const { name, formerly, zones, count, autoScaling, internetPorts, role } = server;
    const dataVolume = this.addDataVolume(server);
    const logsTo = roleOf(role).applicationLogs === 'send' ? collector : undefined;
    const group = new ServerGroup(this.servers, name, {
      ...instanceProps(server),
      name,
      nameInAws: formerly,
      prefix,
      network,
      zones,
      count,
      autoScaling: autoScaling && {
        ...autoScaling,
        target: this.scalingTarget(autoScaling),
        isScheduled: environment.schedule !== undefined,
      },
      internetPorts,
      dataVolume,
      page: roleOf(role).page,
      environmentTags: platformTags(environment),
      setup: serverSetup(server, this.props, dataVolume),
      ...(server.container?.awsAccess && { containersUseRole: true }),
    });
    if (sshFrom) group.securityGroup.allowFrom(sshFrom, SSH);
    logsTo?.securityGroup.allowFrom(group, { port: BEATS_PORT, description: 'Logs' });
    this.groups.set(name, group);
    return group;
  }

  /** What an Auto Scaling group follows. Configuration sets one of the two. */
  private scalingTarget({ targetCpu, targetQueueLength }: AutoScalingSettings): ScalingTarget {
    if (!targetQueueLength) return { cpu: targetCpu ?? 0 };
    const { queue, messages } = targetQueueLength;
    return { queueName: this.props.storage.queue(queue).queueName, messages };
  }

  /** Servers that send logs know the collector by this name alone, so it can go, come back or move without them. */
  private addCollectorName(scope: Construct, { servers }: ServerGroup): void {
    const { environment, network } = this.props;
    const [{ privateAddress } = { privateAddress: '' }] = servers.values();
    privateDnsOf(scope, environment, network).addServers(COLLECTOR_HOST, [privateAddress]);
  }

  private addDataVolume(server: Environment['servers'][number]): DataVolume | undefined {
    const { name, formerly = name, zones, dataVolume } = server;
    if (!dataVolume) return undefined;
    const { environment } = this.props;
    const { region, deletionProtection } = environment;
    const volume = dataVolume.name ?? defaultVolumeName(name);
    const added = new DataVolume(this.dataVolumes, volume, {
      name: volume,
      formerName: dataVolume.name ?? defaultVolumeName(formerly),
      size: dataVolume.size,
      snapshotId: dataVolume.snapshotId,
      availabilityZone: `${region}${zones[0]}`,
      environmentTags: identityTags(environment),
      deletionProtection,
    });
    this.volumes.push(added);
    return added;
  }

  private openTraffic(): void {
    const { environment, database, storage } = this.props;
    for (const { from, to, port, protocol } of environment.traffic) {
      const description = `${protocol.toUpperCase()} ${port}`;
      this.serverGroup(to).securityGroup.allowFrom(this.serverGroup(from), { port, protocol, description });
    }
    for (const client of environment.cache?.clients ?? []) storage.cache?.allowFrom(this.serverGroup(client));
    const { clients = [], users = [] } = environment.database ?? {};
    for (const client of new Set([...clients, ...users.flatMap((user) => user.clients)]))
      database?.allowFrom(this.serverGroup(client));
  }
}
