import { ACMClient } from '@aws-sdk/client-acm';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import type { Variables } from '../core/variables';
import { awsClientSettings } from './client';
import { JsonService, type JsonServiceDefinition } from './json-service';

/** Region of a partition that every account has enabled. AWS: "Regional endpoints". */
const HOME_REGIONS: Readonly<Record<string, string>> = { 'cn-': 'cn-north-1', 'us-gov-': 'us-gov-west-1' };

export const homeRegion = (region: string): string =>
  Object.entries(HOME_REGIONS).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'us-east-1';

const domainOf = (region: string): string =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

interface Client {
  destroy(): void;
}

type SdkClient<Of extends Client> = new (settings: ReturnType<typeof awsClientSettings>) => Of;

/** AWS clients for one region. Each is created at its first use. */
export class AwsClients {
  private readonly made = new Map<string, Client>();

  constructor(
    public readonly region: string,
    private readonly env: Variables,
  ) {}

  public get acm(): ACMClient {
    return this.sdk('acm', ACMClient);
  }

  public get autoScaling(): AutoScalingClient {
    return this.sdk('autoscaling', AutoScalingClient);
  }

  public get ec2(): EC2Client {
    return this.sdk('ec2', EC2Client);
  }

  /** EC2 in a region that every account has enabled. */
  public get homeEc2(): EC2Client {
    return this.sdk('ec2', EC2Client, homeRegion(this.region));
  }

  public get elb(): ElasticLoadBalancingV2Client {
    return this.sdk('elasticloadbalancing', ElasticLoadBalancingV2Client);
  }

  public get iam(): IAMClient {
    return this.sdk('iam', IAMClient);
  }

  public get rds(): RDSClient {
    return this.sdk('rds', RDSClient);
  }

  public get route53(): Route53Client {
    return this.sdk('route53', Route53Client);
  }

  /** STS in a region that every account has enabled. */
  public get homeSts(): STSClient {
    return this.sdk('sts', STSClient, homeRegion(this.region));
  }

  /** ECR in a repository's region. */
  public ecr(region: string): ECRClient {
    return this.sdk('ecr', ECRClient, region);
  }

  /** AWS: "Service Quotas API Reference". */
  public get quotas(): JsonService {
    const { region } = this;
    return this.json({
      name: 'servicequotas',
      target: 'ServiceQuotasV20190624',
      version: '1.1',
      region,
      host: `servicequotas.${region}.${domainOf(region)}`,
    });
  }

  /** Parameter Store. AWS: "AWS Systems Manager API Reference". */
  public get parameters(): JsonService {
    const { region } = this;
    const host = `ssm.${region}.${domainOf(region)}`;
    return this.json({ name: 'ssm', target: 'AmazonSSM', version: '1.1', region, host });
  }

  /** AWS: "AWS Secrets Manager API Reference". */
  public get secrets(): JsonService {
    const { region } = this;
    const host = `secretsmanager.${region}.${domainOf(region)}`;
    return this.json({ name: 'secretsmanager', target: 'secretsmanager', version: '1.1', region, host });
  }

  /** AWS: "Amazon CloudWatch Logs API Reference". */
  public get logs(): JsonService {
    const { region } = this;
    return this.json({
      name: 'logs',
      target: 'Logs_20140328',
      version: '1.1',
      region,
      host: `logs.${region}.${domainOf(region)}`,
    });
  }

  /** AWS: "AWS Systems Manager API Reference". */
  public get systemsManager(): JsonService {
    const { region } = this;
    return this.json({
      name: 'ssm',
      target: 'AmazonSSM',
      version: '1.1',
      region,
      host: `ssm.${region}.${domainOf(region)}`,
    });
  }

  /** AWS: "Free Tier API". One endpoint serves all regions. */
  public get freeTier(): JsonService {
    return this.json({
      name: 'freetier',
      target: 'AWSFreeTierService',
      version: '1.0',
      region: 'us-east-1',
      host: 'freetier.us-east-1.api.aws',
    });
  }

  public destroy(): void {
    for (const client of this.made.values()) client.destroy();
    this.made.clear();
  }

  private sdk<Of extends Client>(name: string, Sdk: SdkClient<Of>, region = this.region): Of {
    return this.once(`${name} ${region}`, () => new Sdk(awsClientSettings(region, this.env)));
  }

  private json(service: JsonServiceDefinition): JsonService {
    return this.once(service.name, () => new JsonService(service, this.env));
  }

  private once<Of extends Client>(key: string, make: () => Of): Of {
    const client = (this.made.get(key) as Of | undefined) ?? make();
    this.made.set(key, client);
    return client;
  }
}
