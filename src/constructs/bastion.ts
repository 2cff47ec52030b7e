import { Eip } from '@cdktf/provider-aws/lib/eip';
import { EipAssociation } from '@cdktf/provider-aws/lib/eip-association';
import { Construct } from 'constructs';
import { except } from '../core/guardrails';
import { attachInstanceSetup, type InstanceSetup } from './instance-setup';
import type { Network } from './network';
import { type CidrPeer, type Connectable, type PortRule, SecurityGroup } from './security-group';
import { type InstanceProps, Server } from './server';

export interface BastionProps extends InstanceProps {
  readonly name: string;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  /** Letter of the Availability Zone of its public subnet. */
  readonly zone: string;
  /** CIDR blocks that may open SSH connections. */
  readonly administrators: CidrPeer;
  /** Outbound TCP ports to the internet. */
  readonly internetPorts: readonly number[];
  readonly setup: InstanceSetup;
}

export const SSH: PortRule = { port: 22, description: 'SSH' };

/** The SSH jump host of administrators, with an Elastic IP address that outlives the instance. */
export class Bastion extends Construct implements Connectable {
  public readonly name: string;
  public readonly securityGroup: SecurityGroup;
  /** Public IPv4 address. */
  public readonly address: string;
  /** Id of the instance that the address is associated with. */
  public readonly instanceId: string;

  constructor(scope: Construct, id: string, props: BastionProps) {
    super(scope, id);
    except(this, 'SERVER_PUBLIC');
    const { name, prefix, network, zone, administrators, internetPorts, setup, ...instanceProps } = props;
    const { deletionProtection } = instanceProps;
    this.name = name;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      namePrefix: `${prefix}-${name}-`,
      vpcId: network.vpcId,
    });
    this.securityGroup.allowFromCidr(administrators, SSH);
    const internetRules = this.securityGroup.allowToInternet(internetPorts);
    const server = new Server(this, 'Resource', {
      ...instanceProps,
      ...attachInstanceSetup(this, { ...setup, name, prefix, deletionProtection }),
      name,
      subnetId: network.subnetId('public', zone),
      securityGroup: this.securityGroup,
      dependsOn:
        internetPorts.length > 0
          ? [...network.internetRouteDependencies('public', zone), ...internetRules]
          : [],
    });
    this.instanceId = server.instanceId;
    const eip = new Eip(this, 'address', { domain: 'vpc', tags: { Name: name } });
    this.address = eip.publicIp;
    // A resource of its own, so that address and instance are replaced independently.
    new EipAssociation(this, 'address-association', {
      allocationId: eip.id,
      instanceId: server.instanceId,
      dependsOn: [network.internetGateway],
    });
  }
}
