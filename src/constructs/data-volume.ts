import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { VolumeAttachment } from '@cdktf/provider-aws/lib/volume-attachment';
import { Construct } from 'constructs';
import { deployedVolumes } from './deployed';
import { EncryptionKey } from './encryption-key';
import { keepsItsKey } from './kept-key';
import type { Server } from './server';

export interface DataVolumeProps {
  /** The Name tag, and the name in the configuration. */
  readonly name: string;
  /** The name that it may still have in AWS, where its server is renamed. @default none */
  readonly formerName?: string | undefined;
  /** Size in GiB; it can grow, never shrink. */
  readonly size: number;
  /** Availability Zone, e.g. `ap-northeast-2a`: a volume attaches only to instances of its zone. */
  readonly availabilityZone: string;
  /** Tags that all resources of its environment have, and no others. */
  readonly environmentTags: Readonly<Record<string, string>>;
  /** Whether Terraform refuses to destroy it. */
  readonly deletionProtection: boolean;
  /** Snapshot that it is created from; ignored once it exists. @default an empty volume */
  readonly snapshotId?: string | undefined;
}

/**
 * An encrypted gp3 volume that outlives its server. Its destruction creates a snapshot.
 * AWS: "Amazon EBS volumes", "Request modifications to your EBS volumes".
 */
export class DataVolume extends Construct {
  /** Device name of the attachment. AWS: "Device names for volumes on Amazon EC2 instances". */
  public readonly deviceName = '/dev/sdf';
  public readonly volumeId: string;
  public readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DataVolumeProps,
  ) {
    super(scope, id);
    const { size, availabilityZone, snapshotId, deletionProtection, name } = props;
    const kmsKeyId = EncryptionKey.arnFor(this);
    const volume = new EbsVolume(this, 'Resource', {
      availabilityZone,
      type: 'gp3',
      size,
      encrypted: true,
      kmsKeyId,
      snapshotId,
      finalSnapshot: true,
      // The provider waits for the snapshot as part of the deletion, ten minutes by default; a first one of a large volume takes hours.
      timeouts: { delete: '3h' },
      tags: { Name: name },
      lifecycle: {
        preventDestroy: deletionProtection,
        // Taken at creation.
        ignoreChanges: ['snapshot_id', ...(kmsKeyId === undefined ? [] : ['kms_key_id'])],
        precondition: this.preconditions(),
      },
    });
    this.volumeId = volume.id;
    this.arn = volume.arn;
    keepsItsKey(this, volume, kmsKeyId);
  }

  public attachTo({ instanceId }: Server): void {
    new VolumeAttachment(this, 'attachment', {
      deviceName: this.deviceName,
      volumeId: this.volumeId,
      instanceId,
      // Pending writes reach the volume before it is detached.
      stopInstanceBeforeDetaching: true,
    });
  }

  /**
   * AWS refuses a smaller size in the middle of an apply, and another zone would make an empty volume. What the volume has is known to
   * AWS alone, so the plan asks it.
   */
  private preconditions() {
    const { name, formerName = name, size, availabilityZone, environmentTags, snapshotId } = this.props;
    const deployed = deployedVolumes(this, environmentTags, [...new Set([name, formerName])]);
    const sizes = `[for volume in ${deployed} : volume.size]`;
    const zones = `[for volume in ${deployed} : volume.availability_zone]`;
    const neverShrinks = {
      condition: `\${alltrue([for size in ${sizes} : size <= ${size}])}`,
      errorMessage: `dataVolume ${name}: ${size} is smaller than the \${join(", ", ${sizes})} GiB that it has; accepted: that or more, since a volume never shrinks.`,
    };
    const keepsItsData = {
      condition: `\${alltrue([for zone in ${zones} : zone == "${availabilityZone}"])}`,
      errorMessage: `dataVolume ${name}: is in \${join(", ", ${zones})}, and in ${availabilityZone} it would be a new, empty volume; accepted: the zone that it is in, or dataVolume.snapshotId of a snapshot taken while the server is stopped (docs/changes.md).`,
    };
    return snapshotId === undefined ? [neverShrinks, keepsItsData] : [neverShrinks];
  }
}
