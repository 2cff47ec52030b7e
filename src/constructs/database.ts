import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { PlanCheck } from './plan-check';
import { DATABASE_ENGINES, type DatabaseEngine, lifecycleSupport } from '../catalog/database-engines';
import { type DeployedDatabase, deployedDatabase } from './deployed';
import { WatchedDatabase } from './database-operation';
import { type DatabaseProps, originOf } from './database-props';
import type { DatabaseAccess, DatabaseSetup } from '../roles/server-inputs';
import { EncryptionKey } from './encryption-key';
import { keepsItsKey } from './kept-key';
import { type Connectable, SecurityGroup } from './security-group';

/** AWS takes these when a database is created, and cannot change them later. */
const AT_CREATION = ['snapshot_identifier', 'restore_to_point_in_time', 'engine_lifecycle_support'];

/** AWS changes no key of a database, and another one would replace it. AWS: "Encrypting Amazon RDS resources", "ModifyDBInstance". */
const KEYS = ['kms_key_id', 'master_user_secret_kms_key_id', 'performance_insights_kms_key_id'];

/**
 * An RDS database, MySQL or PostgreSQL: encrypted, private, TLS only, with a password managed by AWS and a final snapshot.
 * Reachable only for clients passed to `allowFrom`. AWS: "Amazon RDS User Guide".
 */
export class Database extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** Host name and port, e.g. `name.id.region.rds.amazonaws.com:3306`. */
  public readonly endpoint: string;
  /** Identifier in AWS. */
  public readonly identifier: string;
  public readonly arn: string;
  /** TCP port of the engine. */
  public readonly port: number;
  /** What an application's server needs to connect. */
  public readonly access: Omit<DatabaseAccess, 'names' | 'as' | 'authorities'>;
  /** ARNs of the secrets of further users, by name. */
  public readonly userSecrets: Readonly<Record<string, string>>;
  private readonly engine: DatabaseEngine;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    const { name, network, tier } = props;
    this.engine = DATABASE_ENGINES[props.engine];
    this.port = this.engine.port;
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: id,
      namePrefix: `${name}-${id}-`,
      vpcId: network.vpcId,
    });
    const deployed = deployedDatabase(this, name);
    const subnetGroup = new DbSubnetGroup(this, 'subnet-group', {
      namePrefix: `${name}-`,
      description: `The ${tier} subnets of ${network.name}`,
      subnetIds: network.subnetIds(tier),
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true, precondition: [this.keepsItsSubnets(deployed)] },
    });
    const instance = this.addInstance(subnetGroup.name, this.addParameterGroup(), deployed);
    this.endpoint = instance.endpoint;
    this.identifier = instance.identifier;
    this.arn = instance.arn;
    this.userSecrets = Object.fromEntries(
      props.users.map(({ name: user }) => [user, this.addUserSecret(user)] as const),
    );
    this.access = {
      engine: props.engine,
      url: this.engine.jdbcUrl(this.endpoint, props.databaseName),
      user: props.applicationUsername,
      setup: this.setup(),
      secretArn: this.addApplicationSecret(),
      masterSecretArn: instance.masterUserSecret.get(0).secretArn,
    };
  }

  /** Allows connections from a client. */
  public allowFrom(client: Connectable): void {
    this.securityGroup.allowFrom(client, { port: this.port, description: this.props.engine });
  }

  /**
   * AWS removes no subnet from a subnet group in which a database, or its standby, is, and moves no database to another group of its
   * VPC. AWS: "ModifyDBSubnetGroup" (SubnetAlreadyInUse), "ModifyDBInstance" (DBSubnetGroupName).
   */
  private keepsItsSubnets({ databases, subnetGroups }: DeployedDatabase) {
    const { name, network, tier } = this.props;
    const isIn = `contains(flatten([for group in ${subnetGroups} : tolist(group.subnet_ids)]), subnet.id)`;
    const isUsed = `anytrue([for database in ${databases} : database.multi_az || database.availability_zone == subnet.availability_zone])`;
    const leaving = `[for subnet in ${network.deployedSubnets} : format("%s %s", lookup(subnet.tags, "Name", ""), subnet.cidr_block) if ${isIn} && ${isUsed} && !${network.staysIn(tier, 'subnet')}]`;
    return {
      condition: `\${length(${leaving}) == 0}`,
      errorMessage: `database: ${name} is in \${join(", ", ${leaving})}, which its ${tier} subnets no longer include; accepted: its tier, zones and CIDR blocks as they are, since AWS moves no database within its VPC. In two steps: apply without database, then with it and restore (docs/database.md, "Other subnets").`,
    };
  }

  /**
   * A change of these replaces the database, and applications, which are created before those that they replace are destroyed, make
   * Terraform create what they refer to first as well: AWS refuses a second database of the same name.
   */
  private keepsItsOrigin({ databases }: DeployedDatabase) {
    const { name, engine, databaseName, username, restore } = this.props;
    const wanted = { engine, ...(!restore && { db_name: databaseName, master_username: username }) };
    const arguments_ = Object.keys(wanted);
    const has = `[for database in ${databases} : [${arguments_.map((key) => `database.${key}`).join(', ')}]]`;
    const given = `[${Object.values(wanted)
      .map((value) => JSON.stringify(value))
      .join(', ')}]`;
    return {
      condition: `\${alltrue([for known in ${has} : known == ${given}])}`,
      errorMessage: `database: ${name} has \${join(", ", flatten(${has}))}, and AWS changes neither engine, nor databaseName, nor username (${Object.values(wanted).join(', ')}); accepted: those that it has. In two steps: apply without database, then with it (docs/database.md, "Another engine or name").`,
    };
  }

  /** Without a value, which would be in the state: the first server that starts makes it. Deleted at once, since it can be made anew. */
  private addApplicationSecret(): string {
    const user = this.props.applicationUsername;
    return this.addSecret(
      'application-secret',
      user,
      `The database user ${user}, as which applications connect`,
    );
  }

  private addUserSecret(user: string): string {
    return this.addSecret(`user-${user.replaceAll('_', '-')}-secret`, user, `The database user ${user}`);
  }

  private addSecret(id: string, user: string, description: string): string {
    const name = `${this.props.name}/${user}`;
    return new SecretsmanagerSecret(this, id, {
      name,
      description,
      recoveryWindowInDays: 0,
      kmsKeyId: EncryptionKey.arnFor(this),
      tags: { Name: name },
    }).arn;
  }

  /** Undefined where the application's user and database are all. */
  private setup(): DatabaseSetup | undefined {
    const { databaseName, databases, extensions, users } = this.props;
    if (databases.length + extensions.length + users.length === 0) return undefined;
    const all = [databaseName, ...databases];
    return {
      databases,
      extensions: extensions.flatMap((extension) => all.map((database) => ({ name: extension, database }))),
      users: users.map(({ name, access, databases: names = all }) => ({
        name,
        access,
        databases: names,
        secretArn: this.userSecrets[name] ?? '',
      })),
    };
  }

  private addParameterGroup(): string {
    const { name, version } = this.props;
    const parameters = Object.entries(this.parameters());
    return new DbParameterGroup(this, 'parameter-group', {
      namePrefix: `${name}-`,
      family: this.engine.family(version),
      description: `TLS required, UTF-8`,
      parameter: parameters.map(([parameter, value]) => ({ name: parameter, value })),
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  /** Those of the engine, and those without which an exported log would be empty. */
  private parameters(): Readonly<Record<string, string>> {
    const logs: Readonly<Record<string, Readonly<Record<string, string>>>> = this.engine.logs;
    return Object.assign(
      {},
      this.engine.parameters,
      ...this.props.logExports.map((log) => logs[log]),
    ) as Record<string, string>;
  }

  private addInstance(
    dbSubnetGroupName: string,
    parameterGroupName: string,
    deployed: DeployedDatabase,
  ): DbInstance {
    const { name, version, instanceClass, deletionProtection, multiAz, extendedSupport } = this.props;
    const { applyImmediately = !deletionProtection } = this.props;
    // Made once for a deployment: a snapshot's name is never taken, and never differs from plan to plan.
    // Not CDKTF's DataResource, which runs Terraform at every synth to ask its version.
    const deployment = new TerraformResource(this, 'deployment', { terraformResourceType: 'terraform_data' });
    const kmsKeyId = EncryptionKey.arnFor(this);
    const instance = new DbInstance(this, 'Resource', {
      identifier: name,
      ...originOf(this.props),
      engine: this.props.engine,
      engineVersion: version,
      engineLifecycleSupport: lifecycleSupport(extendedSupport),
      allowMajorVersionUpgrade: this.props.allowMajorVersionUpgrade,
      applyImmediately,
      instanceClass,
      allocatedStorage: this.props.allocatedStorage,
      maxAllocatedStorage: this.props.maxAllocatedStorage,
      storageType: 'gp3',
      storageEncrypted: true,
      kmsKeyId,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: kmsKeyId,
      port: this.engine.port,
      publiclyAccessible: false,
      dbSubnetGroupName,
      vpcSecurityGroupIds: [this.securityGroup.id],
      parameterGroupName,
      multiAz,
      backupRetentionPeriod: this.props.backupRetentionDays,
      copyTagsToSnapshot: true,
      ...new WatchedDatabase(this, 'operation', this.props).arguments,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${name}-final-${deployment.getStringAttribute('id')}`,
      deletionProtection,
      tags: { Name: name },
      lifecycle: {
        preventDestroy: deletionProtection,
        ignoreChanges: [...AT_CREATION, ...(kmsKeyId === undefined ? [] : KEYS)],
        precondition: [this.keepsItsOrigin(deployed)],
      },
    });
    if (!applyImmediately) this.addPendingCheck(instance);
    keepsItsKey(this, instance, kmsKeyId);
    return instance;
  }

  /** Says at the end of an apply that a change waits, which Terraform counts as made. */
  private addPendingCheck(instance: DbInstance): void {
    const { instanceClass, version, multiAz } = this.props;
    const address = `${instance.terraformResourceType}.${instance.friendlyUniqueId}`;
    const applied = [
      `${address}.instance_class == "${instanceClass}"`,
      `${address}.multi_az == ${multiAz}`,
      `startswith("\${${address}.engine_version_actual}.", "${version}.")`,
    ];
    new PlanCheck(this, 'pending-check', {
      condition: applied.join(' && '),
      message: `${instance.friendlyUniqueId} changes in its maintenance window, \${${address}.maintenance_window} UTC, not now. To change it now: database.applyImmediately: true`,
    });
  }
}
