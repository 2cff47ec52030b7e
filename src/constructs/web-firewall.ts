import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { Construct } from 'constructs';
import { addLogGroup } from './log-group';

export interface WebFirewallProps {
  /** Name in AWS, and the end of the log group's name. */
  readonly name: string;
  readonly loadBalancerArn: string;
  /** Whether matching requests are blocked, or counted and logged only. */
  readonly mode: 'count' | 'block';
  /** Requests of one address within five minutes, 10 or more. */
  readonly rateLimit: number;
  readonly retentionDays: number;
  readonly deletionProtection: boolean;
}

/** Rule groups that AWS maintains, with the rules that are counted in either mode. AWS: "AWS Managed Rules rule groups list". */
const GROUPS: readonly { readonly name: string; readonly counted?: string }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  // Bodies above 8 KB, i.e. every upload.
  { name: 'AWSManagedRulesCommonRuleSet', counted: 'SizeRestrictions_BODY' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  { name: 'AWSManagedRulesSQLiRuleSet' },
];

/** Seconds over which requests are counted. */
const WINDOW = 300;

/** Headers with credentials, which are not logged. */
const SECRET_HEADERS = ['authorization', 'cookie'];

/** Log records that are kept: of requests that a rule matched. */
const LOGGED = ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'];

const visibility = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});

/**
 * Rules for the requests of a load balancer: a limit for each address, and AWS's own for bad addresses, common attacks, known bad input
 * and SQL injection, 1,127 of 1,500 capacity units. Costs by the month, the rule and the request. AWS: "AWS WAF Developer Guide".
 */
export class WebFirewall extends Construct {
  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const { name, loadBalancerArn } = props;
    const { arn } = new Wafv2WebAcl(this, 'Resource', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: this.rules(props),
      visibilityConfig: visibility(name),
      tags: { Name: name },
    });
    new Wafv2WebAclAssociation(this, 'association', { webAclArn: arn, resourceArn: loadBalancerArn });
    this.addLogging(arn, props);
  }

  /** The bindings type statements as any, and pass them on as they are. */
  private rules({ mode, rateLimit }: WebFirewallProps): Wafv2WebAclRule[] {
    const limit = {
      name: 'rate-limit',
      priority: 0,
      action: { [mode]: {} },
      statement: {
        rate_based_statement: { limit: rateLimit, aggregate_key_type: 'IP', evaluation_window_sec: WINDOW },
      },
      visibilityConfig: visibility('rate-limit'),
    };
    const groups = GROUPS.map(({ name, counted }, index) => ({
      name,
      priority: index + 1,
      overrideAction: mode === 'count' ? { count: {} } : { none: {} },
      statement: {
        managed_rule_group_statement: {
          vendor_name: 'AWS',
          name,
          ...(counted && { rule_action_override: [{ name: counted, action_to_use: { count: {} } }] }),
        },
      },
      visibilityConfig: visibility(name),
    }));
    return [limit, ...groups];
  }

  private addLogging(
    resourceArn: string,
    { name, retentionDays, deletionProtection }: WebFirewallProps,
  ): void {
    // WAF takes no other names of log groups.
    const group = addLogGroup(this, 'logs', {
      name: `aws-waf-logs-${name}`,
      retentionDays,
      deletionProtection,
      outlives: false,
    });
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      resourceArn,
      logDestinationConfigs: [group.arn],
      redactedFields: SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: LOGGED.map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    });
  }
}
