import { type Grant, grantsOf } from '../iam/grants';
import { byUse } from './charges';
import { FREE, importById, none, NOT_LISTED, type Part } from './resource-type';

const { readsOwn, tagsUntagged, uses, reads, usesAny } = grantsOf({
  name: 'cloudfront',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
  regional: false,
});

const DISTRIBUTION = 'distribution/*';
/** It has no tags, and AWS names it by an id. */
const ACCESS = 'origin-access-control/*';

/** AWS supports no resource for these, and CloudFront has one endpoint for all regions. */
const creates = (action: string, tagged: Grant['tagged']): Grant => ({
  access: 'write',
  actions: [`cloudfront:${action}`],
  resource: '*',
  tagged,
  condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
});

/** Distributions in front of buckets. AWS: "Actions, resources, and condition keys for Amazon CloudFront". */
export const contentDelivery = {
  resources: {
    aws_cloudfront_distribution: {
      permissions: [
        readsOwn(DISTRIBUTION, 'GetDistribution', 'ListTagsForResource'),
        creates('CreateDistribution', 'at-creation'),
        ...tagsUntagged(DISTRIBUTION),
        uses(DISTRIBUTION, 'UpdateDistribution', 'DeleteDistribution'),
      ],
      import: importById('cloudfront:distribution'),
      derived: {
        status: 'always',
        etag: 'always',
        last_modified_time: 'always',
        in_progress_validation_batches: 'always',
      },
      unmanaged: NOT_LISTED,
      // Prices depend on where the readers are.
      charges: () => [byUse('cdn-requests', undefined), byUse('cdn-transfer', undefined)],
    },
    aws_cloudfront_origin_access_control: {
      permissions: [
        reads(ACCESS, 'GetOriginAccessControl'),
        creates('CreateOriginAccessControl', 'never'),
        usesAny(ACCESS, 'UpdateOriginAccessControl', 'DeleteOriginAccessControl'),
      ],
      import: none('CreateOriginAccessControl: it has no tags, and a second one of the name is refused'),
      derived: { etag: 'always' },
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {},
  prices: [],
} satisfies Part;
