import type { Condition } from './grants';

/** AWS: "IAM JSON policy element reference". */
export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** Allows actions on resources: ARNs, or `*` for actions that support no narrower resource. */
export const allow = (Action: readonly string[], ...Resource: string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/** A policy document. The statements are a list, or a Terraform expression that returns one. */
export const policyOf = <Statements>(statements: Statements) => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** A policy document as JSON. */
export const policyDocument = (statements: readonly object[]): string => JSON.stringify(policyOf(statements));
