import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';

export interface DomainProps {
  /** Host name of the application, at most 64 characters. */
  readonly name: string;
  /** Public hosted zone of Route 53 that has all names. @default DNS elsewhere: see `dnsRecords` */
  readonly zone?: string | undefined;
  /** All host names of the load balancer. */
  readonly names: readonly string[];
  /** Name tag of the certificate. */
  readonly tag: string;
}

/** What an alias record points to. */
export interface AliasTarget {
  readonly dnsName: string;
  /** Hosted zone of the DNS name, which AWS owns. */
  readonly hostedZoneId: string;
}

/** Seconds for which a resolver keeps a record that proves control of a name. */
const TTL = 300;

/**
 * Host names of a load balancer and their certificate, which ACM issues once it finds a record for each name. The certificate has a
 * successor before it goes. Certificates and queries of alias records are free. AWS: "DNS validation", "Routing traffic to an ELB load
 * balancer".
 */
export class Domain extends Construct {
  /** ARN of the certificate, known once it is issued. */
  public readonly certificateArn: string;
  private readonly names: readonly string[];
  private readonly certificate: AcmCertificate;
  private readonly zoneId: string | undefined;

  constructor(scope: Construct, id: string, { name, zone, names, tag }: DomainProps) {
    super(scope, id);
    this.names = [...names].sort();
    this.certificate = new AcmCertificate(this, 'certificate', {
      domainName: name,
      // All of them: an omitted list keeps the names that a certificate has.
      subjectAlternativeNames: [...this.names],
      validationMethod: 'DNS',
      tags: { Name: tag },
      lifecycle: { createBeforeDestroy: true },
    });
    if (zone !== undefined)
      this.zoneId = new DataAwsRoute53Zone(this, 'zone', { name: zone, privateZone: false }).zoneId;
    this.certificateArn = this.addValidation(this.zoneId);
  }

  /** Points every name to a load balancer. Where DNS is elsewhere, `dnsRecords` lists what to create. */
  public pointTo({ dnsName, hostedZoneId }: AliasTarget): void {
    const { zoneId } = this;
    if (zoneId === undefined) return;
    const alias = { name: dnsName, zoneId: hostedZoneId, evaluateTargetHealth: false };
    for (const name of this.names) new Route53Record(this, name, { zoneId, name, type: 'A', alias });
  }

  /** Records to create where DNS is elsewhere, as an expression; undefined with a zone. */
  public dnsRecords({ dnsName }: AliasTarget): string | undefined {
    if (this.zoneId !== undefined) return undefined;
    const options = `${this.certificate.fqn}.domain_validation_options`;
    const proofs = `[for o in ${options} : {name = trimsuffix(o.resource_record_name, "."), type = o.resource_record_type, value = trimsuffix(o.resource_record_value, ".")}]`;
    const names = `[for n in ${JSON.stringify(this.names)} : {name = n, type = "CNAME", value = "${dnsName}"}]`;
    return `\${concat(${proofs}, ${names})}`;
  }

  /** Waits until the certificate is issued: 75 minutes at most, and the next apply waits again. */
  private addValidation(zoneId: string | undefined): string {
    const records = zoneId === undefined ? [] : this.names.map((name) => this.addProof(zoneId, name));
    return new AcmCertificateValidation(this, 'validation', {
      certificateArn: this.certificate.arn,
      ...(zoneId !== undefined && { validationRecordFqdns: records }),
    }).certificateArn;
  }

  private addProof(zoneId: string, name: string): string {
    const options = `${this.certificate.fqn}.domain_validation_options`;
    const value = (attribute: string) =>
      `\${one([for o in ${options} : o.${attribute} if o.domain_name == ${JSON.stringify(name)}])}`;
    return new Route53Record(this, `proof-${name}`, {
      zoneId,
      name: value('resource_record_name'),
      type: 'CNAME',
      ttl: TTL,
      records: [value('resource_record_value')],
      // ACM asks the same of a name in every certificate of an account, but a plan does not know it of a new certificate.
      lifecycle: { ignoreChanges: ['name', 'records'] },
    }).fqdn;
  }
}
