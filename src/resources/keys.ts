import { type Grant, grantsOf } from '../iam/grants';
import { kms, monthly } from './charges';
import { importByArguments, importById, none, NOT_LISTED, OWN_ATTRIBUTES, type Part } from './resource-type';

const keys = grantsOf({
  name: 'kms',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
});

/** A key has no name, so that a new one is known by the tags that the request sets. */
const createKey: Grant = {
  access: 'write',
  actions: ['kms:CreateKey'],
  resource: '*',
  tagged: 'at-creation',
};

/** KMS keys and their names. AWS: "Actions, resources, and condition keys for AWS Key Management Service". */
export const keysAndAliases = {
  resources: {
    aws_kms_alias: {
      // A request names both, and tags are of keys alone.
      permissions: [
        keys.lists('ListAliases'),
        keys.usesAny('alias/{prefix}', 'CreateAlias', 'DeleteAlias', 'UpdateAlias'),
        keys.uses('key/*', 'CreateAlias', 'DeleteAlias', 'UpdateAlias'),
      ],
      import: importByArguments('{name}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('the key is charged'),
    },
    aws_kms_key: {
      permissions: [
        keys.readsOwn('key/*', 'DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags'),
        createKey,
        ...keys.tagsUntagged('key/*'),
        keys.uses('key/*', 'EnableKeyRotation', 'PutKeyPolicy', 'ScheduleKeyDeletion'),
      ],
      import: importById('kms:key'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: () => [monthly('key', kms('KMS-Keys'), 1)],
    },
  },
  dataSources: {},
  prices: [{ offer: 'awskms', usageTypes: /^KMS-Keys$/ }],
} satisfies Part;
