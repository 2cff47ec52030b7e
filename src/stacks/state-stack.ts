import type { Construct } from 'constructs';
import { StateBucket } from '../constructs/state-bucket';
import { BaseStack } from './base-stack';

/** Name of the stack, and the key of its own state in the bucket that it makes. */
export const STATE_STACK = 'state';
export const STATE_STACK_KEY = `${STATE_STACK}/terraform.tfstate`;

export interface StateStackProps {
  readonly bucket: string;
  readonly region: string;
}

/** The bucket that holds everyone's state, its own as well once `devloop bootstrap` has moved it there. */
export class StateStack extends BaseStack {
  constructor(scope: Construct, { bucket, region }: StateStackProps) {
    super(scope, STATE_STACK, {
      region,
      tags: { ManagedBy: 'cdktf' },
      state: { type: 's3', bucket, region, key: STATE_STACK_KEY },
    });
    new StateBucket(this, 'bucket', { bucket });
  }
}
