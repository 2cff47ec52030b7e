import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Construct } from 'constructs';
import { type EndpointService, INTERFACE_ENDPOINTS } from '../catalog/interface-endpoints';
import { allow, policyDocument } from '../iam/document';
import type { Network } from './network';
import { type Connectable, type PortRule, SecurityGroup } from './security-group';

export interface InterfaceEndpointsProps {
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  readonly region: string;
  readonly services: readonly EndpointService[];
  /** Id of the account whose principals alone may use the endpoints. */
  readonly accountId: string;
}

const HTTPS: PortRule = { port: 443, description: 'HTTPS' };

/**
 * Interface endpoints of AWS services in the private subnet of each zone, with private DNS: everything in the VPC that calls such a
 * service is led to them, so all of its clients need `allowFrom`. Each endpoint costs by the hour and zone, and by the gigabyte. AWS:
 * "Access an AWS service using an interface VPC endpoint".
 */
export class InterfaceEndpoints extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { prefix, network, region, services, accountId } = props;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: id,
      namePrefix: `${prefix}-${id}-`,
      vpcId: network.vpcId,
    });
    for (const endpoint of services.flatMap((service) => INTERFACE_ENDPOINTS[service])) {
      new VpcEndpoint(this, endpoint.replace('.', '-'), {
        vpcId: network.vpcId,
        serviceName: `com.amazonaws.${region}.${endpoint}`,
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: network.subnetIds('private'),
        securityGroupIds: [this.securityGroup.id],
        policy: onlyFor(accountId),
        tags: { Name: `${network.name}-${endpoint}` },
      });
    }
  }

  /** Allows connections from a client. */
  public allowFrom(client: Connectable): void {
    this.securityGroup.allowFrom(client, HTTPS);
  }
}

/** Principals of other accounts, e.g. of stolen keys, may not use the endpoint. AWS: "Control access to VPC endpoints using endpoint policies". */
const onlyFor = (accountId: string): string =>
  policyDocument([
    {
      ...allow(['*'], '*'),
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': accountId } },
    },
  ]);
