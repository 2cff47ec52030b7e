import { grantsOf } from '../iam/grants';
import { byUse, ecr } from './charges';
import {
  FREE,
  importByArguments,
  importById,
  importByParts,
  NOT_LISTED,
  OWN_ATTRIBUTES,
  type Part,
} from './resource-type';

const registry = grantsOf({
  name: 'ecr',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
});
const systemsManager = grantsOf({
  name: 'ssm',
  tag: 'AddTagsToResource',
  untag: 'RemoveTagsFromResource',
  tagsOnlyAtCreation: false,
});

const REPOSITORIES = 'repository/{prefix}/*';
const IMAGES = 'parameter/{prefix}/images/*';

/**
 * Repositories, and parameters with the images that servers run. AWS: "Actions, resources, and condition keys for Amazon Elastic
 * Container Registry", "… for AWS Systems Manager". Settings of repositories and tags are read of all, which keeps the policy short; values of
 * parameters of the environment's own.
 */
export const containerRegistry = {
  resources: {
    aws_ecr_repository: {
      permissions: [
        registry.lists('DescribeRepositories', 'ListTagsForResource'),
        ...registry.makes(REPOSITORIES, 'CreateRepository'),
        registry.uses(
          REPOSITORIES,
          'PutImageScanningConfiguration',
          'PutImageTagMutability',
          'DeleteRepository',
        ),
      ],
      import: importById('ecr:repository'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: () => [byUse('image-storage', ecr('TimedStorage-ByteHrs'))],
    },
    aws_ecr_lifecycle_policy: {
      permissions: [
        registry.lists('GetLifecyclePolicy'),
        registry.uses(REPOSITORIES, 'PutLifecyclePolicy', 'DeleteLifecyclePolicy'),
      ],
      import: importByArguments('{repository}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_ssm_parameter: {
      permissions: [
        systemsManager.lists('DescribeParameters', 'ListTagsForResource'),
        systemsManager.readsOwn(IMAGES, 'GetParameter'),
        ...systemsManager.makes(IMAGES, 'PutParameter'),
        systemsManager.uses(IMAGES, 'PutParameter', 'DeleteParameter'),
      ],
      import: importByParts('ssm:parameter', ({ id }) => `/${id}`),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
  },
  dataSources: {},
  prices: [{ offer: 'AmazonECR', usageTypes: /^TimedStorage-ByteHrs$/ }],
} satisfies Part;
