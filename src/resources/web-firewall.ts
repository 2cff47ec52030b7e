import { type Grant, grantsOf, serviceLinkedRole } from '../iam/grants';
import { byUse, monthly, priceOf } from './charges';
import { KEY_ACTIONS } from './log-groups';
import { FREE, importByParts, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { reads, readsOwn, makesAnew, uses, usesAny } = grantsOf({
  name: 'wafv2',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
});
const elb = grantsOf({ name: 'elasticloadbalancing', tag: 'AddTags', untag: 'RemoveTags' });
const logs = grantsOf({ name: 'logs', tag: 'TagResource', untag: 'UntagResource' });
const waf = priceOf('awswaf');

const ACL = 'regional/webacl/*';
const LOG_GROUP = 'log-group:aws-waf-logs-{prefix}';

/** WAF calls these with the permissions of the caller, and they support no narrower resource. AWS: "Logging AWS WAF protection pack traffic". */
const DELIVERY: Grant = {
  access: 'write',
  actions: ['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:PutResourcePolicy'],
  resource: '*',
  tagged: 'never',
};

/** The firewall of a load balancer. AWS: "Actions, resources, and condition keys for AWS WAF V2". */
export const webFirewall = {
  resources: {
    aws_wafv2_web_acl: {
      permissions: [
        readsOwn(ACL, 'GetWebACL', 'ListTagsForResource'),
        ...makesAnew(ACL, 'CreateWebACL'),
        // AWS's rule groups, which have no tags.
        usesAny('regional/managedruleset/*', 'CreateWebACL', 'UpdateWebACL'),
        uses(ACL, 'UpdateWebACL', 'DeleteWebACL'),
      ],
      import: importByParts('wafv2:regional', ({ id }) => {
        const [, name, uuid] = id.split('/');
        return `${uuid}/${name}/REGIONAL`;
      }),
      derived: { capacity: 'always', lock_token: 'always' },
      unmanaged: NOT_LISTED,
      charges: (acl) => [
        monthly('web ACL', waf('WebACLV2'), 1),
        monthly('rules', waf('RuleV2'), acl.blocks('rule').length),
        byUse('requests', waf('RequestV2-Tier1')),
      ],
    },
    aws_wafv2_web_acl_association: {
      permissions: [
        reads(ACL, 'GetWebACLForResource'),
        uses(ACL, 'AssociateWebACL'),
        // AWS looks at no tag of the load balancer here, but at those of the web ACL.
        {
          ...elb.usesAny('loadbalancer/app/*'),
          actions: ['wafv2:AssociateWebACL', 'wafv2:DisassociateWebACL'],
        },
        { ...elb.reads('loadbalancer/app/*'), actions: ['wafv2:GetWebACLForResource'] },
      ],
      import: none('AssociateWebACL: takes an association a second time'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_wafv2_web_acl_logging_configuration: {
      permissions: [
        readsOwn(ACL, 'GetLoggingConfiguration'),
        uses(ACL, 'PutLoggingConfiguration', 'DeleteLoggingConfiguration'),
        logs.lists('DescribeResourcePolicies'),
        DELIVERY,
        serviceLinkedRole('wafv2.amazonaws.com'),
        // Its log group has a name that is not like the others.
        logs.readsOwn(LOG_GROUP, 'ListTagsForResource'),
        ...logs.makesAnew(LOG_GROUP, 'CreateLogGroup'),
        logs.uses(LOG_GROUP, 'PutRetentionPolicy', 'DeleteRetentionPolicy', 'DeleteLogGroup', ...KEY_ACTIONS),
      ],
      import: none('PutLoggingConfiguration: replaces the configuration'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('the log group is charged'),
    },
  },
  dataSources: {},
  prices: [{ offer: 'awswaf', usageTypes: /^(WebACL|Rule|Request)V2/ }],
} satisfies Part;
