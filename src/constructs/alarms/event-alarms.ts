import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import type { EventDefinition } from './events';

export interface EventAlarmsProps {
  /** Start of the rules' names, unique in the account and region. */
  readonly name: string;
  /** Topic that is told of each event. */
  readonly topicArn: string;
}

/** Events of AWS services that are failures, as mails. AWS does not charge for rules on its own events. AWS: "Amazon EventBridge rules". */
export class EventAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EventAlarmsProps,
  ) {
    super(scope, id);
  }

  /** Adds rules for the events of some resources. */
  public watch(definitions: Readonly<Record<string, EventDefinition>>, resources: readonly string[]): void {
    for (const [name, definition] of Object.entries(definitions)) this.add(name, definition, resources);
  }

  private add(name: string, definition: EventDefinition, resources: readonly string[]): void {
    const { source, detailTypes, detail, paths, means, response } = definition;
    const ruleName = `${this.props.name}-${name}`;
    const rule = new CloudwatchEventRule(this, name, {
      name: ruleName,
      description: means,
      eventPattern: JSON.stringify({
        source: [source],
        'detail-type': detailTypes,
        detail: detail(resources),
      }),
      tags: { Name: ruleName },
    });
    const facts = Object.keys(paths).map((path) => `<${path}>`);
    new CloudwatchEventTarget(this, `${name}-topic`, {
      rule: rule.name,
      targetId: 'topic',
      arn: this.props.topicArn,
      inputTransformer: {
        inputPaths: { ...paths },
        inputTemplate: `"${means} ${facts.join(': ')}. ${response} See docs/alarms.md, '${name}'."`,
      },
    });
  }
}
