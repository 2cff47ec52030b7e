import { Construct } from 'constructs';
import { planServers } from '../core/servers';
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
}

/** Private servers that do the same job: one security group, one server or several over the zones. */
export class ServerFleet extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** The servers by name. */
  public readonly servers: ReadonlyMap<string, Server>;

  constructor(scope: Construct, id: string, props: ServerFleetProps) {
    super(scope, id);
    const { name, prefix, network, zones, count, internetPorts, ...machine } = props;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      namePrefix: `${prefix}-${name}-`,
      vpcId: network.vpcId,
    });
    this.securityGroup.allowToInternet(internetPorts);
    this.servers = new Map(
      planServers(name, zones, count).map((planned) => [
        planned.name,
        new Server(this, planned.name === name ? 'Resource' : planned.name.slice(name.length + 1), {
          ...machine,
          name: planned.name,
          subnetId: network.subnetId('private', planned.zone),
          securityGroup: this.securityGroup,
          dependsOn: internetPorts.length > 0 ? network.wayOut(planned.zone) : [],
        }),
      ]),
    );
  }
}
