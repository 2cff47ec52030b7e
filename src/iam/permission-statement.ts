import type { Condition } from './grants';

/** Actions that a role may perform. AWS: "IAM JSON policy elements: Statement". */
export interface PermissionStatement {
  readonly actions: readonly string[];
  /** ARNs, or `*` for actions that support no narrower resource. */
  readonly resources: readonly string[];
  /** @default none */
  readonly condition?: Condition;
}
