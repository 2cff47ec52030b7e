import { policyOf } from '../../iam/document';
import { CHECKS } from '../../preflight/checks';
import { code, markdownTable } from './markdown';

/** Formats a table of checks. */
export const checksTable = (): string =>
  markdownTable(
    ['check', 'the fault that it prevents', 'AWS error code', 'permissions'],
    CHECKS.map(({ title, prevents, error, permissions }) => [
      title,
      prevents,
      code(error),
      permissions.map(code).join(', ') || 'none',
    ]),
  );

/** IAM policy for all checks. All actions are reads, and most of them support no narrower resource. */
export function preflightPolicy(): string {
  const Action = [...new Set(CHECKS.flatMap(({ permissions }) => permissions))].sort();
  const policy = policyOf([{ Effect: 'Allow', Action, Resource: '*' }]);
  return `\`\`\`json\n${JSON.stringify(policy, null, 2)}\n\`\`\``;
}
