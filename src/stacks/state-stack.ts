import type { Construct } from 'constructs';
import { StateBucket } from '../constructs/state-bucket';
import { BaseStack } from './base-stack';

/** Name of the stack, and key of its own state in its bucket. */
export const STATE_STACK = 'state';
export const STATE_STACK_KEY = `${STATE_STACK}/terraform.tfstate`;

export interface StateStackProps {
  readonly bucket: string;
  readonly region: string;
}

/** The state bucket. `devloop bootstrap` stores the bucket's own state in it. */
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
