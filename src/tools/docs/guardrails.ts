import { GUARDRAILS } from '../../core/guardrails';
import { code, markdownTable } from './markdown';

/** Formats the guardrails and what they accept. */
export const guardrailsTable = (): string =>
  markdownTable(
    ['guardrail', 'accepts'],
    Object.entries(GUARDRAILS).map(([guardrail, accepted]) => [code(guardrail), accepted]),
  );
