import type { Plan } from '../terraform/planned-resources';

interface Condition {
  readonly host_header?: { readonly values?: readonly string[] };
}

/** Names of the certificate that Terraform requests, sorted. Empty if it requests none. */
export const certificateNames = (plan: Plan): string[] =>
  plan
    .blocks('aws_acm_certificate')
    .flatMap(({ args }) => args['subject_alternative_names'] as string[])
    .sort();

/** Host names of the certificate and in the host header conditions of the listener rules, sorted, without duplicates. */
export function hostNames(plan: Plan): string[] {
  const conditions = plan
    .blocks('aws_lb_listener_rule')
    .flatMap(({ args }) => [args['condition'] ?? []].flat() as Condition[]);
  const ofRules = conditions.flatMap(({ host_header: header }) => header?.values ?? []);
  return [...new Set([...certificateNames(plan), ...ofRules])].sort();
}
