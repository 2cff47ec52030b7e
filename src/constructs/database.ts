import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { DATABASE_ENGINES, type DatabaseEngine, type DatabaseEngineName } from '../core/database-engines';
import type { Network } from './network';
import { type Connectable, SecurityGroup } from './security-group';

export interface DatabaseProps {
  /** Identifier in AWS, at most 63 characters. */
  readonly name: string;
  readonly network: Network;
  readonly engine: DatabaseEngineName;
  /** Major version, e.g. `8.4`; AWS upgrades minor versions. */
  readonly version: string;
  /** E.g. `db.t3.micro`. */
  readonly instanceClass: string;
  /** Initial storage in GiB. */
  readonly allocatedStorage: number;
  /** Upper limit of storage autoscaling in GiB. */
  readonly maxAllocatedStorage: number;
  /** Tier of its subnets. */
  readonly tier: 'private' | 'isolated';
  /** Whether a standby runs in another Availability Zone, which doubles the price. */
  readonly multiAz: boolean;
  readonly backupRetentionDays: number;
  /** Name of the initial database. */
  readonly databaseName: string;
  /** Name of the master user. AWS manages the password in Secrets Manager. */
  readonly username: string;
  /** Whether AWS refuses to delete it and Terraform to destroy it. */
  readonly deletionProtection: boolean;
}

/**
 * An RDS database, MySQL or PostgreSQL: encrypted, private, TLS only, with a password managed by AWS and a final snapshot.
 * Reachable only for clients passed to `allowFrom`. AWS: "Amazon RDS User Guide".
 */
export class Database extends Construct implements Connectable {
  public readonly securityGroup: SecurityGroup;
  /** Host name and port, e.g. `name.id.region.rds.amazonaws.com:3306`. */
  public readonly endpoint: string;
  /** ARN of the secret with the master user's name and password. */
  public readonly secretArn: string;
  /** JDBC URL, e.g. `jdbc:mysql://host:3306/name` with TLS, without user name and password. */
  public readonly jdbcUrl: string;
  private readonly engine: DatabaseEngine;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseProps,
  ) {
    super(scope, id);
    const { name, network, tier } = props;
    this.engine = DATABASE_ENGINES[props.engine];
    this.securityGroup = new SecurityGroup(this, 'security-group', {
      name: id,
      namePrefix: `${name}-${id}-`,
      vpcId: network.vpcId,
    });
    const subnetGroup = new DbSubnetGroup(this, 'subnet-group', {
      namePrefix: `${name}-`,
      description: `The ${tier} subnets of ${network.name}`,
      subnetIds: network.subnetIds(tier),
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    });
    const instance = this.addInstance(subnetGroup.name, this.addParameterGroup());
    this.endpoint = instance.endpoint;
    this.jdbcUrl = this.engine.jdbcUrl(this.endpoint, props.databaseName);
    this.secretArn = instance.masterUserSecret.get(0).secretArn;
  }

  /** Allows connections from a client. */
  public allowFrom(client: Connectable): void {
    this.securityGroup.allowFrom(client, { port: this.engine.port, description: this.props.engine });
  }

  private addParameterGroup(): string {
    const { name, version } = this.props;
    const parameters = Object.entries(this.engine.parameters);
    return new DbParameterGroup(this, 'parameter-group', {
      namePrefix: `${name}-`,
      family: this.engine.family(version),
      description: `TLS required, UTF-8`,
      parameter: parameters.map(([parameter, value]) => ({ name: parameter, value })),
      tags: { Name: name },
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  private addInstance(dbSubnetGroupName: string, parameterGroupName: string): DbInstance {
    const { name, version, instanceClass, databaseName, username, deletionProtection, multiAz } = this.props;
    // Made once for a deployment: a snapshot's name is never taken, and never differs from plan to plan.
    // Not CDKTF's DataResource, which runs Terraform at every synth to ask its version.
    const deployment = new TerraformResource(this, 'deployment', { terraformResourceType: 'terraform_data' });
    return new DbInstance(this, 'Resource', {
      identifier: name,
      engine: this.props.engine,
      engineVersion: version,
      instanceClass,
      allocatedStorage: this.props.allocatedStorage,
      maxAllocatedStorage: this.props.maxAllocatedStorage,
      storageType: 'gp3',
      storageEncrypted: true,
      dbName: databaseName,
      username,
      manageMasterUserPassword: true,
      port: this.engine.port,
      publiclyAccessible: false,
      dbSubnetGroupName,
      vpcSecurityGroupIds: [this.securityGroup.id],
      parameterGroupName,
      multiAz,
      backupRetentionPeriod: this.props.backupRetentionDays,
      copyTagsToSnapshot: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${name}-final-${deployment.getStringAttribute('id')}`,
      deletionProtection,
      tags: { Name: name },
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
