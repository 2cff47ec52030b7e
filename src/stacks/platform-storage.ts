import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../config';
import { Bucket } from '../constructs/bucket';
import { APPLICATION_ACTIONS } from '../iam/application-actions';
import { allow, type Statement } from '../iam/document';
import type { PermissionStatement } from '../iam/permission-statement';
import type { PolicyScope } from '../iam/policy';
import { REGION_VARIABLE, resourceVariable } from '../roles/application/resource-variables';

/** What a server's container gets to use parts of AWS. */
export interface ApplicationAccess {
  /** Environment variables by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Permissions of the server's role. */
  readonly statements: readonly PermissionStatement[];
}

/** A part of AWS that applications call, and the servers that may. */
interface Granted {
  readonly clients: readonly string[];
  readonly access: ApplicationAccess;
}

export interface PlatformStorageProps {
  readonly environment: Environment;
  /** Prefix of names that are unique in the account and region. */
  readonly prefix: string;
  readonly accountId: () => string;
}

/** Start of the names of buckets of applications. */
export const bucketPrefix = (prefix: string): string => `${prefix}-files-`;

/** What applications call in AWS beside the database, and who may. */
export class PlatformStorage {
  private readonly granted: Granted[] = [];

  constructor(
    scope: Construct,
    private readonly props: PlatformStorageProps,
  ) {
    const { environment } = props;
    if (environment.buckets.length > 0) this.addBuckets(scope, environment.buckets);
  }

  /** Variables and permissions of a server; none for a server that is no client. */
  public accessOf(server: string): ApplicationAccess {
    const own = this.granted.filter(({ clients }) => clients.includes(server)).map(({ access }) => access);
    const region = own.length > 0 ? { [REGION_VARIABLE]: this.props.environment.region } : {};
    return {
      variables: Object.assign({}, region, ...own.map(({ variables }) => variables)) as Record<
        string,
        string
      >,
      statements: own.flatMap(({ statements }) => statements),
    };
  }

  private addBuckets(scope: Construct, buckets: Environment['buckets']): void {
    const { prefix, accountId, environment } = this.props;
    const parent = new Construct(scope, 'buckets');
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
      this.granted.push({ clients, access: bucketAccess(name, bucket) });
      return [name, bucket] as const;
    });
    const names = Object.fromEntries(added.map(([name, { bucketName }]) => [name, bucketName]));
    new TerraformOutput(scope, 'bucket_names', { value: names, description: 'Names of the buckets in AWS' });
    const urls = added.flatMap(([name, { cdnUrl }]) => (cdnUrl === undefined ? [] : [[name, cdnUrl]]));
    const description = 'URLs of the CloudFront distributions, by bucket';
    if (urls.length > 0)
      new TerraformOutput(scope, 'cdn_urls', { value: Object.fromEntries(urls), description });
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

/** The most that applications of an environment may do, for the permissions boundary. */
export function applicationBoundary({ prefix }: PolicyScope): Statement[] {
  const buckets = `arn:aws:s3:::${bucketPrefix(prefix)}*`;
  return [allow(APPLICATION_ACTIONS.bucket, buckets), allow(APPLICATION_ACTIONS.objects, `${buckets}/*`)];
}
