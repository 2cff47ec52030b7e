import type { Grant } from '../iam/grants';
import { monthly, route53 } from './charges';
import {
  importByArguments,
  importByName,
  none,
  NOT_LISTED,
  OWN_ATTRIBUTES,
  type Part,
} from './resource-type';

const named = (actions: readonly string[]): string[] => actions.map((action) => `route53:${action}`);

/** Ids of zones are unknown in advance, and Route 53 has no condition keys for tags. */
const ZONES = 'arn:aws:route53:::hostedzone/*';

const reads = (resource: string, ...actions: string[]): Grant => ({
  access: 'read',
  actions: named(actions),
  resource,
  tagged: 'never',
});

const changes = (resource: string, condition: Grant['condition'], ...actions: string[]): Grant => ({
  access: 'write',
  actions: named(actions),
  resource,
  tagged: 'never',
  ...(condition && { condition }),
});

/** A private zone: one of a VPC in the region. Route 53 has one endpoint for all regions. */
const PRIVATE = {
  StringEquals: { 'aws:RequestedRegion': 'us-east-1' },
  'ForAnyValue:StringLike': { 'route53:VPCs': 'VPCId=*,VPCRegion={region}' },
};

/** Addresses in the environment's own domain. */
const OWN_RECORDS = {
  'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': 'A' },
  'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': '*.{domain}' },
};

/** Host names of the load balancer, and what proves to ACM that they are ours. */
const PUBLIC_RECORDS = {
  'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'CNAME'] },
  'ForAllValues:StringLike': {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['{hostName}', '_*.{hostName}'],
  },
};

/** Keys with which mail of a domain is signed. */
const MAIL_RECORDS = {
  'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': 'CNAME' },
  'ForAllValues:StringLike': {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': '*._domainkey.{mailDomain}',
  },
};

/**
 * The private hosted zone, its records, and those of host names in a public zone. Route 53 deletes only a zone without records, and
 * only records of the environment's own names may be changed. AWS: "Actions, resources, and condition keys for Amazon Route 53", "Using IAM policy conditions for fine-grained
 * access control".
 */
export const privateDns = {
  resources: {
    aws_route53_zone: {
      permissions: [
        reads(ZONES, 'GetHostedZone', 'ListResourceRecordSets', 'ListTagsForResource'),
        reads('arn:aws:route53:::change/*', 'GetChange'),
        changes('*', PRIVATE, 'CreateHostedZone'),
        changes(ZONES, undefined, 'ChangeTagsForResource', 'DeleteHostedZone'),
      ],
      import: importByName('route53:hostedzone'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: () => [monthly('hosted zone', route53('HostedZone'), 1)],
    },
    aws_route53_record: {
      permissions: [
        reads(ZONES, 'GetHostedZone', 'ListResourceRecordSets'),
        reads('arn:aws:route53:::change/*', 'GetChange'),
        changes(ZONES, OWN_RECORDS, 'ChangeResourceRecordSets'),
        changes(ZONES, PUBLIC_RECORDS, 'ChangeResourceRecordSets'),
        changes(ZONES, MAIL_RECORDS, 'ChangeResourceRecordSets'),
      ],
      import: importByArguments('{zone_id}_{name}_{type}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('the zone is charged, and queries of the VPC as good as nothing'),
    },
  },
  dataSources: {},
  prices: [{ offer: 'AmazonRoute53', usageTypes: /^HostedZone$/ }],
} satisfies Part;
