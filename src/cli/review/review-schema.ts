import { z } from 'zod';
import { costChanges } from '../cost/cost-schema';
import { connectionChanges } from '../reach/reach-schema';

const text = z.string();
const value = z.unknown().describe('`(sensitive)` and `(known after apply)` stand for what is not told');

const change = z.object({
  address: text,
  type: text,
  name: text.optional().describe('Name in AWS, where the plan tells it'),
  effect: z.enum([
    'destroyed',
    'replaced',
    'forgotten',
    'updated',
    'created',
    'read',
    'kept',
    'not understood',
  ]),
  notes: z.array(text).describe('How and why'),
  movedFrom: text.optional(),
  importedAs: text.optional(),
  attributes: z.array(
    z.object({
      attribute: text,
      member: z
        .unknown()
        .optional()
        .describe('Member of a list or set; before and after tell whether it is there'),
      before: value.optional(),
      after: value.optional(),
    }),
  ),
});

/** Schema of what `devloop review --json` prints. */
export const reviewSchema = z.object({
  plan: text,
  destroys: text,
  reaches: text,
  costs: text,
  notes: z.array(text).describe('What is to be known of the plan as a whole'),
  changes: z.array(change),
  drift: z.array(change).describe('What was changed outside of Terraform, from the state to AWS'),
  outputs: z.array(change),
  deferred: z.array(change.extend({ reason: text })).describe('Left to another plan'),
  checks: z.array(text).describe('Conditions and checks that do not pass'),
  connections: connectionChanges.nullable().describe('null where the plan cannot be read as a network'),
  cost: costChanges,
});
