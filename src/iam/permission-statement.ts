/** Something that a role may do. AWS: "IAM JSON policy elements: Statement". */
export interface PermissionStatement {
  readonly actions: readonly string[];
  /** ARNs; `*` only where AWS supports no narrower resource for the actions. */
  readonly resources: readonly string[];
}
