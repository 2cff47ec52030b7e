import { type Waiver, WAIVERS } from '../scan/waivers';
import { POLICY_WAIVERS } from '../scan/policy-waivers';
import { code, markdownTable } from './markdown';

/** The proof of a false finding, as commands. */
const proofOf = ({ unreachable = [] }: Waiver): string =>
  unreachable
    .map(({ from, to, port }) => `${code(`reach --from ${from} --to ${to} --port ${port}`)}: no`)
    .join('; ');

/** Formats the findings that stay. */
export const waiversTable = (): string =>
  markdownTable(
    ['check', 'stacks', 'resources', 'reason', 'proof'],
    WAIVERS.map((waiver) => {
      const { check, stacks, resources, forms, reason } = waiver;
      const where = forms ? `${stacks.join(', ')} (${forms.join(', ')})` : stacks.join(', ');
      return [check, where, resources.map(code).join(', '), reason, proofOf(waiver)];
    }),
  );

/** Formats the findings in IAM policies that stay. */
export const policyWaiversTable = (): string =>
  markdownTable(
    ['check', 'policies', 'finding', 'reason'],
    POLICY_WAIVERS.map(({ check, policies, detail, reason }) => [
      code(check),
      policies.map(code).join(', '),
      detail === undefined ? 'any' : code(detail),
      reason,
    ]),
  );
