import { type Grant, grantsOf } from '../iam/grants';
import { byUse, type Charge, cloudWatch, monthly, type PricedResource, sns } from './charges';
import {
  importByArguments,
  importByArn,
  importById,
  none,
  NOT_LISTED,
  OWN_ATTRIBUTES,
  type Part,
} from './resource-type';

const TAGS = { tag: 'TagResource', untag: 'UntagResource', tagsOnlyAtCreation: false } as const;
const alarm = grantsOf({ name: 'cloudwatch', ...TAGS });
const topics = grantsOf({ name: 'sns', ...TAGS });
const rules = grantsOf({ name: 'events', ...TAGS });
const budgets = grantsOf({ name: 'budgets', ...TAGS, regional: false });
const dashboards = grantsOf({ name: 'cloudwatch', ...TAGS, regional: false });

/** Name patterns of the platform's resources. */
const ALARM = 'alarm:{prefix}-*';
const TOPIC = '{prefix}-alarms';
const RULE = 'rule/{prefix}-*';
const DASHBOARD = 'dashboard/{prefix}';
const BUDGET = 'budget/{prefix}-monthly';

/** AWS supports neither a resource nor a condition for it. */
const unsubscribe: Grant = { access: 'write', actions: ['sns:Unsubscribe'], resource: '*', tagged: 'never' };

/** An alarm is charged by the metrics that it reads, a usual range as two. AWS: "Amazon CloudWatch pricing". */
function alarmCharges(alarm: PricedResource): Charge[] {
  const metrics = alarm.blocks('metric_query').filter((query) => query.blocks('metric').length > 0).length;
  const range = alarm.text('threshold_metric_id') === undefined ? 0 : 2;
  return [monthly('alarm metrics', cloudWatch('CW:AlarmMonitorUsage'), Math.max(1, metrics) + range)];
}

/**
 * Alarms, rules, dashboards and budgets, and the topic that they tell. AWS: "Actions, resources, and condition keys for Amazon CloudWatch",
 * "… for Amazon EventBridge", "… for AWS Budget Service", "… for Amazon SNS".
 */
export const alarms = {
  resources: {
    aws_cloudwatch_metric_alarm: {
      permissions: [
        alarm.lists('DescribeAlarms'),
        alarm.readsOwn(ALARM, 'ListTagsForResource'),
        ...alarm.makes(ALARM, 'PutMetricAlarm'),
        alarm.uses(ALARM, 'PutMetricAlarm', 'DeleteAlarms'),
      ],
      import: importById('cloudwatch:alarm'),
      derived: { actions_enabled: 'scheduled' },
      unmanaged: NOT_LISTED,
      charges: alarmCharges,
    },
    aws_cloudwatch_dashboard: {
      // Dashboards have no tags.
      permissions: [
        dashboards.reads(DASHBOARD, 'GetDashboard'),
        dashboards.usesAny(DASHBOARD, 'PutDashboard', 'DeleteDashboards'),
      ],
      import: importByArguments('{dashboard_name}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: () => [monthly('dashboard', cloudWatch('DashboardsUsageHour'), 1)],
    },
    aws_cloudwatch_event_rule: {
      permissions: [
        rules.readsOwn(RULE, 'DescribeRule', 'ListTagsForResource'),
        ...rules.makes(RULE, 'PutRule'),
        rules.uses(RULE, 'PutRule', 'DeleteRule', 'EnableRule', 'DisableRule'),
      ],
      import: importById('events:rule'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('AWS does not charge for events of its services'),
    },
    aws_cloudwatch_event_target: {
      permissions: [
        rules.readsOwn(RULE, 'ListTargetsByRule'),
        rules.uses(RULE, 'PutTargets', 'RemoveTargets'),
      ],
      import: importByArguments('{rule}/{target_id}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('AWS does not charge for events of its services'),
    },
    aws_budgets_budget: {
      permissions: [
        budgets.readsOwn(BUDGET, 'ViewBudget', 'ListTagsForResource'),
        ...budgets.makes(BUDGET, 'ModifyBudget'),
        budgets.uses(BUDGET, 'ModifyBudget'),
      ],
      import: importByArguments('{account_id}:{name}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('AWS does not charge for budgets without actions'),
    },
    aws_sns_topic: {
      permissions: [
        topics.readsOwn(TOPIC, 'GetTopicAttributes', 'ListTagsForResource'),
        ...topics.makes(TOPIC, 'CreateTopic'),
        topics.uses(TOPIC, 'SetTopicAttributes', 'DeleteTopic'),
      ],
      import: importByArn('sns'),
      derived: { policy: ['aws_sns_topic_policy.policy'] },
      unmanaged: NOT_LISTED,
      charges: () => [byUse('e-mails', sns('DeliveryAttempts-SMTP'))],
    },
    aws_sns_topic_policy: {
      permissions: [topics.readsOwn(TOPIC, 'GetTopicAttributes'), topics.uses(TOPIC, 'SetTopicAttributes')],
      import: importByArguments('{arn}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('the topic is charged'),
    },
    aws_sns_topic_subscription: {
      permissions: [topics.lists('GetSubscriptionAttributes'), topics.uses(TOPIC, 'Subscribe'), unsubscribe],
      import: none('Subscribe: returns the subscription of the same address'),
      // Somebody confirms it.
      derived: { pending_confirmation: 'always', confirmation_was_authenticated: 'always', arn: 'always' },
      unmanaged: NOT_LISTED,
      charges: none('the topic is charged'),
    },
  },
  dataSources: {},
  prices: [
    { offer: 'AmazonCloudWatch', usageTypes: /^(CW:AlarmMonitorUsage|DashboardsUsageHour)$/ },
    { offer: 'AmazonSNS', usageTypes: /^DeliveryAttempts-SMTP$/ },
  ],
} satisfies Part;
