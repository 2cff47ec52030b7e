import {
  type ContextEntry,
  type EvaluationResult,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import { all, inBatches } from '../aws/pages';
import type { Condition } from '../iam/grants';
import type { Context } from './check';

/** Maximum number of actions in one request, which limits its size. */
const ACTIONS = 100;

/** Actions on one resource, under conditions that the requests of Terraform meet. */
export interface Request {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly condition: Condition;
}

/**
 * Context entries that satisfy every condition. Omits keys that must be absent (`Null` is `true`).
 * Uses a placeholder for keys that must be present (`Null` is `false`).
 */
function contextOf(condition: Condition): ContextEntry[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([, value]) => operator !== 'Null' || String(value) === 'false')
      .map(([ContextKeyName, value]) => ({
        ContextKeyName,
        ContextKeyType: operator.startsWith('ForA') ? ('stringList' as const) : ('string' as const),
        ContextKeyValues: operator === 'Null' ? ['any'] : [value].flat(),
      })),
  );
}

/** Evaluation results of the actions that IAM does not allow the principal. */
export async function refusedActions(
  { aws }: Context,
  principal: string,
  { actions, resource, condition }: Request,
): Promise<EvaluationResult[]> {
  const results = await inBatches(actions, ACTIONS, (ActionNames) =>
    all(
      paginateSimulatePrincipalPolicy(
        { client: aws.iam },
        {
          PolicySourceArn: principal,
          ActionNames,
          ResourceArns: [resource],
          ContextEntries: contextOf(condition),
        },
      ),
      ({ EvaluationResults }) => EvaluationResults,
    ),
  );
  return results.filter(({ EvalDecision }) => EvalDecision !== 'allowed');
}
