import {
  type ContextEntry,
  type EvaluationResult,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import { all } from '../aws/pages';
import type { Condition } from '../iam/grants';
import type { Context } from './check';

/** Actions in one request, which may not be too long. */
const ACTIONS = 100;

/** Actions on one resource, under conditions that what Terraform asks for will meet. */
export interface Request {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly condition: Condition;
}

/** A value with which each condition holds: keys that must be absent are left out, of others that must be there any value will do. */
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

/** Which of the actions IAM would not allow a principal. */
export async function refusedActions(
  { aws }: Context,
  principal: string,
  { actions, resource, condition }: Request,
): Promise<EvaluationResult[]> {
  const results: EvaluationResult[] = [];
  for (let from = 0; from < actions.length; from += ACTIONS) {
    const pages = paginateSimulatePrincipalPolicy(
      { client: aws.iam },
      {
        PolicySourceArn: principal,
        ActionNames: actions.slice(from, from + ACTIONS),
        ResourceArns: [resource],
        ContextEntries: contextOf(condition),
      },
    );
    results.push(...(await all(pages, ({ EvaluationResults }) => EvaluationResults)));
  }
  return results.filter(({ EvalDecision }) => EvalDecision !== 'allowed');
}
