import { DataAwsEbsVolume } from '@cdktf/provider-aws/lib/data-aws-ebs-volume';
import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import { VolumeAttachment } from '@cdktf/provider-aws/lib/volume-attachment';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Server } from './server';

export interface DataVolumeProps {
  /** The Name tag, and what configuration calls it. */
  readonly name: string;
  /** Size in GiB; it may grow, never shrink. */
  readonly size: number;
  /** Name of the zone, as `ap-northeast-2a`: a volume is attached within its zone alone. */
  readonly availabilityZone: string;
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
      tags: { Name: name },
      lifecycle: { preventDestroy: deletionProtection },
    }).id;
  }

  public attachTo({ instanceId }: Server): void {
    new VolumeAttachment(this, 'attachment', {
      deviceName: this.deviceName,
      volumeId: this.volumeId,
      instanceId,
      // Whatever the server still writes is on the volume then.
      stopInstanceBeforeDetaching: true,
      lifecycle: { precondition: [this.neverShrinks()] },
    });
  }

  /**
   * AWS refuses a smaller size in the middle of an apply. What the volume has is known to AWS alone, so the plan asks it. The
   * attachment judges: a data source with a condition of its own would be read too late, when the volume is changed.
   */
  private neverShrinks() {
    const { name, size } = this.props;
    const { size: deployed } = new DataAwsEbsVolume(this, 'deployed', {
      filter: [{ name: 'volume-id', values: [this.volumeId] }],
    });
    return {
      condition: `\${${Token.asString(deployed)} <= ${size}}`,
      errorMessage: `dataVolume ${name}: ${size} is smaller than the ${Token.asString(deployed)} GiB that it has; accepted: ${Token.asString(deployed)} or more, since a volume never shrinks.`,
    };
  }
}
