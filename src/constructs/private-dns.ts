import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';
import type { AliasTarget } from './domain';

export interface PrivateDnsProps {
  /** Domain of the zone, e.g. `dev.devloop.internal`. */
  readonly domain: string;
  readonly vpcId: string;
}

/** Seconds for which a resolver keeps an address: about the time that a new server takes to boot. */
const TTL = 60;

/**
 * A private hosted zone: names that the VPC alone resolves. Servers know one another by them, so that a replaced server changes a record
 * and no other server. Costs by the month. AWS: "Working with private hosted zones".
 */
export class PrivateDns extends Construct {
  private readonly zoneId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrivateDnsProps,
  ) {
    super(scope, id);
    const { domain, vpcId } = props;
    this.zoneId = new Route53Zone(this, 'Resource', {
      name: domain,
      comment: `Servers of ${domain}`,
      vpc: [{ vpcId }],
      tags: { Name: domain },
    }).zoneId;
  }

  /** Adds the record of servers by a name in the domain, e.g. `elk`. */
  public addServers(name: string, privateAddresses: readonly string[]): void {
    new Route53Record(this, name, {
      zoneId: this.zoneId,
      name: this.hostName(name),
      type: 'A',
      ttl: TTL,
      records: [...privateAddresses],
    });
  }

  /** Points a name in the domain to a load balancer, and returns it as a host name. */
  public addAlias(name: string, { dnsName, hostedZoneId }: AliasTarget): string {
    const hostName = this.hostName(name);
    new Route53Record(this, name, {
      zoneId: this.zoneId,
      name: hostName,
      type: 'A',
      alias: { name: dnsName, zoneId: hostedZoneId, evaluateTargetHealth: false },
    });
    return hostName;
  }

  private hostName(name: string): string {
    return `${name}.${this.props.domain}`;
  }
}
