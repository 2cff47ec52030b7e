import { DataAwsEbsVolume } from '@cdktf/provider-aws/lib/data-aws-ebs-volume';
import { DataAwsEbsVolumes } from '@cdktf/provider-aws/lib/data-aws-ebs-volumes';
import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { VolumeAttachment } from '@cdktf/provider-aws/lib/volume-attachment';
import { TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { Server } from './server';

export interface DataVolumeProps {
  /** The Name tag, and what configuration calls it. */
  readonly name: string;
  /** Size in GiB; it may grow, never shrink. */
  readonly size: number;
  /** Name of the zone, as `ap-northeast-2a`: a volume is attached within its zone alone. */
  readonly availabilityZone: string;
  /** Tags that everything of its environment has, and nothing else. */
  readonly environmentTags: Readonly<Record<string, string>>;
  /** Whether Terraform refuses to destroy it. */
  readonly deletionProtection: boolean;
}

/**
 * An encrypted gp3 volume that outlives the server it serves, and leaves a snapshot when it goes.
 * AWS: "Amazon EBS volumes", "Request modifications to your EBS volumes".
 */
export class DataVolume extends Construct {
  /** Name under which it is attached. AWS: "Device names for volumes on Amazon EC2 instances". */
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
      // Whatever the server still writes is on the volume then.
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
