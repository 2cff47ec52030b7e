import { ACMClient } from '@aws-sdk/client-acm';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import type { Variables } from '../core/variables';
import { awsClientSettings } from './client';
import { JsonService } from './json-service';

/** Region of a partition that every account has enabled. AWS: "Regional endpoints". */
const HOME_REGIONS: Readonly<Record<string, string>> = { 'cn-': 'cn-north-1', 'us-gov-': 'us-gov-west-1' };

export const homeRegion = (region: string): string =>
  Object.entries(HOME_REGIONS).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'us-east-1';

const domainOf = (region: string): string =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

/** AWS clients for one region. Each is created at its first use. */
export class AwsClients {
  private readonly made = new Map<string, { destroy(): void }>();

  constructor(
    public readonly region: string,
    private readonly env: Variables,
  ) {}

  public get acm(): ACMClient {
    return this.client('acm', () => new ACMClient(this.settings));
  }

  public get ec2(): EC2Client {
    return this.client('ec2', () => new EC2Client(this.settings));
  }

  /** EC2 in a region that every account has enabled. */
  public get homeEc2(): EC2Client {
    return this.client('home-ec2', () => new EC2Client(this.homeSettings));
  }

  public get iam(): IAMClient {
    return this.client('iam', () => new IAMClient(this.settings));
  }

  public get rds(): RDSClient {
    return this.client('rds', () => new RDSClient(this.settings));
  }

  public get route53(): Route53Client {
    return this.client('route53', () => new Route53Client(this.settings));
  }

  /** STS in a region that every account has enabled. */
  public get homeSts(): STSClient {
    return this.client('sts', () => new STSClient(this.homeSettings));
  }

  /** ECR in a repository's region. */
  public ecr(region: string): ECRClient {
    return this.client(`ecr ${region}`, () => new ECRClient(awsClientSettings(region, this.env)));
  }

  /** AWS: "Service Quotas API Reference". */
  public get quotas(): JsonService {
    const { region, env } = this;
    const host = `servicequotas.${region}.${domainOf(region)}`;
    const service = {
      name: 'servicequotas',
      target: 'ServiceQuotasV20190624',
      version: '1.1',
      region,
      host,
    } as const;
    return this.client('quotas', () => new JsonService(service, env));
  }

  /** AWS: "Free Tier API". One endpoint serves all regions. */
  public get freeTier(): JsonService {
    const service = {
      name: 'freetier',
      target: 'AWSFreeTierService',
      version: '1.0',
      region: 'us-east-1',
      host: 'freetier.us-east-1.api.aws',
    } as const;
    return this.client('free-tier', () => new JsonService(service, this.env));
  }

  public destroy(): void {
    for (const client of this.made.values()) client.destroy();
    this.made.clear();
  }

  private get settings() {
    return awsClientSettings(this.region, this.env);
  }

  private get homeSettings() {
    return awsClientSettings(homeRegion(this.region), this.env);
  }

  private client<Client extends { destroy(): void }>(name: string, make: () => Client): Client {
    const client = (this.made.get(name) as Client | undefined) ?? make();
    this.made.set(name, client);
    return client;
  }
}
