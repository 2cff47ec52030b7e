import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../config';
import { mailZone } from '../config/mail-zone';
import { Bucket } from '../constructs/bucket';
import { Cache } from '../constructs/cache';
import { MailDomain } from '../constructs/mail-domain';
import type { Network } from '../constructs/network';
import { DAY, Queue } from '../constructs/queue';
import type { PermissionStatement } from '../iam/permission-statement';
import { MAIL_VARIABLE, REGION_VARIABLE, resourceVariable } from '../roles/application/resource-variables';
import { APPLICATION_ACTIONS } from '../iam/application-actions';
import { bucketPrefix } from './application-boundary';

/** What a server's container gets to use parts of AWS. */
export interface ApplicationAccess {
  /** Environment variables by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Permissions of the server's role. */
  readonly statements: readonly PermissionStatement[];
}

/** A part of AWS that applications call, and the servers that may. */
interface Granted extends ApplicationAccess {
  readonly clients: readonly string[];
}

export interface PlatformStorageProps {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly network: Network;
  readonly accountId: () => string;
}

/** What applications use in AWS beside the database, and who may. */
export class PlatformStorage {
  public readonly cache: Cache | undefined;
  /** Queues by name. */
  public readonly queues: ReadonlyMap<string, Queue>;
  private readonly granted: Granted[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly props: PlatformStorageProps,
  ) {
    const { cache, buckets, queues, mail } = props.environment;
    this.cache = cache && this.addCache(cache);
    if (buckets.length > 0) this.addBuckets(buckets);
    this.queues = queues.length > 0 ? this.addQueues(queues) : new Map<string, Queue>();
    if (mail) this.addMail(mail);
  }

  /** Variables and permissions of a server; none for a server that is no client. */
  public accessOf(server: string): ApplicationAccess {
    const own = this.granted.filter(({ clients }) => clients.includes(server));
    const region = own.length > 0 ? { [REGION_VARIABLE]: this.props.environment.region } : {};
    return {
      variables: Object.assign({}, region, ...own.map(({ variables }) => variables)) as Record<
        string,
        string
      >,
      statements: own.flatMap(({ statements }) => statements),
    };
  }

  /** Queue by name, which configuration has checked. */
  public queue(name: string): Queue {
    const queue = this.queues.get(name);
    if (!queue) throw new Error(`"${name}" is the name of no queue`);
    return queue;
  }

  private addCache(settings: NonNullable<Environment['cache']>): Cache {
    const { prefix: name, network, environment } = this.props;
    const { deletionProtection } = environment;
    const cache = new Cache(this.scope, 'cache', { ...settings, name, network, deletionProtection });
    this.addOutput('cache_endpoint', cache.endpoint, 'Host name of the cache');
    return cache;
  }

  private addBuckets(buckets: Environment['buckets']): void {
    const { prefix, accountId, environment } = this.props;
    const parent = new Construct(this.scope, 'buckets');
    const { deletionProtection } = environment;
    const added = buckets.map(({ name, clients, cors, ...settings }) => {
      const tag = `${bucketPrefix(prefix)}${name}`;
      const bucket = new Bucket(parent, name, {
        ...settings,
        name: `${tag}-${accountId()}`,
        tag,
        origins: cors?.origins ?? [],
        deletionProtection,
      });
      this.granted.push({ clients, ...bucketAccess(name, bucket) });
      return [name, bucket] as const;
    });
    const names = Object.fromEntries(added.map(([name, { bucketName }]) => [name, bucketName]));
    this.addOutput('bucket_names', names, 'Names of the buckets in AWS');
    const urls = added.flatMap(([name, { cdnUrl }]) => (cdnUrl === undefined ? [] : [[name, cdnUrl]]));
    if (urls.length > 0)
      this.addOutput('cdn_urls', Object.fromEntries(urls), 'URLs of the CloudFront distributions, by bucket');
  }

  private addQueues(queues: Environment['queues']): Map<string, Queue> {
    const parent = new Construct(this.scope, 'queues');
    const added = queues.map(({ name, producers, consumers, retentionDays, ...settings }) => {
      const queue = new Queue(parent, name, {
        ...settings,
        retention: retentionDays * DAY,
        name: `${this.props.prefix}-${name}`,
      });
      const variables = { [resourceVariable('QUEUE', name)]: queue.url };
      const may = (actions: readonly string[]) => [{ actions, resources: [queue.arn] }];
      this.granted.push({ clients: producers, variables, statements: may(APPLICATION_ACTIONS.producer) });
      this.granted.push({ clients: consumers, variables, statements: may(APPLICATION_ACTIONS.consumer) });
      return [name, queue] as const;
    });
    const urls = Object.fromEntries(added.map(([name, { url }]) => [name, url]));
    this.addOutput('queue_urls', urls, 'URLs of the queues');
    return new Map(added);
  }

  private addMail({ domain, clients }: NonNullable<Environment['mail']>): void {
    const mail = new MailDomain(this.scope, 'mail', { domain, zone: mailZone(this.props.environment) });
    this.granted.push({
      clients,
      variables: { [MAIL_VARIABLE]: domain },
      statements: [{ actions: APPLICATION_ACTIONS.mail, resources: [mail.arn] }],
    });
    if (mail.dnsRecords)
      this.addOutput('mail_records', mail.dnsRecords, 'CNAME records to create, with which mail is signed');
  }

  private addOutput(id: string, value: unknown, description: string): void {
    new TerraformOutput(this.scope, id, { value, description });
  }
}

const bucketAccess = (name: string, { bucketName, arn, cdnUrl }: Bucket): ApplicationAccess => ({
  variables: {
    [resourceVariable('BUCKET', name)]: bucketName,
    ...(cdnUrl !== undefined && { [resourceVariable('CDN', name)]: cdnUrl }),
  },
  statements: [
    { actions: APPLICATION_ACTIONS.bucket, resources: [arn] },
    { actions: APPLICATION_ACTIONS.objects, resources: [`${arn}/*`] },
  ],
});
