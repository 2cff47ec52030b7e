import { grantsOf } from '../iam/grants';
import { byUse, priceOf } from './charges';
import { importById, NOT_LISTED, type Part } from './resource-type';

const { readsOwn, makes, uses } = grantsOf({
  name: 'ses',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
});

const IDENTITY = 'identity/{mailDomain}';

/** The identity of a domain. Its records are a type of private DNS. AWS: "Actions, resources, and condition keys for Amazon SES". */
export const mail = {
  resources: {
    aws_sesv2_email_identity: {
      permissions: [
        readsOwn(IDENTITY, 'GetEmailIdentity', 'ListTagsForResource'),
        ...makes(IDENTITY, 'CreateEmailIdentity'),
        uses(IDENTITY, 'PutEmailIdentityDkimSigningAttributes', 'DeleteEmailIdentity'),
      ],
      import: importById('ses:identity'),
      // SES looks for the records, and changes its keys.
      derived: { verified_for_sending_status: 'always', dkim_signing_attributes: 'always' },
      unmanaged: NOT_LISTED,
      // Servers send. AWS: "Tracking your AWS Free Tier usage", usage types.
      charges: () => [byUse('messages', priceOf('AmazonSES')('Recipients-EC2'))],
    },
  },
  dataSources: {},
  prices: [{ offer: 'AmazonSES', usageTypes: /^Recipients-EC2$/ }],
} satisfies Part;
