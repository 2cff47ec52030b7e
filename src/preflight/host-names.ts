import type { Plan } from '../terraform/planned-resources';

interface Condition {
  readonly host_header?: { readonly values?: readonly string[] };
}

/** Host names in the host header conditions of the listener rules, sorted, without duplicates. */
export function hostNames(plan: Plan): string[] {
  const conditions = plan
    .blocks('aws_lb_listener_rule')
    .flatMap(({ args }) => [args['condition'] ?? []].flat() as Condition[]);
  return [...new Set(conditions.flatMap(({ host_header: header }) => header?.values ?? []))].sort();
}
