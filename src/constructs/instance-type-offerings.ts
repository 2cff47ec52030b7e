import { DataAwsEc2InstanceTypeOfferings } from '@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings';
import { Construct } from 'constructs';

/** An instance type in a zone. */
export interface Offering {
  /** E.g. `t3.micro`. */
  readonly instanceType: string;
  /** E.g. `ap-northeast-2a`. */
  readonly availabilityZone: string;
}

/**
 * Rejects at plan an instance type that AWS does not offer in a zone where it is used. A data source for each, so that a further
 * type or zone changes none. AWS: "DescribeInstanceTypeOfferings".
 */
export class InstanceTypeOfferings extends Construct {
  constructor(scope: Construct, id: string, offerings: readonly Offering[]) {
    super(scope, id);
    const byId = new Map(
      offerings.map((offering) => [
        `${offering.instanceType.replace('.', '-')}-${offering.availabilityZone}`,
        offering,
      ]),
    );
    for (const [offeringId, { instanceType, availabilityZone }] of byId) {
      new DataAwsEc2InstanceTypeOfferings(this, offeringId, {
        locationType: 'availability-zone',
        filter: [
          { name: 'instance-type', values: [instanceType] },
          { name: 'location', values: [availabilityZone] },
        ],
        lifecycle: {
          postcondition: [
            {
              condition: '${length(self.instance_types) > 0}',
              errorMessage: `instanceType: AWS does not offer ${instanceType} in ${availabilityZone}; accepted: a type that every zone of the server offers, e.g. t3.medium.`,
            },
          ],
        },
      });
    }
  }
}
