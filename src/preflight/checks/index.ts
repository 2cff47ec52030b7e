import type { Check } from '../check';
import { credentials } from './credentials';
import { elasticIps } from './elastic-ips';
import { region } from './region';
import { stateBucket } from './state-bucket';

/** Every check, in the order of the list. */
export const CHECKS: readonly [Check, ...Check[]] = [credentials, region, stateBucket, elasticIps];
