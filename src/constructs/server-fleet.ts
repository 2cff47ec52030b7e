import { Construct } from 'constructs';
import type { WebPage } from '../core/roles';
import { planServers } from '../core/servers';
import type { DataVolume } from './data-volume';
import { assign, type Duty } from './duty';
import type { Network } from './network';
import { type Connectable, SecurityGroup } from './security-group';
import { type MachineProps, Server } from './server';

export interface ServerFleetProps extends MachineProps {
  /** Name of the fleet; of its server too where there is one. */
  readonly name: string;
  /** Start of names that AWS keeps apart. */
  readonly prefix: string;
  readonly network: Network;
  /** Letters of the zones that the servers are spread over. */
  readonly zones: readonly string[];
  /** @default one server, in the one zone */
  readonly count?: number | undefined;
  /** TCP ports of the internet that the servers open connections to; where there are any, they wait for the way out. */
  readonly internetPorts: readonly number[];
  readonly duty: Duty;
  /** What the one server keeps its data on. */
  readonly dataVolume?: DataVolume | undefined;
  /** What administrators open in a browser. */
  readonly page?: WebPage | undefined;
}

/**
 * Private servers that do the same job: one security group, one role, one server or several over the zones. Of several, new ones
 * are there before old ones go.
 */
export class ServerFleet extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** The servers by name. */
  public readonly servers: ReadonlyMap<string, Server>;
  public readonly page: WebPage | undefined;

  constructor(scope: Construct, id: string, props: ServerFleetProps) {
    super(scope, id);
    const { name, prefix, network, zones, count, internetPorts, duty, dataVolume, page, ...machine } = props;
    this.page = page;
    const { deletionProtection } = machine;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      namePrefix: `${prefix}-${name}-`,
      vpcId: network.vpcId,
    });
    const openings = this.securityGroup.allowToInternet(internetPorts);
    const assignment = assign(this, { ...duty, name, prefix, deletionProtection });
    const planned = planServers(name, zones, count);
    this.servers = new Map(
      planned.map((server) => [
        server.name,
        new Server(this, server.name === name ? 'Resource' : server.name.slice(name.length + 1), {
          ...machine,
          ...assignment,
          name: server.name,
          subnetId: network.subnetId('private', server.zone),
          securityGroup: this.securityGroup,
          createBeforeDestroy: planned.length > 1,
          dependsOn: internetPorts.length > 0 ? [...network.wayOut('private', server.zone), ...openings] : [],
        }),
      ]),
    );
    for (const server of this.servers.values()) dataVolume?.attachTo(server);
  }
}
