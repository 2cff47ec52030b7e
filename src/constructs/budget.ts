import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { Construct } from 'constructs';

export interface BudgetProps {
  /** Name, unique in the account. */
  readonly name: string;
  readonly accountId: string;
  /** USD a month. */
  readonly monthly: number;
  /** Topic that is told. */
  readonly topicArn: string;
}

/** Percent of the budget at which there is a message: what the month is expected to cost, and what it has cost. */
const NOTIFICATIONS = [
  { notificationType: 'FORECASTED', threshold: 100 },
  { notificationType: 'ACTUAL', threshold: 80 },
] as const;

/**
 * A monthly budget for the costs of the whole account: costs by tag are known only after somebody has activated the tags for billing. AWS
 * does not charge for it. AWS: "Managing your costs with AWS Budgets", "Activating user-defined cost allocation tags".
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { name, accountId, monthly, topicArn }: BudgetProps) {
    super(scope, id);
    new BudgetsBudget(this, 'Resource', {
      accountId,
      name,
      budgetType: 'COST',
      limitAmount: String(monthly),
      limitUnit: 'USD',
      timeUnit: 'MONTHLY',
      notification: NOTIFICATIONS.map((notification) => ({
        ...notification,
        thresholdType: 'PERCENTAGE',
        comparisonOperator: 'GREATER_THAN',
        subscriberSnsTopicArns: [topicArn],
      })),
      tags: { Name: name },
    });
  }
}
