import { grantsOf, passRoleTo } from '../iam/grants';
import {
  importByArguments,
  importById,
  none,
  NOT_LISTED,
  OWN_ATTRIBUTES,
  FREE,
  type Part,
} from './resource-type';

const { readsOwn, reads, makes, uses, usesAny } = grantsOf({
  name: 'scheduler',
  tag: 'TagResource',
  untag: 'UntagResource',
  tagsOnlyAtCreation: false,
});

/** Name patterns of the platform's resources. Schedules have no tags. */
const GROUP = 'schedule-group/{prefix}-schedule*';
const SCHEDULE = 'schedule/{prefix}-schedule*/*';

/** Schedules and their group. AWS: "Actions, resources, and condition keys for Amazon EventBridge Scheduler". */
export const schedules = {
  resources: {
    aws_scheduler_schedule_group: {
      permissions: [
        readsOwn(GROUP, 'GetScheduleGroup', 'ListTagsForResource'),
        ...makes(GROUP, 'CreateScheduleGroup'),
        uses(GROUP, 'DeleteScheduleGroup'),
      ],
      import: importById('scheduler:schedule-group'),
      derived: { last_modification_date: 'always' },
      unmanaged: NOT_LISTED,
      charges: FREE,
    },
    aws_scheduler_schedule: {
      permissions: [
        reads(SCHEDULE, 'GetSchedule'),
        usesAny(SCHEDULE, 'CreateSchedule', 'UpdateSchedule', 'DeleteSchedule'),
        passRoleTo('scheduler.amazonaws.com', '{prefix}-schedule'),
        passRoleTo('scheduler.amazonaws.com', '{prefix}-schedules'),
      ],
      import: importByArguments('{group_name}/{name}'),
      derived: OWN_ATTRIBUTES,
      unmanaged: NOT_LISTED,
      charges: none('the first 14 million calls a month are free'),
    },
  },
  dataSources: {},
  prices: [],
} satisfies Part;
