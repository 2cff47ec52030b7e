import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { Construct } from 'constructs';
import { type Architecture, architectureOf } from '../catalog/instance-types';

/** Amazon Linux 2023, kept current by AWS. AWS: "Reference the latest AMIs using Systems Manager public parameters". */
const PARAMETER = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-';

/** The AMIs of a stack: one SSM parameter for each processor architecture in use. */
export class MachineImages extends Construct {
  private readonly ids = new Map<Architecture, string>();

  /** Id of the current image for an instance type's processor. */
  public idFor(instanceType: string): string {
    const architecture = architectureOf(instanceType);
    const known = this.ids.get(architecture);
    if (known !== undefined) return known;
    // An image's id is no secret; `value` would hide it in every plan.
    const id = new DataAwsSsmParameter(this, architecture, { name: PARAMETER + architecture }).insecureValue;
    this.ids.set(architecture, id);
    return id;
  }
}
