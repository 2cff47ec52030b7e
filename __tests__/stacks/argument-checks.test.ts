import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Testing } from 'cdktf';
import { argumentIssues } from '../../src/stacks/argument-checks';
import { BaseStack } from '../../src/stacks/base-stack';

class TargetStack extends BaseStack {
  constructor() {
    super(Testing.app(), 'target', {
      region: 'ap-northeast-2',
      tags: {},
      state: { type: 'local', file: 'target.tfstate' },
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: 'nightly',
      arn: 'arn:aws:sns:eu-west-1:123456789012:a',
    });
  }
}

// The binding has an argument `input`, and so a method `resetInput`.
test('argumentIssues takes no method of a binding for an argument', () => {
  expect(argumentIssues(new TargetStack())).toEqual([]);
});
