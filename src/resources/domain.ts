import { type Grant, grantsOf } from '../iam/grants';
import { FREE, importByArn, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const { readsOwn, tagsUntagged, uses } = grantsOf({
  name: 'acm',
  tag: 'AddTagsToCertificate',
  untag: 'RemoveTagsFromCertificate',
  tagsOnlyAtCreation: false,
});

const CERTIFICATE = 'certificate/*';

/** AWS supports no resource for the request. It is restricted to the host names of the environment. */
const REQUEST: Grant = {
  access: 'write',
  actions: ['acm:RequestCertificate'],
  resource: '*',
  tagged: 'at-creation',
  condition: { 'ForAllValues:StringEquals': { 'acm:DomainNames': ['{hostName}'] } },
};

/** Route 53 has one endpoint for all regions. */
const ZONES: Grant = {
  access: 'read',
  actions: ['route53:ListHostedZones'],
  resource: '*',
  tagged: 'never',
  condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
};

/**
 * Certificates of host names, and the public zone that has them. The records are a type of private DNS.
 * AWS: "Actions, resources, and condition keys for AWS Certificate Manager".
 */
export const domain = {
  resources: {
    aws_acm_certificate: {
      permissions: [
        readsOwn(CERTIFICATE, 'DescribeCertificate', 'ListTagsForCertificate'),
        REQUEST,
        ...tagsUntagged(CERTIFICATE),
        uses(CERTIFICATE, 'UpdateCertificateOptions', 'DeleteCertificate'),
      ],
      import: importByArn('acm:certificate'),
      // ACM issues and renews it.
      derived: {
        status: 'always',
        not_before: 'always',
        not_after: 'always',
        pending_renewal: 'always',
        renewal_eligibility: 'always',
        renewal_summary: 'always',
      },
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_acm_certificate_validation: {
      permissions: [readsOwn(CERTIFICATE, 'DescribeCertificate')],
      import: none('DescribeCertificate: waits until the certificate is issued, and creates nothing'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {
    aws_route53_zone: [
      ZONES,
      {
        access: 'read',
        actions: ['route53:GetHostedZone', 'route53:ListTagsForResource'],
        resource: 'arn:aws:route53:::hostedzone/*',
        tagged: 'never',
      },
    ],
  },
  prices: [],
} satisfies Part;
