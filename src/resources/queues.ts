import { grantsOf } from '../iam/grants';
import { byUse, priceOf } from './charges';
import {
  importByArguments,
  importByParts,
  none,
  NOT_LISTED,
  OWN_ATTRIBUTES,
  type Part,
} from './resource-type';

const { readsOwn, makes, uses } = grantsOf({
  name: 'sqs',
  tag: 'TagQueue',
  untag: 'UntagQueue',
  tagsOnlyAtCreation: false,
});

const QUEUE = '{prefix}-*';
const sqs = priceOf('AWSQueueService');

/** Queues and their dead-letter queues. AWS: "Actions, resources, and condition keys for Amazon SQS". */
export const queues = {
  resources: {
    aws_sqs_queue: {
      permissions: [
        readsOwn(QUEUE, 'GetQueueAttributes', 'GetQueueUrl', 'ListQueueTags'),
        ...makes(QUEUE, 'CreateQueue'),
        uses(QUEUE, 'SetQueueAttributes', 'DeleteQueue'),
      ],
      import: importByParts('sqs', ({ arn }) => {
        const [, , , region, account, name] = arn.split(':');
        return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
      }),
      derived: { policy: ['aws_sqs_queue_policy.policy'] },
      unmanaged: NOT_LISTED,
      charges: () => [byUse('queue-requests', sqs('Requests-Tier1'))],
    },
    aws_sqs_queue_policy: {
      permissions: [readsOwn(QUEUE, 'GetQueueAttributes'), uses(QUEUE, 'SetQueueAttributes')],
      import: importByArguments('{queue_url}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('the queue is charged'),
    },
  },
  dataSources: {},
  prices: [{ offer: 'AWSQueueService', usageTypes: /^Requests-Tier1$/ }],
} satisfies Part;
