import type { Condition } from './grants';

/** AWS: "IAM JSON policy element reference". */
export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** Allows actions on resources: ARNs, or `*` where AWS has no narrower resource for the actions. */
export const allow = (Action: readonly string[], ...Resource: string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/** A policy. Its statements are a list, or a Terraform expression for one. */
export const policyOf = <Statements>(statements: Statements) => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** A policy as the text that AWS takes. */
export const policyDocument = (statements: readonly object[]): string => JSON.stringify(policyOf(statements));
