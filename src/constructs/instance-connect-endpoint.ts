import { Ec2InstanceConnectEndpoint } from '@cdktf/provider-aws/lib/ec2-instance-connect-endpoint';
import { Construct } from 'constructs';
import type { Network } from './network';
import { type Connectable, SecurityGroup } from './security-group';

export interface InstanceConnectEndpointProps {
  readonly name: string;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  /** Letter of the Availability Zone of its private subnet. A VPC has one endpoint, which serves every zone. */
  readonly zone: string;
}

/**
 * Way of administrators to private servers without a public address: AWS takes their connections, and IAM says whose. It is free. AWS:
 * "Connect to your instances using EC2 Instance Connect Endpoint".
 */
export class InstanceConnectEndpoint extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: InstanceConnectEndpointProps) {
    super(scope, id);
    const { name, prefix, network, zone } = props;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name,
      namePrefix: `${prefix}-${name}-`,
      vpcId: network.vpcId,
    });
    new Ec2InstanceConnectEndpoint(this, 'Resource', {
      subnetId: network.subnetId('private', zone),
      securityGroupIds: [this.securityGroup.id],
      // Servers see the endpoint, which their rules name, instead of the administrator's address.
      preserveClientIp: false,
      tags: { Name: `${prefix}-${name}` },
    });
  }
}
