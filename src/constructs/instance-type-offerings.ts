import { DataAwsEc2InstanceTypeOfferings } from '@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings';
import { Construct } from 'constructs';

/** An instance type in a zone. */
export interface Offering {
  /** E.g. `t3.micro`. */
  readonly instanceType: string;
  /** E.g. `ap-northeast-2a`. */
  readonly availabilityZone: string;
}

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** Rejects at plan an instance type that AWS does not offer in a zone where it is used. AWS: "DescribeInstanceTypeOfferings". */
export class InstanceTypeOfferings extends Construct {
  constructor(scope: Construct, id: string, offerings: readonly Offering[]) {
    super(scope, id);
    const needed = sorted(
      offerings.map(({ instanceType, availabilityZone }) => `${instanceType} in ${availabilityZone}`),
    );
    const offered = '[for i, type in self.instance_types : "${type} in ${self.locations[i]}"]';
    const missing = `setsubtract(${JSON.stringify(needed)}, ${offered})`;
    new DataAwsEc2InstanceTypeOfferings(this, 'Resource', {
      locationType: 'availability-zone',
      filter: [
        { name: 'instance-type', values: sorted(offerings.map(({ instanceType }) => instanceType)) },
        { name: 'location', values: sorted(offerings.map(({ availabilityZone }) => availabilityZone)) },
      ],
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(${missing}) == 0}`,
            errorMessage: `instanceType: AWS does not offer \${join(", ", ${missing})}; accepted: a type that every zone of the server offers, e.g. t3.medium.`,
          },
        ],
      },
    });
  }
}
