import { changed, everything, messagesOf } from '../support/fixtures/environments';
import { argumentsAt, synth } from '../support/fixtures/synth';

describe('Budget', () => {
  test('tells the topic of forecast and actual costs', () => {
    const topic = ['${aws_sns_topic.alarm_topic.arn}'];
    const common = {
      comparison_operator: 'GREATER_THAN',
      threshold_type: 'PERCENTAGE',
      subscriber_sns_topic_arns: topic,
    };
    expect(argumentsAt(synth(everything), 'aws_budgets_budget.budget')).toMatchObject({
      name: 'devloop-everything-monthly',
      limit_amount: '300',
      limit_unit: 'USD',
      time_unit: 'MONTHLY',
      notification: [
        { ...common, notification_type: 'FORECASTED', threshold: 100 },
        { ...common, notification_type: 'ACTUAL', threshold: 80 },
      ],
    });
  });

  test('needs alarms, whose topic it tells', () => {
    expect(messagesOf(() => synth(changed({ budget: { monthly: 10 } })))).toEqual([
      'dev.budget: {"monthly":10} has nobody to tell; accepted: alarms: {}, whose topic gets its messages, or no budget [CONFIG_INVALID]',
    ]);
  });
});
