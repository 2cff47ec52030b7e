import { DataAwsEbsVolume } from '@cdktf/provider-aws/lib/data-aws-ebs-volume';
import { DataAwsEbsVolumes } from '@cdktf/provider-aws/lib/data-aws-ebs-volumes';
import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { VolumeAttachment } from '@cdktf/provider-aws/lib/volume-attachment';
import { TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { Server } from './server';

export interface DataVolumeProps {
  /** The Name tag, and the name in the configuration. */
  readonly name: string;
  /** Size in GiB; it can grow, never shrink. */
  readonly size: number;
  /** Availability Zone, e.g. `ap-northeast-2a`: a volume attaches only to instances of its zone. */
  readonly availabilityZone: string;
  /** Tags that all resources of its environment have, and no others. */
  readonly environmentTags: Readonly<Record<string, string>>;
  /** Whether Terraform refuses to destroy it. */
  readonly deletionProtection: boolean;
}

/**
 * An encrypted gp3 volume that outlives its server. Its destruction creates a snapshot.
 * AWS: "Amazon EBS volumes", "Request modifications to your EBS volumes".
 */
export class DataVolume extends Construct {
  /** Device name of the attachment. AWS: "Device names for volumes on Amazon EC2 instances". */
  public readonly deviceName = '/dev/sdf';
  public readonly volumeId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DataVolumeProps,
  ) {
    super(scope, id);
    const { name, size, availabilityZone, deletionProtection } = props;
    this.volumeId = new EbsVolume(this, 'Resource', {
      availabilityZone,
      type: 'gp3',
      size,
      encrypted: true,
      finalSnapshot: true,
      // The provider waits for the snapshot as part of the deletion, ten minutes by default; a first one of a large volume takes hours.
      timeouts: { delete: '3h' },
      tags: { Name: name },
      lifecycle: { preventDestroy: deletionProtection, precondition: [this.neverShrinks()] },
    }).id;
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
   * AWS refuses a smaller size in the middle of an apply. What the volume has is known to AWS alone, so the plan asks it: by tags,
   * since what refers to the resource is read too late where the resource is to change.
   */
  private neverShrinks() {
    const { name, size, environmentTags } = this.props;
    const tags = Object.entries({ ...environmentTags, Name: name });
    const { ids } = new DataAwsEbsVolumes(this, 'known', {
      filter: tags.map(([tag, value]) => ({ name: `tag:${tag}`, values: [value] })),
    });
    const each = TerraformIterator.fromList(ids);
    const { fqn } = new DataAwsEbsVolume(this, 'deployed', {
      forEach: each,
      filter: [{ name: 'volume-id', values: [each.value] }],
    });
    const deployed = `[for volume in ${fqn} : volume.size]`;
    return {
      condition: `\${alltrue([for size in ${deployed} : size <= ${size}])}`,
      errorMessage: `dataVolume ${name}: ${size} is smaller than the \${join(", ", ${deployed})} GiB that it has; accepted: that or more, since a volume never shrinks.`,
    };
  }
}
