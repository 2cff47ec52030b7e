import { Instance } from '@cdktf/provider-aws/lib/instance';
import { Fn, type ITerraformDependable, type TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import { deployedInstances } from './deployed';
import { EncryptionKey } from './encryption-key';
import type { AttachedInstanceSetup } from './instance-setup';
import type { KeyPair } from './key-pair';
import { hopLimitOf, metadataOptions } from './metadata-access';
import { PlanCheck } from './plan-check';
import type { SecurityGroup } from './security-group';

/** Arguments that all instances of a server group share. */
export interface InstanceProps {
  /** E.g. `t2.medium`. */
  readonly instanceType: string;
  readonly imageId: string;
  /** Size of the root volume in GiB. */
  readonly volumeSize: number;
  /** For SSH. */
  readonly keyPair: KeyPair;
  /** Whether the EC2 API refuses to terminate the instance; Terraform disables this before it destroys the instance. */
  readonly deletionProtection: boolean;
  /** Whether containers of the server get credentials of its IAM role. @default false */
  readonly containersUseRole?: boolean;
  /** Tags that identify the resources of its environment. */
  readonly identityTags: Readonly<Record<string, string>>;
}

export interface ServerProps extends InstanceProps, AttachedInstanceSetup {
  /** The Name tag. */
  readonly name: string;
  readonly subnetId: string;
  readonly securityGroup: SecurityGroup;
  /** Whether its successor is created before it is destroyed. */
  readonly createBeforeDestroy?: boolean;
  /** @default only the resources that it refers to */
  readonly dependsOn?: ITerraformDependable[];
}

/** A newer AMI, or another name of the same key, does not replace an instance: use `terraform apply -replace`. */
const NEVER_REPLACED_FOR = ['ami', 'key_name'];

/** A server keeps the key of its root volume until something else replaces it. */
const ROOT_KEY = 'root_block_device[0].kms_key_id';

/** AWS refuses a smaller root volume in the middle of an apply. AWS: "Request modifications to your EBS volumes". */
function neverShrinks(name: string, size: number, deployed: string) {
  const sizes = `flatten([for server in ${deployed} : server.root_block_device[*].volume_size])`;
  return {
    condition: `\${alltrue([for size in ${sizes} : size <= ${size}])}`,
    errorMessage: `${name}: volumeSize ${size} is smaller than the \${join(", ", ${sizes})} GiB of its root volume; accepted: that or more, since a volume never shrinks. For a smaller one, destroy the server first: terraform destroy -target=ADDRESS.`,
  };
}

/** Terraform expression: deployed servers have these arguments; true where there are none. */
function staysAsDeployed(deployed: string, wanted: readonly (readonly [string, string])[]): string {
  const equal = wanted.map(([argument, value]) => `server.${argument} == ${value}`);
  return `alltrue([for server in ${deployed} : ${equal.join(' && ')}])`;
}

/** User data as the provider takes it, and what it keeps of it: the hash of a text, or the whole where it is compressed. */
function scriptArguments(userData: TerraformLocal, compressed: boolean) {
  const local = `local.${userData.friendlyUniqueId}`;
  return compressed
    ? {
        given: { userDataBase64: Fn.base64gzip(userData.asString) },
        argument: 'user_data_base64',
        known: `base64gzip(${local})`,
      }
    : { given: { userData: userData.asString }, argument: 'user_data', known: `sha1(${local})` };
}

/**
 * An EC2 instance: encrypted gp3 root volume, instance metadata for holders of a session token only (IMDSv2), and its user data
 * and key pair, which replace it where they change, or else are told of in the plan.
 */
export class Server extends Construct {
  public readonly instanceId: string;
  /** Private IPv4 address. */
  public readonly privateAddress: string;
  /** Terraform expression of how far its metadata service answers. */
  public readonly hopLimit: string;
  /** Terraform expression that is false where the plan stops the deployed server for another type, or replaces it. */
  public readonly stays: string;

  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { name, imageId, keyPair, securityGroup, volumeSize, deletionProtection, ...others } = props;
    const { userData, compressed, replaceOnChange, createBeforeDestroy = false, ...launch } = others;
    const { identityTags, containersUseRole, ...instance } = launch;
    const kmsKeyId = EncryptionKey.arnFor(this);
    const neverReplacedFor = [...NEVER_REPLACED_FOR, ...(kmsKeyId === undefined ? [] : [ROOT_KEY])];
    const deployed = deployedInstances(this, { ...identityTags, Name: name }, { withUserData: compressed });
    const script = scriptArguments(userData, compressed);
    const server = new Instance(this, 'Resource', {
      ...instance,
      ami: imageId,
      keyName: keyPair.keyName,
      vpcSecurityGroupIds: [securityGroup.id],
      disableApiTermination: deletionProtection,
      metadataOptions: metadataOptions(containersUseRole),
      rootBlockDevice: { volumeType: 'gp3', volumeSize, encrypted: true, kmsKeyId, tags: { Name: name } },
      ...script.given,
      ...(replaceOnChange && { userDataReplaceOnChange: true }),
      tags: { Name: name },
      lifecycle: {
        ...(createBeforeDestroy && { createBeforeDestroy }),
        ...(replaceOnChange
          ? { ignoreChanges: neverReplacedFor, replaceTriggeredBy: [keyPair.publicKeyAddress] }
          : { ignoreChanges: [...neverReplacedFor, script.argument] }),
        precondition: [neverShrinks(name, volumeSize, deployed)],
      },
    });
    if (!replaceOnChange) {
      const address = `${server.terraformResourceType}.${server.friendlyUniqueId}`;
      // A change of user data does not replace the server. Of user data the provider keeps the hash.
      new PlanCheck(this, 'script-check', {
        condition: `${address}.${script.argument} == ${script.known}`,
        message: `${name} is not replaced when its script changes: it still has the one that it was made with. To give it the new one: terraform apply -replace=${address}`,
      });
      new PlanCheck(this, 'key-check', {
        condition: `${address}.key_name == ${keyPair.keyName}`,
        message: `${name} is not replaced when ssh_public_key changes: it still lets in the key that it was made with. To lock that out, remove it from ~/.ssh/authorized_keys there, or: terraform apply -replace=${address}`,
      });
    }
    this.stays = staysAsDeployed(deployed, [
      ['instance_type', JSON.stringify(props.instanceType)],
      ['subnet_id', props.subnetId],
      ...(replaceOnChange ? [[script.argument, script.known] as const] : []),
    ]);
    this.hopLimit = hopLimitOf(server);
    this.instanceId = server.id;
    this.privateAddress = server.privateIp;
  }
}
