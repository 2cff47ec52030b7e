import { Construct } from 'constructs';
import type { Environment } from '../config';
import { type Bastion, SSH } from '../constructs/bastion';
import { DataVolume } from '../constructs/data-volume';
import type { Database } from '../constructs/database';
import type { Permission } from '../constructs/instance-role';
import type { Network } from '../constructs/network';
import type { MachineProps, Server } from '../constructs/server';
import { ServerGroup } from '../constructs/server-group';
import { BEATS_PORT, defaultVolumeName, roleOf } from '../roles/server-roles';
import { serverDuty } from './instance-setups';
import type { OperatorInputs } from './operator-inputs';
import { identityTags } from './platform-tags';

export interface PlatformServersProps {
  readonly environment: Environment;
  /** Start of the names that AWS keeps apart. */
  readonly prefix: string;
  readonly machine: (settings: Environment['servers'][number]) => MachineProps;
  readonly inputs: OperatorInputs;
  readonly sessions: readonly Permission[];
  readonly network: Network;
  readonly bastion: Bastion;
  readonly database: Database | undefined;
  /** ARN of the most that the servers may do. */
  readonly boundary: string | undefined;
}

/** The private servers, each doing what its role says, their data volumes, and what is open between them. */
export class PlatformServers {
  private readonly fleets = new Map<string, ServerGroup>();
  private readonly servers: Construct;
  private readonly dataVolumes: Construct;

  constructor(
    scope: Construct,
    private readonly props: PlatformServersProps,
  ) {
    this.servers = new Construct(scope, 'servers');
    this.dataVolumes = new Construct(scope, 'data-volumes');
    const { servers } = props.environment;
    const elk = servers.find(({ role }) => role === 'elk');
    // Applications are told the address of the server that takes their logs.
    const elkFleet = elk && this.add(elk);
    for (const server of servers) if (server !== elk) this.add(server, elkFleet);
    this.openTraffic();
  }

  /** The servers of one name. */
  public fleet(name: string): ServerGroup {
    const fleet = this.fleets.get(name);
    if (!fleet)
      throw new Error(`${this.servers.node.path} has no ${name}: the configuration was not checked`);
    return fleet;
  }

  /** Every server and its fleet, in the order of the names. */
  public all(): Map<string, { readonly server: Server; readonly fleet: ServerGroup }> {
    const all = [...this.fleets.values()].flatMap((fleet) =>
      [...fleet.servers].map(([name, server]) => [name, { server, fleet }] as const),
    );
    return new Map(all.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** Whether there are servers that come and go with the load. */
  public hasGroup(): boolean {
    return [...this.fleets.values()].some(({ group }) => group !== undefined);
  }

  /** The web pages that have a host name. */
  public pages() {
    return this.props.environment.servers.flatMap(({ name, hostName }) => {
      const fleet = this.fleet(name);
      return hostName === undefined || !fleet.page ? [] : [{ fleet, page: fleet.page, hostName }];
    });
  }

  private add(server: Environment['servers'][number], elk?: ServerGroup): ServerGroup {
    const { prefix, machine, network, bastion, environment } = this.props;
    const { name, zones, count, autoScaling, internetPorts, role } = server;
    const dataVolume = this.addDataVolume(server);
    const elkAddress = [...(elk?.servers.values() ?? [])][0]?.privateAddress;
    const fleet = new ServerGroup(this.servers, name, {
      ...machine(server),
      name,
      prefix,
      network,
      zones,
      count,
      autoScaling,
      internetPorts,
      dataVolume,
      page: roleOf(role).page,
      duty: serverDuty(server, { ...this.props, environment, elkAddress }, dataVolume),
    });
    fleet.securityGroup.allowFrom(bastion, SSH);
    if (elk && role === 'application')
      elk.securityGroup.allowFrom(fleet, { port: BEATS_PORT, service: 'Logs' });
    this.fleets.set(name, fleet);
    return fleet;
  }

  private addDataVolume({ name, zones, dataVolume }: Environment['servers'][number]): DataVolume | undefined {
    if (!dataVolume) return undefined;
    const { environment } = this.props;
    const { region, deletionProtection } = environment;
    const volume = dataVolume.name ?? defaultVolumeName(name);
    return new DataVolume(this.dataVolumes, volume, {
      name: volume,
      size: dataVolume.size,
      availabilityZone: `${region}${zones[0]}`,
      environmentTags: identityTags(environment),
      deletionProtection,
    });
  }

  private openTraffic(): void {
    const { environment, database } = this.props;
    for (const { from, to, port, protocol } of environment.traffic) {
      const service = `${protocol.toUpperCase()} ${port}`;
      this.fleet(to).securityGroup.allowFrom(this.fleet(from), { port, protocol, service });
    }
    for (const client of environment.database?.clients ?? []) database?.allowFrom(this.fleet(client));
  }
}
