import type { Membership } from './endpoints';
import type { Match } from './match';
import type { Traffic } from './traffic';

export type Direction = 'ingress' | 'egress';

export interface Rule {
  /** The resource that states it. */
  readonly by: string;
  readonly direction: Direction;
  readonly traffic: Traffic;
  readonly ranges: readonly Match[];
  /** Groups whose members' private addresses it is about. */
  readonly groups: Membership;
  readonly certain: boolean;
  /** Why it is not certain. */
  readonly why?: string;
}
