import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Sesv2EmailIdentity } from '@cdktf/provider-aws/lib/sesv2-email-identity';
import { Construct } from 'constructs';

export interface MailDomainProps {
  /** Domain of the senders' addresses. */
  readonly domain: string;
  /** Public hosted zone of Route 53 that has the domain. @default DNS elsewhere: see `dnsRecords` */
  readonly zone?: string | undefined;
}

/** Keys with which SES signs, so that one can be replaced while another signs. AWS: "Easy DKIM in Amazon SES". */
const KEYS = ['1', '2', '3'] as const;

/** Seconds for which a resolver keeps a record. */
const TTL = 1800;

/**
 * An identity of SES: a domain from which mail is sent, signed with DKIM, which also proves that the domain is ours. Costs by messages.
 * AWS: "Creating and verifying identities in Amazon SES".
 */
export class MailDomain extends Construct {
  public readonly arn: string;
  /** CNAME records to create where DNS is elsewhere; undefined with a zone. */
  public readonly dnsRecords: readonly { readonly name: string; readonly value: string }[] | undefined;

  constructor(scope: Construct, id: string, { domain, zone }: MailDomainProps) {
    super(scope, id);
    const identity = new Sesv2EmailIdentity(this, 'Resource', {
      emailIdentity: domain,
      dkimSigningAttributes: { nextSigningKeyLength: 'RSA_2048_BIT' },
      tags: { Name: domain },
    });
    this.arn = identity.arn;
    // An index, since one() makes tokens as sensitive as the private key beside them, which no output may be.
    const token = (index: number) =>
      `\${element(${identity.fqn}.dkim_signing_attributes[0].tokens, ${index})}`;
    const records = KEYS.map((key, index) => ({
      key,
      name: `${token(index)}._domainkey.${domain}`,
      value: `${token(index)}.dkim.amazonses.com`,
    }));
    if (zone === undefined) this.dnsRecords = records.map(({ name, value }) => ({ name, value }));
    else this.addRecords(zone, records);
  }

  private addRecords(name: string, records: readonly { key: string; name: string; value: string }[]): void {
    const { zoneId } = new DataAwsRoute53Zone(this, 'zone', { name, privateZone: false });
    for (const { key, value, ...record } of records)
      new Route53Record(this, `dkim-${key}`, {
        ...record,
        zoneId,
        type: 'CNAME',
        ttl: TTL,
        records: [value],
      });
  }
}
