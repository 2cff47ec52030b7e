import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { Construct } from 'constructs';

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

  /** Adds the record of a server by a name in the domain, e.g. `elk`. */
  public addServer(name: string, privateAddress: string): void {
    new Route53Record(this, name, {
      zoneId: this.zoneId,
      name: `${name}.${this.props.domain}`,
      type: 'A',
      ttl: TTL,
      records: [privateAddress],
    });
  }
}
