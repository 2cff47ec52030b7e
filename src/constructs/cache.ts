import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { ElasticacheUserGroup } from '@cdktf/provider-aws/lib/elasticache-user-group';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import { CACHE_ENGINES, type CacheEngineName } from '../catalog/cache-engines';
import { fittingName } from '../core/names';
import type { CacheAccess } from '../roles/server-inputs';
import { EncryptionKey } from './encryption-key';
import { keepsItsKey } from './kept-key';
import type { Network } from './network';
import { type Connectable, type PortRule, SecurityGroup } from './security-group';

export interface CacheProps {
  /** Identifier in AWS; cut with a hash where it is too long. */
  readonly name: string;
  readonly network: Network;
  readonly engine: CacheEngineName;
  /** E.g. `8.0`; AWS upgrades patch versions. */
  readonly version: string;
  /** E.g. `cache.t4g.micro`. */
  readonly nodeType: string;
  /** Copies in other Availability Zones, one of which takes over where the primary fails. Each costs as much as the primary. */
  readonly replicas: number;
  /** Tier of its subnets. */
  readonly tier: 'private' | 'isolated';
  /** Whether a change waits for the maintenance window. */
  readonly deletionProtection: boolean;
}

const RULE: PortRule = { port: 6379, description: 'Cache' };

/** Maximum length of identifiers. AWS: "CreateReplicationGroup", "CreateUser". */
const LONGEST = 40;

/** Servers set the password of the user, which is in no state. */
const SET_BY_SERVERS = ['authentication_mode', 'no_password_required', 'passwords'];

/**
 * Valkey or Redis in ElastiCache: encrypted at rest and in transit, with a user of its own. Reachable only for clients passed to
 * `allowFrom`. Each node costs by the hour. AWS: "Amazon ElastiCache User Guide".
 */
export class Cache extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** Host name of the primary; clients connect with TLS. */
  public readonly endpoint: string;
  /** What an application's server needs to connect. */
  public readonly access: CacheAccess;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CacheProps,
  ) {
    super(scope, id);
    const { name, network } = props;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: id,
      namePrefix: `${name}-${id}-`,
      vpcId: network.vpcId,
    });
    const user = this.addUser();
    const group = this.addGroup(this.addUsers(user.userId));
    this.endpoint = group.primaryEndpointAddress;
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: `${name}/cache/password`,
      description: `Password of the user ${fittingName(name, LONGEST)} of the cache`,
      recoveryWindowInDays: 0,
      kmsKeyId: EncryptionKey.arnFor(this),
      tags: { Name: `${name}/cache/password` },
    });
    this.access = {
      host: this.endpoint,
      port: RULE.port,
      user: user.userId,
      userArn: user.arn,
      secretArn: secret.arn,
    };
  }

  /** Allows connections from a client. */
  public allowFrom(client: Connectable): void {
    this.securityGroup.allowFrom(client, RULE);
  }

  /**
   * The user of applications. It starts with IAM, with which nobody may log in, since Terraform would keep a password in the state: the first
   * server that starts sets one. With IAM its name must be its id. AWS: "Authenticating with IAM".
   */
  private addUser(): ElasticacheUser {
    const userId = fittingName(this.props.name, LONGEST);
    return new ElasticacheUser(this, 'user', {
      userId,
      userName: userId,
      engine: this.props.engine,
      accessString: 'on ~* &* +@all',
      authenticationMode: { type: 'iam' },
      tags: { Name: this.props.name },
      lifecycle: { ignoreChanges: SET_BY_SERVERS },
    });
  }

  /** The users of the cache: no other gets in. */
  private addUsers(userId: string): string {
    const { name, engine } = this.props;
    const closed = CACHE_ENGINES[engine].defaultUser
      ? [
          new ElasticacheUser(this, 'default-user', {
            userId: fittingName(`${name}-default`, LONGEST),
            userName: 'default',
            engine,
            accessString: 'off ~keys* -@all',
            authenticationMode: { type: 'no-password-required' },
            tags: { Name: `${name}-default` },
          }).userId,
        ]
      : [];
    return new ElasticacheUserGroup(this, 'users', {
      userGroupId: fittingName(name, LONGEST),
      engine,
      userIds: [...closed, userId],
      tags: { Name: name },
    }).userGroupId;
  }

  private addGroup(userGroupId: string): ElasticacheReplicationGroup {
    const { name, network, engine, version, nodeType, replicas, tier, deletionProtection } = this.props;
    const subnetGroup = new ElasticacheSubnetGroup(this, 'subnet-group', {
      name: fittingName(name, LONGEST),
      description: `The ${tier} subnets of ${network.name}`,
      subnetIds: network.subnetIds(tier),
      tags: { Name: name },
    });
    const kmsKeyId = EncryptionKey.arnFor(this);
    const group = new ElasticacheReplicationGroup(this, 'Resource', {
      replicationGroupId: fittingName(name, LONGEST),
      description: `Cache of ${name}`,
      engine,
      engineVersion: version,
      nodeType,
      numCacheClusters: replicas + 1,
      automaticFailoverEnabled: replicas > 0,
      multiAzEnabled: replicas > 0,
      port: RULE.port,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [this.securityGroup.id],
      userGroupIds: [userGroupId],
      atRestEncryptionEnabled: 'true',
      kmsKeyId,
      transitEncryptionEnabled: true,
      applyImmediately: !deletionProtection,
      tags: { Name: name },
      ...(kmsKeyId !== undefined && { lifecycle: { ignoreChanges: ['kms_key_id'] } }),
    });
    keepsItsKey(this, group, kmsKeyId);
    return group;
  }
}
