import { Instance } from '@cdktf/provider-aws/lib/instance';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { SecurityGroup } from './security-group';

/** What servers of one kind have in common. */
export interface MachineProps {
  /** As `t2.medium`. */
  readonly instanceType: string;
  readonly imageId: string;
  /** Size of the root volume in GiB. */
  readonly volumeSize: number;
  /** Name of the key pair whose owner may log in. */
  readonly keyName: string;
  /** Whether the EC2 API refuses to terminate the server; Terraform lifts it when it destroys. */
  readonly deletionProtection: boolean;
}

export interface ServerProps extends MachineProps {
  /** The Name tag. */
  readonly name: string;
  readonly subnetId: string;
  readonly securityGroup: SecurityGroup;
  /** @default waits for nothing but what it refers to */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * An EC2 instance: encrypted gp3 root volume, and instance metadata for holders of a session token only (IMDSv2), from a
 * container as well (two hops). A newer image replaces nothing: upgrading is a deliberate act.
 * AWS: "Use the Instance Metadata Service to access instance metadata".
 */
export class Server extends Construct {
  public readonly instanceId: string;
  /** Private IPv4 address. */
  public readonly privateAddress: string;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { name, imageId, securityGroup, volumeSize, deletionProtection, ...instance } = props;
    const { id: instanceId, privateIp } = new Instance(this, 'Resource', {
      ...instance,
      ami: imageId,
      vpcSecurityGroupIds: [securityGroup.id],
      disableApiTermination: deletionProtection,
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 2 },
      rootBlockDevice: { volumeType: 'gp3', volumeSize, encrypted: true, tags: { Name: name } },
      tags: { Name: name },
      lifecycle: { ignoreChanges: ['ami'] },
    });
    this.instanceId = instanceId;
    this.privateAddress = privateIp;
  }
}
