import type { Reference, Value } from '../value';

/** How much work is left; shared by everything that one file makes Terraform compute. */
export interface Budget {
  steps: number;
}

/** What names mean where an expression stands. */
export interface Scope {
  /** `var.x`, `local.x`, `each.key`, `aws_subnet.a` and the like: the first name and the one after its dot. */
  lookup(root: string, name: string): Value;
  /** An attribute of a resource, where the file says what it is; otherwise a longer reference. */
  attribute(of: Reference, name: string): Value;
  /** The text of a file; undefined where it is not at hand. @default none is */
  readonly readFile?: ((path: string) => string | undefined) | undefined;
  /** @default enough for one expression */
  readonly budget?: Budget;
}

/** Names that an expression binds itself, such as those of a `for`. */
export type Bindings = ReadonlyMap<string, Value>;
