import { Eip } from '@cdktf/provider-aws/lib/eip';
import { EipAssociation } from '@cdktf/provider-aws/lib/eip-association';
import { Construct } from 'constructs';
import { assign, type Duty } from './instance-setup';
import type { Network } from './network';
import { type AddressRange, type Connectable, type Opening, SecurityGroup } from './security-group';
import { type MachineProps, Server } from './server';

export interface BastionProps extends MachineProps {
  readonly name: string;
  /** Start of names that AWS keeps apart. */
  readonly prefix: string;
  readonly network: Network;
  /** Letter of the zone whose public subnet it is in. */
  readonly zone: string;
  /** Who may log in. */
  readonly administrators: AddressRange;
  /** TCP ports of the internet that it opens connections to. */
  readonly internetPorts: readonly number[];
  readonly duty: Duty;
}

export const SSH: Opening = { port: 22, service: 'SSH' };

/** The one door for administrators: SSH from their addresses, under a public address that outlives the server. */
export class Bastion extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** Public IPv4 address. */
  public readonly address: string;
  /** Of the server that has the address now. */
  public readonly instanceId: string;

  constructor(scope: Construct, id: string, props: BastionProps) {
    super(scope, id);
    const { name, prefix, network, zone, administrators, internetPorts, duty, ...machine } = props;
    const { deletionProtection } = machine;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      namePrefix: `${prefix}-${name}-`,
      vpcId: network.vpcId,
    });
    this.securityGroup.allowFromRange(administrators, SSH);
    const openings = this.securityGroup.allowToInternet(internetPorts);
    const server = new Server(this, 'Resource', {
      ...machine,
      ...assign(this, { ...duty, name, prefix, deletionProtection }),
      name,
      subnetId: network.subnetId('public', zone),
      securityGroup: this.securityGroup,
      dependsOn: internetPorts.length > 0 ? [...network.wayOut('public', zone), ...openings] : [],
    });
    this.instanceId = server.instanceId;
    const eip = new Eip(this, 'address', { domain: 'vpc', tags: { Name: name } });
    this.address = eip.publicIp;
    // Apart from the address and from the server, so that either is exchanged without the other.
    new EipAssociation(this, 'address-association', {
      allocationId: eip.id,
      instanceId: server.instanceId,
      dependsOn: [network.internetGateway],
    });
  }
}
