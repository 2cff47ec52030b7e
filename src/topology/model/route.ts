import type { Match } from './match';
import type { Target } from './targets';

/** A route of a route table, or of another table with targets of its own kind. */
export interface Route<T = Target> {
  /** The resource that states it. */
  readonly by: string;
  readonly destination: Match;
  /** One of these. */
  readonly targets: readonly T[];
  readonly certain: boolean;
  /** A VPN gateway propagates it: it never takes what the local route takes. */
  readonly isPropagated?: boolean;
  /** Why it is not certain. */
  readonly why?: string;
}

export interface Table<T = Target> {
  readonly address: string;
  readonly routes: readonly Route<T>[];
  /** Why it may be another one. */
  readonly why?: string;
}
